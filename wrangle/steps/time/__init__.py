"""Steps that make features of dates and times."""
