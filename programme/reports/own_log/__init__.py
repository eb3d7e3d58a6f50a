"""A person's whole log as values that can be written to one file, piece by piece."""
