"""What several phases do."""
