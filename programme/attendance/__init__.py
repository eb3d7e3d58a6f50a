"""Who comes, who came, and where a missed day can be caught up."""
