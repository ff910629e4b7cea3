"""Steps that compute columns from several columns."""
