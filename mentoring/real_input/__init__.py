"""Readers of published data sets, for trying the product on input that nobody here wrote; nothing of it is shipped."""
