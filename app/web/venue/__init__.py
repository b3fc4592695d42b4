"""What a venue's owner does."""
