"""The questions that ship."""
