"""Search: words -> ranked items -> verbatim quotes. Pure: reads a generation and nothing else.

`write_generation` makes a generation, `Generation.open` maps it, `quicken` makes a large one faster; `answer` and
`find` read it.
"""

from bot.search.answering import answer, find
from bot.search.index.building import write_generation
from bot.search.index.generation import Generation
from bot.search.index.quickening import quicken

__all__ = ["Generation", "answer", "find", "quicken", "write_generation"]
