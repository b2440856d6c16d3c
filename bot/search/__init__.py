"""Search: words -> ranked items -> verbatim quotes. Pure: reads a generation and nothing else.

`write_generation` makes a generation, `Generation.open` maps it; `answer` and `find` read it.
"""

from bot.search.answering import answer, find
from bot.search.building import write_generation
from bot.search.generation import Generation

__all__ = ["Generation", "answer", "find", "write_generation"]
