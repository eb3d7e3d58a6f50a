"""Lists of people: read from a spreadsheet, looked at before they count, written out again."""
