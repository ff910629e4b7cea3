"""A bundle behind HTTP: raw records in, answers out."""
