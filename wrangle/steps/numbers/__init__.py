"""Steps that bring numbers into a range or another scale."""
