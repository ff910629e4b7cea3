"""Find out how a text file is written: encoding, delimiter, quotes, where the header stands."""
