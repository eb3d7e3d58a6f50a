"""What members bring to the plan: proposals of content, and questions before a dialogue."""
