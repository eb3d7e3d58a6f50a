"""Following another leader at work: offers, wishes, pairs and what they agree on."""
