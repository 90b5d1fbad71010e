"""Ideas that leave their pair only when both release them."""
