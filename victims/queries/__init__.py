"""What pages read of victims."""
