"""Small letters for tests: issues of a newsletter of our own, as the text of documents."""

from __future__ import annotations

from collections.abc import Sequence

RULE = "####"


def story(title: str, body: str, *, source: str = "Read more: The paper (arXiv).") -> str:
    """One story as plain text."""
    return f"{title}:\n…A line about it…\n{body}\n{source}"


def letter(number: int | None, stories: Sequence[str], *, title: str = "things of the week") -> str:
    """One issue of the Sample Letter as plain text; without a number only a greeting tells what it is."""
    heading = f"Sample Letter {number}: {title}\n\n" if number is not None else "Welcome to the Sample Letter.\n\n"
    rule = f"\n\n{RULE * 13}\n\n"
    return heading + rule.join(stories) + "\n\nThanks for reading.\n"


BOATS = story("Boats learn to dock", "A small model steers a ferry into port. It was trained on 900 hours of video.")
BREAD = story("Bread that bakes itself", "An oven watches the crust with a camera. Bakers say it burns nothing.")
CLOCKS = story("Clocks that agree", "Two labs kept 40 clocks in step by radio. The drift fell to 3 nanoseconds a day.")
DAMS = story("Dams speak up", "Sensors in old dams hear cracks grow. Engineers found 11 of them in spring.")
