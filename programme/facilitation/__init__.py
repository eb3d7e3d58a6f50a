"""Those who lead a day, and those from outside who come to it."""
