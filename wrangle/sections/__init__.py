"""The sections of a rule file beyond cleaning, one model a file: the folder is the registry."""
