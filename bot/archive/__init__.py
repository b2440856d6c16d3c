"""The reader: answers, searches and shows issues from one generation. `reader` holds it; the rest are its parts."""
