"""Counsel: a named confidant outside the program's chain."""
