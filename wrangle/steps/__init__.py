"""The catalogue of steps: one file an operation, one sub-folder a chapter of the reference."""
