"""The desk: what is next for me, what is on record, and the mailbox of the demo. No models."""
