"""A generation: built, kept in files, mapped; its words, postings and BM25. Knows no question."""
