"""The default text of the agreement."""
