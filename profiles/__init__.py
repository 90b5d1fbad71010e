"""Profiles: what people offer, what interests them, when they can meet, and the gaps told to one program."""
