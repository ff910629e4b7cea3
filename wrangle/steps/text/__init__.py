"""Steps that tidy text."""
