"""Tells what a table holds: types, texts, numbers, keys, relations, and what to clean."""
