"""Mail waiting to be sent."""
