"""Leases: long work that a worker holds for a while, with progress, and that restarts when the worker dies."""
