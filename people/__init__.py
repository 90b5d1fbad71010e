"""People: who works here, how they sign in, what role they hold in the organisation."""
