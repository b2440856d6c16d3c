"""``issue:305 before:2022-06`` -> what a result must be, or a sentence on what is wrong. Knows no plain words."""

from __future__ import annotations

from bot.errors import no_date, repeated
from bot.model import Filters, Kind
from bot.search.language.periods import bounds, days_of
from bot.search.language.rules import Rule
from bot.search.questions.issues import listed_issues
from bot.search.questions.state import Understood, taken

_OPERATOR = Rule(r"\b(issue|section|before|after|since|until|kind|newsletter):(\"[^\"]*\"|\S+)", cues=(":",))
_KINDS = ", ".join(Kind)


def operators(state: Understood) -> None:
    """Understands ``issue:305``, ``section:tales``, ``before:2022-06``, ``after:2022``, ``kind:fiction``.

    What is wrong with a value is put into `state.wrong`.
    """
    for found in taken(state, _OPERATOR):
        name, value = found.group(1).casefold(), found.group(2).strip('"')
        asked = _filters(name, value)
        if asked == Filters():
            state.wrong.append(_complaint(name, value))
        state.narrow(asked)


def _filters(name: str, value: str) -> Filters:
    """What an operator asks for; nothing where its value says nothing."""
    if name == "issue":
        return Filters(issues=listed_issues(value))
    if name == "section":
        return Filters(section=value)
    if name == "newsletter":
        return Filters(newsletter=value.casefold())
    if name == "kind":
        return Filters(kind=Kind(value.casefold())) if value.casefold() in set(Kind) else Filters()
    days = days_of(value)
    return bounds(name, days) if days else Filters()


def _complaint(name: str, value: str) -> str:
    written = f"{name}:{value}"
    if name == "issue":
        return f"{repeated(written)} names no issue: write its number, like issue:305 or issue:301-305."
    if name == "kind":
        return f"{repeated(written)} is no kind of item: write one of {_KINDS}."
    return no_date(written, before=f"{name}:")
