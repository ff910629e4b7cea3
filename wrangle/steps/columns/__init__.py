"""Steps that choose, order and name columns."""
