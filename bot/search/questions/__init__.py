"""A question in a person's words -> a query: filters, slips, terms. Knows what the archive has; ranks nothing."""
