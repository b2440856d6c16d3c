"""English: words and sentences, what a question asks for, the signs of an answer. Knows no item."""
