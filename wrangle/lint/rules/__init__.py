"""What the linter looks for, a file each: `found(subject)` yields what it finds; the file's name is the finding's."""
