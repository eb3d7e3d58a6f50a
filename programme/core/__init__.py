"""What any web app would need; knows no feature."""
