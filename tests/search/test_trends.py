"""Mentions over time: what counts as one, against what it is counted, and in which periods."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.errors import NotFoundError, UsageError
from bot.model import Issue
from bot.search.around.trends import parted, trend
from bot.trend import Step
from tests.search.letters import issue, item, opened, small

FILLER = item("Nothing of note", "The week was calm.")


def monthly(count: int, *, dated: bool = True) -> list[Issue]:
    """An issue a month from January 2020 on; every third of them has an item on ferries beside the filler."""
    return [
        issue(
            number,
            *([item("A ferry", "The ferry docks.")] if number % 3 == 0 else []),
            FILLER,
            date=dt.date(2020 + (number - 1) // 12, (number - 1) % 12 + 1, 5) if dated else None,
        )
        for number in range(1, count + 1)
    ]


def test_terms_are_parted_by_commas() -> None:
    """Blanks and quotation marks go, and the same term in another case is one term."""
    assert parted(' gpt-3,  "stable  diffusion", GPT-3 ,') == ("gpt-3", "stable diffusion")


@pytest.mark.parametrize("text", ["", " , ,", "a1,b1,c1,d1,e1", "x" * 61])
def test_what_is_no_list_of_terms_is_explained(text: str) -> None:
    """None, too many and endless terms get a sentence that says what to give."""
    with pytest.raises(UsageError, match=r"one to four|few words"):
        parted(text)


def test_items_are_counted_not_words(tmp_path: Path) -> None:
    """An item that says a word five times mentions it once; the share is of all items of the period."""
    found = trend(opened(tmp_path, [issue(1, item("Ferry", "Ferry, ferry, ferry. A ferry."), FILLER)]), ["ferry"])
    (term,) = found.terms
    assert term.counts == (1,)
    assert found.shares(term) == (0.5,)


def test_a_phrase_must_stand_as_it_is(tmp_path: Path) -> None:
    """The words of a phrase count one right after the other, in a title or a text, in any inflection."""
    letters = [
        issue(1, item("Salt batteries", "They are cheap.")),
        issue(2, item("Cheap cells", "A salt battery costs little.")),
        issue(3, item("Apart", "Salt is dear, and a battery is heavy.")),
    ]
    (term,) = trend(opened(tmp_path, letters), ["salt battery"]).terms
    assert term.counts == (1, 1, 0)


def test_a_phrase_is_found_in_a_title_behind_a_name(tmp_path: Path) -> None:
    """The parts of a name such as ``GPT-3`` or ``OpenAI`` are no words between those of a phrase."""
    (term,) = trend(opened(tmp_path, [issue(1, item("What OpenAI trains", "Much."))]), ["openai trains"]).terms
    assert term.counts == (1,)


@pytest.mark.parametrize("written", ["GPT-3", "gpt3", "GPT 3", "DeepMind", "deep mind", "DALL-E", "dalle"])
def test_spellings_of_a_name_are_one(tmp_path: Path, written: str) -> None:
    """A name written together, apart or with a hyphen is found however the text writes it."""
    letters = [
        issue(1, item("One", "GPT-3 by DeepMind drew with DALL-E.")),
        issue(2, item("Two", "gpt3 by Deep Mind drew with DALLE.")),
    ]
    (term,) = trend(opened(tmp_path, letters), [written]).terms
    assert term.counts == (1, 1)


def test_a_word_within_a_name_is_not_that_word(tmp_path: Path) -> None:
    """``OpenAI`` does not mention ``open``, nor ``GPT-3.5`` ``GPT-3``."""
    generation = opened(tmp_path, [issue(1, item("OpenAI trains", "GPT-3.5 by OpenAI.")), issue(2, FILLER)])
    for word in ("open", "gpt-3"):
        with pytest.raises(NotFoundError):
            trend(generation, [word])


def test_a_term_is_counted_once_however_it_is_written(tmp_path: Path) -> None:
    """Of several ways to write one term the first is shown."""
    generation = opened(tmp_path, [issue(1, item("GPT-3 trains", "It trains.")), issue(2, FILLER)])
    assert [term.term for term in trend(generation, ["gpt3", "GPT-3", "gpt 3", "trains"]).terms] == ["gpt3", "trains"]


def test_first_peak_and_latest_mention(tmp_path: Path) -> None:
    """The first and the last item that mention a term are named, and the fullest period with its strongest item."""
    letters = [
        issue(1, item("A ferry", "It docks."), FILLER, FILLER),
        issue(2, item("Boats", "A ferry."), item("Ferry news", "The ferry of ferries."), FILLER),
        issue(3, FILLER),
        issue(4, FILLER, item("Port", "The ferry left.")),
    ]
    found = trend(opened(tmp_path, letters), ["ferry", "tram"])
    ferry, tram = found.terms
    assert ferry.mentions is not None
    assert ferry.mentions.first.cite == "1#1"
    assert ferry.mentions.latest.cite == "4#2"
    assert found.periods[ferry.mentions.peak].numbers == (2, 2)
    assert ferry.mentions.strongest.cite == "2#2"
    assert tram.mentions is None
    assert sum(tram.counts) == 0


def test_a_short_archive_goes_by_issue_and_shows_its_gaps(tmp_path: Path) -> None:
    """Few issues are a period each; numbers that are missing are an empty period with no share, not a zero."""
    letters = [issue(1, FILLER), issue(2, item("A ferry", "It docks.")), issue(7, FILLER)]
    found = trend(opened(tmp_path, letters), ["ferry"])
    assert found.step is Step.ISSUE
    assert [period.numbers for period in found.periods] == [(1, 1), (2, 2), (3, 6), (7, 7)]
    assert found.shares(found.terms[0]) == (0.0, 1.0, None, 0.0)


@pytest.mark.parametrize(("months", "step", "periods"), [(40, Step.MONTH, 40), (100, Step.QUARTER, 34)])
def test_a_dated_archive_goes_by_the_calendar(tmp_path: Path, months: int, step: Step, periods: int) -> None:
    """Periods are as short as a chart can hold, and no issue is left out."""
    found = trend(opened(tmp_path, monthly(months)), ["ferry"])
    assert (found.step, len(found.periods)) == (step, periods)
    assert found.periods[0].start == dt.date(2020, 1, 1)
    assert sum(found.terms[0].counts) == months // 3
    assert found.undated == 0


def test_an_undated_archive_goes_by_runs_of_issues(tmp_path: Path) -> None:
    """Without dates the numbers are the time."""
    found = trend(opened(tmp_path, monthly(100, dated=False)), ["ferry"])
    assert found.step is Step.RUN
    assert found.periods[0].numbers == (1, 4)
    assert found.periods[-1].numbers == (100, 100)
    assert sum(period.items for period in found.periods) == 133


def test_what_nothing_dates_is_left_out_and_counted(tmp_path: Path) -> None:
    """An issue without a date has no place in a calendar, and the trend says how many there are."""
    letters = [*monthly(30), issue(31, item("A ferry", "It docks."))]
    found = trend(opened(tmp_path, letters), ["ferry"])
    assert found.undated == 1
    assert sum(found.terms[0].counts) == 10


def test_of_several_newsletters_the_dated_ones_are_counted(tmp_path: Path) -> None:
    """A newsletter without dates beside a dated one keeps nobody from seeing that one's mentions."""
    others = [issue(n, item("A ferry", "It docks."), newsletter="undated") for n in range(1, 90)]
    found = trend(opened(tmp_path, [*monthly(30), *others]), ["ferry"])
    assert (found.step, found.undated) == (Step.MONTH, 89)
    assert sum(found.terms[0].counts) == 10


