"""Which issue a document without a number is: never another one's, and found without comparing all with all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.intake import generations
from bot.intake.writer import Intake
from bot.profile import Profiles

Write = Callable[[str, str], Path]
PAGE = "---\ntitle: {title}\ndate: 2024-05-01\n---\n\n## {story}\n\n{body}\n\n## {story} again\n\nMore of it.\n"
GENEROUS = 60.0  # seconds; comparing all with all took minutes


def _page(name: str) -> str:
    return PAGE.format(title=f"On {name}", story=f"{name} in spring", body=f"All about {name} and nothing else.")


@pytest.mark.parametrize("order", [("tea.md", "salt.md"), ("salt.md", "tea.md")])
async def test_two_issues_of_one_day_stay_two(
    intake: Intake, profiles: Profiles, write: Write, order: tuple[str, str]
) -> None:
    """Issues without a number that share their date but not their text do not overwrite one another."""
    for name in order:
        await intake.ingest([write(name, _page(name.removesuffix(".md")))], "Pantry")
    stored = await generations.answerable(intake.store, profiles)
    assert {each.issue.head.title for each in stored} == {"On tea", "On salt"}
    first, second = sorted(each.issue.head.key for each in stored)
    assert first == "2024-05-01"
    assert second.startswith("2024-05-01-")
    assert (await intake.reindex()).issues_unchanged == 2


@pytest.mark.timeout(GENEROUS)
async def test_many_issues_without_numbers_are_taken_in_soon(intake: Intake, write: Write) -> None:
    """Hundreds of issues that state no number go in, and one more of them touches no other."""
    for number in range(150):
        write(
            f"{number}.md",
            _page(f"kind {number} of tea").replace("2024-05-01", f"20{number // 12 + 10}-01-{number % 12 + 1:02}"),
        )
    first = await intake.ingest([Path("documents")], "Pantry")
    assert first.issues_added == 150
    more = await intake.ingest([write("more.md", _page("sugar"))], "Pantry")
    assert (more.issues_added, more.issues_unchanged) == (1, 0)
