"""The writer: documents -> the store -> the next generation. Knows when sources are due and what is news.

`writer` takes in, reads anew and removes; `syncing` brings what sources have; `saving` and `merging` decide what a
document changes; `generations` builds the index; `report` holds what is told of all that.
"""
