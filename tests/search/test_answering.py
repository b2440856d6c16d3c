"""From a question to items and verbatim quotes, and from words to all that match."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import Answer, Filters, Hit, Kind, Link, Order
from bot.search import Generation, answer, find, write_generation
from tests.search.letters import issue, item, opened, small, titles


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return small(tmp_path_factory.mktemp("generation"))


def assert_verbatim(hit: Hit) -> None:
    quote, text = hit.quote, hit.item.text
    assert quote.text == text[quote.start : quote.end]
    assert len(quote.text) <= 600
    ends = [0, *(end for span in quote.highlights for end in span), len(quote.text)]
    assert ends == sorted(ends)


def first(found: Answer) -> Hit:
    assert not found.abstained
    return found.hits[0]


@pytest.mark.parametrize(
    ("text", "title", "quoted"),
    [
        ("how many glaciers were measured?", "Glaciers retreat faster than thought", "214 glaciers"),
        ("why does the ice melt", "Glaciers retreat faster than thought", "because summers last longer"),
        ("what is the seed vault called", "A library of seeds opens", "Cold Library"),
        ("price of a salt battery", "Cheap batteries from salt", "40 dollars"),
        ("glac3", "Glaciers retreat faster than thought", "GLAC-3"),
    ],
)
def test_the_quote_answers(text: str, title: str, quoted: str, generation: Generation) -> None:
    """The right item comes first, and its quote holds the answer."""
    hit = first(answer(generation, text))
    assert (hit.item.title, quoted in hit.quote.text) == (title, True)


def test_structure_questions_are_answered_from_the_structure(generation: Generation) -> None:
    """The lead story and the tale of an issue are found by their place, and quoted from their beginning."""
    lead = first(answer(generation, "what was the lead story of issue 11?"))
    assert lead.cite == "11#1"
    tale = first(answer(generation, "what's the tale in issue 11 about?"))
    assert (tale.item.kind, tale.quote.start) == (Kind.FICTION, 0)
    assert titles(answer(generation, "what's in issue 12?").hits) == [
        "Glaciers regain a little ice",
        "Wind power at night",
    ]


def test_fiction_waits_to_be_asked_for(generation: Generation) -> None:
    """A story does not come before reporting, unless the question invites it."""
    assert first(answer(generation, "glacier melt")).item.kind is Kind.STORY
    assert first(answer(generation, "the tale of glacier melt")).item.kind is Kind.FICTION
    assert first(answer(generation, "stories about glacier melt")).item.kind is Kind.FICTION


def test_the_newest_and_the_first_are_ordered_by_date(generation: Generation) -> None:
    """Among items on glaciers the newest or the oldest comes first."""
    assert first(answer(generation, "latest on glaciers")).head.number == 12
    assert first(answer(generation, "first story on glaciers")).head.number == 10


def test_a_question_for_a_source_names_the_link(generation: Generation) -> None:
    """The label comes with its source, and of several links the one that was meant."""
    assert first(answer(generation, "link to the glacier atlas")).read_more == "Glacier Atlas (Nature)"
    assert first(answer(generation, "paper on the retreat of glaciers")).read_more == "Glacier Atlas (Nature)"
    assert first(answer(generation, "code for the glacier model on github")).read_more == "Code of glac3 (GitHub)"
    assert first(answer(generation, "how many glaciers were measured?")).read_more is None


def test_highlights_are_the_words_as_written(generation: Generation) -> None:
    """The words of the question are marked in the form that the quote has them."""
    quote = first(answer(generation, "how many glacier in orbit?")).quote
    assert {"glaciers", "orbit"} <= {quote.text[start:end] for start, end in quote.highlights}


def test_what_is_not_there_is_refused(generation: Generation) -> None:
    """A missing issue, an unknown name and a question of nothing but courtesies are refused, without hits."""
    for text in (
        "lead story of issue 99",
        "zephyrine quolls v9",
        "could you please tell me what it is?",
        "ice in june 2023",
    ):
        refused = answer(generation, text)
        assert (refused.abstained, refused.hits) == (True, ())


def test_a_refusal_suggests_what_is_there(generation: Generation) -> None:
    """What is nearest is suggested by title, and asking for that title finds it."""
    refused = answer(generation, "quolls xerophyte zorblatt qwertzu salt")
    assert refused.abstained
    assert refused.suggestions
    assert first(answer(generation, refused.suggestions[0])).item.title == refused.suggestions[0]


def test_search_takes_phrases_exclusions_and_filters(generation: Generation) -> None:
    """A phrase must occur, an excluded word must not, filters hold, and nothing that matches is refused."""
    assert titles(find(generation, '"salt lake"').hits) == ["The Ferryman"]
    assert titles(find(generation, "salt -lithium").hits) == ["The Ferryman"]
    assert {hit.head.number for hit in find(generation, "glaciers issue:12").hits} == {12}
    assert titles(find(generation, "snow section:ice").hits) == ["Glaciers regain a little ice"]
    assert find(generation, "the ice that zephyrine quolls xerophyte saw").total == 2
    assert find(generation, "glaciers", filters=Filters(kind=Kind.FICTION)).total == 1


def test_search_counts_all_and_turns_pages(generation: Generation) -> None:
    """The total is that of all matches; pages together are the whole list."""
    whole = find(generation, "ice salt glaciers")
    pages = [find(generation, "ice salt glaciers", limit=2, offset=offset) for offset in range(0, whole.total, 2)]
    assert all(page.total == whole.total == len(whole.hits) for page in pages)
    assert [hit.cite for page in pages for hit in page.hits] == [hit.cite for hit in whole.hits]


def test_search_orders_by_date_when_asked(generation: Generation) -> None:
    """Newest and oldest order all matches by issue."""
    newest = [hit.head.number or 0 for hit in find(generation, "glaciers", order=Order.NEWEST).hits]
    assert newest == sorted(newest, reverse=True)
    oldest = [hit.head.number or 0 for hit in find(generation, "glaciers", order=Order.OLDEST).hits]
    assert oldest == sorted(oldest)


def test_the_sample_says_so(tmp_path: Path) -> None:
    """Every answer from the sample archive is marked."""
    sample = opened(tmp_path, [issue(1, item("A", "Ants work."))], sample=True)
    assert answer(sample, "ants").sample
    assert not answer(small(tmp_path), "glaciers").sample


def test_one_item_is_enough(tmp_path: Path) -> None:
    """An archive of one item answers, also where its text is empty or a single endless word."""
    for text in ("", "x" * 5000, "Ants work."):
        generation = opened(tmp_path, [issue(1, item("Ants at work", text))])
        hit = first(answer(generation, "ants"))
        assert_verbatim(hit)
        assert len(hit.quote.text) <= 350


_WORDS = st.lists(
    st.sampled_from(
        (
            "glacier",
            "ice",
            "3.5",
            "“Why?”",
            "e.g.",
            "Dr.",
            "GPT-3",
            "𝔘𝔫𝔦",
            "naïve",
            "…",
            "(a)",
            "—",
            "salt,",
            "🙂",
            "İs",
            "ﬁn.",
        )
    ),
    max_size=150,
).map(" ".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paragraphs=st.lists(_WORDS, min_size=1, max_size=4), question=_WORDS)
def test_quotes_are_verbatim_whatever_the_text(tmp_path: Path, paragraphs: list[str], question: str) -> None:
    """For any text and any question the quote is a slice of the item's text, and highlights lie in order within it."""
    written = [paragraph for paragraph in paragraphs if paragraph.strip()]
    generation = opened(tmp_path, [issue(1, item("Ice", *written)), issue(2, item("Sea", "The sea."))])
    for found in (answer(generation, f"ice {question}"), find(generation, question), find(generation, "ice")):
        for hit in found.hits:
            assert_verbatim(hit)


