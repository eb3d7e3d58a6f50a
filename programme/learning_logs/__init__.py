"""The learning log and its sharing."""
