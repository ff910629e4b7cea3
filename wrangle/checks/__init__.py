"""The catalogue of checks: one file a check."""
