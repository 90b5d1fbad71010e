"""Shipped lists of skills and interests; see README.md beside this file."""
