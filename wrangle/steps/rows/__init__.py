"""Steps that decide which rows stay."""
