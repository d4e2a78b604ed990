"""The commands about money: what energy costs, and what it would cost on other tariffs."""
