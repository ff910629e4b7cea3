"""Steps that fill or mark missing values."""
