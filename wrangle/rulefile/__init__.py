"""Between the text of a rule file and a pipeline: reading, faults, JSON schema."""
