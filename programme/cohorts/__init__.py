"""One run of a programme and its people."""