def test_search_takes_words_as_they_are(tmp_path: Path) -> None:
    """A question finds words of like meaning; a search for words does not, and counts only those that hold them."""
    generation = opened(
        tmp_path,
        [
            issue(
                1, item("Photographs of the moon", "The photograph shows dust."), item("Tides", "The sea rises twice.")
            ),
            issue(2, item("Robots at sea", "A robot swims."), item("Bread", "It bakes.")),
        ],
    )
    assert first(answer(generation, "the picture of the moon dust")).item.title == "Photographs of the moon"
    assert find(generation, "picture").total == 0
    assert find(generation, "photograph").total == 1


def test_exclusions_alone_leave_the_rest(generation: Generation) -> None:
    """A search of nothing but excluded words gives all items without them."""
    assert find(generation, "-glaciers -glacier").total == 3


def test_a_link_is_of_the_kind_that_was_asked_for(tmp_path: Path) -> None:
    """Paper, code and post are told apart by where a link leads, whatever words its line shares with the question."""
    links = (
        Link("Get the code", "Kelp growth model for coastal farms", "Example Lab", "https://github.com/example/kelp"),
        Link("Read more", "Growing underwater forests", None, "https://arxiv.org/abs/2101.00001"),
        Link("Read the announcement", "Kelp growth for everyone", "Example blog", None),
    )
    generation = opened(tmp_path, [issue(1, item("Kelp growth model", "The code is free.", links=links))])
    for kind, place in (("paper", 1), ("code", 0), ("blog post", 2)):
        hit = first(answer(generation, f"link to the kelp growth model {kind}"))
        assert links[place].label in (hit.read_more or ""), kind


