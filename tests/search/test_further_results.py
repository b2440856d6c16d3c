"""How many results there are to turn pages to: not all that share a word."""

from __future__ import annotations

from pathlib import Path

from bot.search import answer
from tests.search.letters import issue, item, opened


def test_the_total_leaves_out_what_is_far_weaker(tmp_path: Path) -> None:
    """Items that share one common word with a question are no further results; of the newest, all that match are."""
    about = [item(f"Sea glider number {n}", "A sea glider listens to whales.") for n in range(4)]
    beside = [item(f"Harbour {n}", f"Boat {n} goes to sea.") for n in range(4)]
    letters = [issue(n, *pair) for n, pair in enumerate(zip(about, beside, strict=True), 1)]
    filler = issue(9, *[item(f"Note {n}", "Nothing much.") for n in range(12)])
    generation = opened(tmp_path, [*letters, filler])
    found = answer(generation, "sea gliders that listen to whales", limit=8)
    assert (len(found.hits), found.total) == (4, 4)
    assert answer(generation, "newest sea gliders that listen to whales").total == 4
    assert answer(generation, "sea").total == 8


def test_what_is_asked_for_by_its_place_alone_has_further_results(tmp_path: Path) -> None:
    """The contents of an issue go on behind the first three, and are counted to the last."""
    generation = opened(tmp_path, [issue(7, *[item(f"Harbour {n}", f"Boat {n} goes to sea.") for n in range(16)])])
    found = answer(generation, "what's in issue 7?")
    assert (len(found.hits), found.total) == (3, 16)


def test_the_newest_that_holds_the_whole_question_comes_first(tmp_path: Path) -> None:
    """An item of the newest issue that has every word among others comes before one that is about nothing else."""
    beside = "The harbour of one town has a new crane. The harbour of another has a new boat."
    letters = [
        issue(1, item("A glider", "A glider: the glider is a sea glider.")),
        issue(2, item("News of the coast", f"{beside} A glider was seen. {beside}")),
        *[issue(n, item(f"Note {n}", "Nothing much.")) for n in range(3, 9)],
    ]
    found = answer(opened(tmp_path, letters), "latest glider")
    assert [hit.cite for hit in found.hits] == ["2#1", "1#1"]
