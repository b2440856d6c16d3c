"""An item and a question -> the words and the link that answer. Knows no other item."""
