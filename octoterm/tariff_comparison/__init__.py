"""What the same half hours would have cost on other tariffs. Pure."""