def test_what_an_undated_newsletter_alone_mentions_is_counted_there(tmp_path: Path) -> None:
    """Beside a dated newsletter that never mentions it, its own numbers are the time.

    Where another term has dates, it is told how often this one is mentioned without any.
    """
    others = [issue(n, item("A tram", "It rings."), newsletter="undated") for n in range(1, 90)]
    generation = opened(tmp_path, [*monthly(30), *others])
    found = trend(generation, ["tram"])
    assert (found.step, found.newsletters, found.undated) == (Step.RUN, ("undated",), 0)
    assert sum(found.terms[0].counts) == 89
    ferry, tram = trend(generation, ["ferry", "tram"]).terms
    assert (ferry.undated, tram.undated, tram.mentions) == (0, 89, None)


def test_what_has_no_date_at_all_is_explained(tmp_path: Path) -> None:
    """A mention in an issue without a date, beside dated ones that have none, is no trend."""
    with pytest.raises(NotFoundError, match="without a known date"):
        trend(opened(tmp_path, [*monthly(30), issue(31, item("A tram", "It rings."))]), ["tram"])


def test_of_several_newsletters_without_dates_the_longest_is_counted(tmp_path: Path) -> None:
    """Numbers of different newsletters are no common time, so the one with the most issues gives it."""
    others = [issue(n, item("A ferry", "It docks."), newsletter="other") for n in range(1, 10)]
    found = trend(opened(tmp_path, [*monthly(30, dated=False), *others]), ["ferry"])
    assert (found.step, found.undated) == (Step.RUN, 9)
    assert sum(found.terms[0].counts) == 10


@pytest.mark.parametrize("term", ["the", "of the", "???"])
def test_words_without_weight_are_refused(tmp_path: Path, term: str) -> None:
    """The commonest words are in everything, and signs are no words: both are said so."""
    with pytest.raises(UsageError, match="more particular"):
        trend(small(tmp_path), [term])


def test_terms_that_nothing_mentions_are_not_drawn(tmp_path: Path) -> None:
    """Where no term is mentioned there is nothing to show."""
    with pytest.raises(NotFoundError, match="No item here mentions"):
        trend(small(tmp_path), ["zyzzyva"])
