"""Words of counsel that ship."""
