"""Short visits to a colleague, for inspiration."""
