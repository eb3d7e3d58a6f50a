"""Everything scheduled."""
