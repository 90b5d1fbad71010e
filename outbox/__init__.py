"""The outbox: messages as rows, posted now, delivered later, each fact told once."""
