"""What the figures are called, what they mean, and a sample of them."""
