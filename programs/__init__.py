"""Programs: what is run, who takes part, who may come in."""
