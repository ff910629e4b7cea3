"""Watches what is served: windows of captured records against the training, and answers against the truth."""
