"""Looks into data before and after rules are written: suggestions, profiles, differences."""
