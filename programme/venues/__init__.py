"""Where activities take place, and when places and persons are taken."""
