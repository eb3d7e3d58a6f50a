"""iCal feeds and files."""
