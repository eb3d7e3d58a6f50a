"""What a person wants to hear of, when and how."""
