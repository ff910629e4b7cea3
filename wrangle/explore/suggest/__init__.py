"""Suggests a rule file for a table, each rule with what speaks for it."""
