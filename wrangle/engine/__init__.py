"""The engine: plans, fits and runs a pipeline over batches of rows."""
