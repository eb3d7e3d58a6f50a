"""A participant's own standing on goals, and own role, over time."""
