"""Back Issue: answers questions about a newsletter from its back issues, by quoting them."""
