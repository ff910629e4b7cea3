"""What is looked for in a table: a file each, in the order of their `ORDER`."""
