"""Mergeable statistics: one file a question about the training data."""