def test_a_quote_does_not_begin_where_another_ends(tmp_path: Path) -> None:
    """A mark that closes what was said before is no part of the sentence after it."""
    text = "The ferry is “quiet now.” ” Each morning the harbour pilots count 31 herons."
    hit = first(answer(opened(tmp_path, [issue(1, item("Ferries", text))]), "how many herons do the pilots count"))
    assert hit.quote.text.startswith(("Each", "The"))


def test_a_question_for_a_number_is_answered_with_one(tmp_path: Path) -> None:
    """Of two passages that hold the words alike, the one with the figures is quoted."""
    vague = "The harbour pilots count herons each morning, and they have done so for as long as anyone remembers. " * 3
    told = "The harbour pilots count herons: 31 in May, 44 in June."
    generation = opened(tmp_path, [issue(1, item("Birds of the port", vague.strip(), told))])
    assert "44" in first(answer(generation, "how many herons do the harbour pilots count")).quote.text
    assert "44" not in first(answer(generation, "why do the harbour pilots count herons")).quote.text


def test_an_unsure_answer_says_that_it_is_the_closest(generation: Generation) -> None:
    """Between an answer and a refusal, what is found is called the closest."""
    assert not answer(generation, "how many glaciers were measured from orbit").closest
    unsure = answer(generation, "glaciers measured on mars")
    assert (unsure.abstained, unsure.closest) == (False, True)


def test_a_missing_issue_suggests_its_neighbours(generation: Generation) -> None:
    """Asked for an issue that is not there, the nearest ones are suggested in words that find them."""
    refused = answer(generation, "what's in issue 99?")
    assert refused.suggestions[0] == "issue 12"
    assert first(answer(generation, refused.suggestions[0])).head.number == 12


def test_newsletters_are_told_apart(tmp_path: Path) -> None:
    """Issue numbers mean the default newsletter; another one is named in words or by its slug, and cited with it."""
    names = {"letter": "The Letter", "north-weekly": "North Weekly"}
    issues = [
        issue(3, item("Snow", "Snow fell.")),
        issue(3, item("Frost", "Frost came."), newsletter="north-weekly"),
        issue(4, item("More snow", "It snowed on."), newsletter="north-weekly"),
    ]
    name = write_generation(tmp_path, issues, default_newsletter="letter", newsletters=names, sample=False)
    generation = Generation.open(tmp_path / name)
    assert [hit.cite for hit in answer(generation, "what's in issue 3?").hits] == ["3#1"]
    assert [hit.cite for hit in answer(generation, "what was in north weekly 3?").hits] == ["north-weekly/3#1"]
    assert [hit.cite for hit in answer(generation, "issue 4").hits] == ["north-weekly/4#1"]
    assert [hit.cite for hit in find(generation, "snow newsletter:north-weekly").hits] == ["north-weekly/4#1"]


def test_the_newest_of_several_newsletters_is_told_by_date(tmp_path: Path) -> None:
    """Across newsletters the newest is the one with the latest date, whatever their names and numbers."""
    issues = [
        issue(90, item("Snow", "Snow fell."), date=dt.date(2024, 5, 1), newsletter="alpine"),
        issue(7, item("Late snow", "Snow fell late."), date=dt.date(2020, 5, 1), newsletter="zonal"),
        issue(8, item("No snow", "Snow did not fall."), date=dt.date(2022, 5, 1), newsletter="zonal"),
    ]
    generation = opened(tmp_path, issues)
    assert titles(answer(generation, "latest on snow").hits) == ["Snow", "No snow", "Late snow"]
    assert titles(find(generation, "snow", order=Order.OLDEST).hits) == ["Late snow", "No snow", "Snow"]


@pytest.mark.parametrize(
    "text",
    ["\x00", "🙂", "()[]*?\\", '""', "-", '-"', "x" * 30_000, "after 9999-12-31", "before:0001", "issue:abc #", "%s{}"],
)
def test_odd_questions_do_no_harm(text: str, generation: Generation) -> None:
    """Whatever is typed gets an answer or a refusal, never an error."""
    assert answer(generation, text).abstained in (True, False)
    assert find(generation, text).total >= 0


def test_corrections_are_shown_as_the_archive_writes_them(generation: Generation) -> None:
    """A name that was mistyped is shown with its capitals."""
    assert answer(generation, "where did Bregen measure glaciers").query.corrections == (("Bregen", "Bergen"),)


def test_a_phrase_is_bold_where_it_stands_whole(tmp_path: Path) -> None:
    """Single words of a phrase are not marked outside of it; words that were asked for besides are."""
    generation = opened(tmp_path, [issue(1, item("Salt", "Salt of the salt lake feeds swans, not the lake."))])
    quote = find(generation, '"salt lake" swans').hits[0].quote
    assert [quote.text[start:end] for start, end in quote.highlights] == ["salt lake", "swans"]
