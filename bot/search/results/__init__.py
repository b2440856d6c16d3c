"""A query -> the items that answer it, best first, and how likely none does. Quotes nothing."""
