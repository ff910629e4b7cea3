"""Names what is legal in a rule file and probably wrong: the files of `rules/` are the registry."""
