"""Steps that bring other tables in."""
