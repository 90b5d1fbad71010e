"""What all refusals of this app have in common."""


class Refused(Exception):
    """A verb that cannot be done as asked; its text says why, in words for the person who asked."""
