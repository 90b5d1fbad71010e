"""The program templates that ship."""
