"""What is told around items: what is like them, why they were found, what they link to, terms over time."""
