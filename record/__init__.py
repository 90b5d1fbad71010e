"""Everything stored about a person: sealed how, read by whom, kept until when. The ground floor."""
