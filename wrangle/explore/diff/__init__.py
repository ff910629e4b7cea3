"""Tells what changes in the data when rules change."""
