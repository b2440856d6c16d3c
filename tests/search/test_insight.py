"""What is known around an item: its likes, why it was found, who links to an address, what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model import Filters, Issue, IssueHead, Item, Link, Part, Role
from bot.search import Generation, answer, write_generation
from bot.search.around.explaining import explain
from bot.search.around.meant import meant
from bot.search.around.outgoing import Outgoing, names
from bot.search.around.related import related
from tests.search.letters import issue, opened
from tests.search.letters import item as written

TEXTS = (
    ("Cranes over the harbour", "Harbour cranes learn to lift containers. The harbour saves diesel."),
    ("Cranes at night", "At night the cranes of another harbour lift containers by themselves."),
    ("A choir of kettles", "Kettles sing in a choir. Kettles were tuned by a bell founder."),
    ("Bells and kettles", "A bell founder tunes kettles again, and the choir tours."),
    ("Snow on the line", "Snow ploughs drive alone where the railway climbs."),
    ("A railway of ideas", "The railway climbs again, said DeepMind about its snow models."),
)
URLS = ("https://arxiv.org/abs/1706.03762", "https://github.com/Example/Crane/blob/main/a.py", "https://example.org/a/")


def item(number: int) -> Item:
    """One of the items; the first three lead to an address each."""
    title, text = TEXTS[number]
    links = (Link("Read more", "It", None, URLS[number]),) if number < len(URLS) else ()
    return Item(title, text, (Part(Role.PARAGRAPH, 0, len(text)),), number + 1, number + 1, links=links)


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """A small letter."""
    folder = tmp_path_factory.mktemp("generations")
    issue = Issue(IssueHead("letter", "1", "Letter 1", 1), tuple(map(item, range(len(TEXTS)))))
    name = write_generation(folder, [issue], default_newsletter="letter", newsletters={"letter": "L"}, sample=False)
    return Generation.open(Path(folder / name))


def test_related_items_share_words_that_are_shown(generation: Generation) -> None:
    """The item most like one comes first, with words that both of them hold; itself is not among them."""
    found = related(generation, 0)
    assert found[0].cite == "1#2"
    assert {"cranes", "harbour", "containers"} >= {word.casefold() for word in found[0].words}
    assert len(found[0].words) >= 2
    assert all(one.cite != "1#1" for one in found)
    assert related(generation, 2)[0].cite == "1#4"


def test_an_explanation_names_every_word(generation: Generation) -> None:
    """Each word of the question is said to be found, with its share, or to be missing; the shares make a whole."""
    explanation = explain(generation, "which harbour lifts kettles?", 0, Filters())
    by_word = {match.asked: match for match in explanation.matches}
    assert by_word["harbour"].found == "Harbour"
    assert by_word["lifts"].found == "lift"
    assert by_word["kettles"].found is None
    assert by_word["harbour"].held == 2
    assert sum(match.share for match in explanation.matches) == pytest.approx(1)


@pytest.mark.parametrize(
    ("address", "cite"),
    [
        ("http://www.arxiv.org/pdf/1706.03762v3.pdf", 0),
        ("arxiv.org/abs/1706.03762?context=cs", 0),
        ("https://github.com/example/crane/blob/main/a.py", None),
        ("https://github.com/Example/Crane/blob/main/a.py#L3", 1),
        ("https://example.org/a?utm_source=x&fbclid=y#top", 2),
        ("https://example.org/b", None),
        ("not an address", None),
    ],
)
def test_an_address_finds_who_covered_it(generation: Generation, address: str, cite: int | None) -> None:
    """A page is known whatever its scheme, version, tracking or fragment; other pages are not."""
    assert Outgoing.of(generation).places(address) == ([] if cite is None else [cite])


def test_a_part_of_a_repository_leads_to_it() -> None:
    """Where nobody covered a file, who covered its repository will do."""
    assert list(names("https://github.com/openai/Whisper/tree/main")) == [
        "github.com/openai/Whisper/tree/main",
        "github.com/openai/whisper",
    ]
    assert list(names("https://github.com/OpenAI/whisper.git/")) == ["github.com/openai/whisper"]


def test_what_was_meant_is_answered(generation: Generation) -> None:
    """A word that the archive lacks is replaced by one like it, capitals and all, only where that finds something."""
    text = "deepmynds railways"
    for one in meant(generation, text, Filters()):
        assert not answer(generation, one.question, Filters(), 1).abstained
    assert meant(generation, "qqqqq zzzzz", Filters()) == ()


def test_a_word_without_weight_is_not_meant(tmp_path: Path) -> None:
    """No question is suggested in which the unknown word gave way to one that says nothing, or that is another word."""
    generation = opened(tmp_path, [issue(1, written("Cranes", "We are sure that the crane lifts. A cure is near."))])
    assert meant(generation, "who sued the crane", Filters()) == ()
