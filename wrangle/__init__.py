"""wrangle: one rule file from raw table to served model."""
