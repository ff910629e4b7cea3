"""Steps that write categories as numbers."""
