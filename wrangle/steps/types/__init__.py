"""Steps that read text as numbers, times and quantities."""
