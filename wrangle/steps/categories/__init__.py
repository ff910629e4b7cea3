"""Steps on columns that hold one of a few values."""
