"""The real issues of Import AI: everything that was found in them by eye must be found by the parser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.model import Issue, Item, Kind, Parsed, Role
from tests.parsing.conftest import bare

# Issue -> items and links, counted by eye.
COUNTS = {
    234: (8, 9), 310: (7, 6), 309: (6, 6), 308: (5, 5), 307: (6, 5), 306: (5, 7), 305: (7, 10),
    304: (6, 10), 303: (6, 7), 302: (7, 7), 301: (6, 6), 226: (10, 13), 317: (6, 6),
}  # fmt: skip
REFERENCES = {
    (234, 3): (233,), (234, 6): (133, 183), (226, 8): (182,), (317, 2): (290,), (317, 3): (316,),
    (308, 3): (304,), (308, 4): (307,), (307, 4): (304,), (307, 5): (305,), (306, 3): (291,),
    (305, 5): (254,), (303, 2): (293,), (302, 4): (297, 201), (301, 2): (300,), (301, 3): (181,),
}  # fmt: skip
PLACES = {
    (234, 8): "R&D base Telos, 2030", (226, 10): "North America, 2038", (317, 6): "Zeroth Day", (310, 7): "Earth, 2028",
    (307, 6): "Meta’s wasteland, 2030", (304, 6): "Bay Area, 2029", (303, 6): "New York City, 2025",
    (302, 7): "San Francisco, 2027",
}  # fmt: skip


_STACK = "HuggingFace / BigCode"


@pytest.fixture
def pages(shared: Path, read_file: Callable[[Path], Parsed]) -> list[Parsed]:
    """The five documents, in the order of their names."""
    return [read_file(path) for path in sorted((shared / "seeds").glob("*.txt"))]


@pytest.fixture
def issues(pages: list[Parsed]) -> list[Issue]:
    """All issues in them."""
    return [issue for page in pages for issue in page.issues]


@pytest.fixture
def items(issues: list[Issue]) -> dict[tuple[int, int], Item]:
    """The distinct items, by issue number and position."""
    return {(issue.head.number or 0, item.position): item for issue in issues for item in issue.items}


def test_issues_items_and_links_are_counted_as_by_eye(issues: list[Issue]) -> None:
    """Fourteen issues with 91 items and 103 links come out, and in each issue as many as are in it."""
    found = [(issue.head.number, (len(issue.items), sum(len(item.links) for item in issue.items))) for issue in issues]
    assert dict(found) == COUNTS
    assert Counter(number for number, _ in found) == Counter([*COUNTS, 309])
    assert tuple(map(sum, zip(*(counts for _, counts in found), strict=True))) == (91, 103)


def test_both_copies_of_an_issue_hold_the_same(issues: list[Issue]) -> None:
    """The copy on the blog and the copy in the mail archive differ in typography alone."""
    blog, mail = (issue for issue in issues if issue.head.number == 309)
    assert [bare(item.title) for item in blog.items] == [bare(item.title) for item in mail.items]
    for ours, theirs in zip(blog.items, mail.items, strict=True):
        assert [part.role for part in ours.parts] == [part.role for part in theirs.parts]
        assert bare(ours.text) == bare(theirs.text)


def test_kinds_and_sections(issues: list[Issue]) -> None:
    """There are 70 news, 6 AI Policy stories, one announcement, and a tale at the end of each issue."""
    every = [item for issue in issues for item in issue.items]
    assert Counter(item.kind for item in every) == {Kind.STORY: 76, Kind.FICTION: 14, Kind.ANNOUNCEMENT: 1}
    assert Counter(item.section for item in every if item.kind is Kind.STORY and item.section) == {
        "AI Policy with Matthew van der Merwe": 6
    }
    tales = [issue.items[-1] for issue in issues]
    assert {item.kind for item in tales} == {Kind.FICTION}
    assert Counter(item.section for item in tales) == {"Tech Tales": 13, "Tech tales": 1}


def test_taglines_places_and_inspirations(issues: list[Issue], items: dict[tuple[int, int], Item]) -> None:
    """Seventy taglines, eleven places and fourteen inspirations are told apart from the text around them."""
    every = [item for issue in issues for item in issue.items]
    assert sum(item.tagline is not None for item in every) == 70
    assert not [item.tagline for item in every if item.tagline and re.match(r"…|\.\.|\s", item.tagline)]
    assert sum(item.place is not None for item in every) == 11
    assert {where: items[where].place for where in PLACES} == PLACES
    assert sum(item.inspired_by is not None for item in every) == 14
    assert str(items[306, 3].tagline).endswith("a new dataset?")


def test_references_to_other_issues(items: dict[tuple[int, int], Item]) -> None:
    """Seventeen references are found, and numbers of incidents and of other newsletters are not among them."""
    assert {where: item.references for where, item in items.items() if item.references} == REFERENCES
    assert sum(map(len, REFERENCES.values())) == 17


@pytest.mark.parametrize(
    ("where", "begins", "ends"),
    [
        ((234, 7), "AI safety", "bibliography"),
        ((310, 3), "Demoscene AI: arXiv", "support"),
        ((310, 6), "What is smart, strategic", "interests?"),
        ((303, 5), "Want a massive", "? Get it here!"),
        ((304, 6), "Treacherous Turn – A Thriller", "‘AGI Endgame’"),
        ((226, 10), "Player Piano", "After The Goldrush"),
    ],
)
def test_titles(items: dict[tuple[int, int], Item], where: tuple[int, int], begins: str, ends: str) -> None:
    """Titles with colons, questions and lost line ends are whole, and lose one closing colon only."""
    title = items[where].title
    assert title.startswith(begins)
    assert title.endswith(ends)
    assert len(title) < 100


@pytest.mark.parametrize(
    ("where", "at", "lead", "label", "source"),
    [
        ((226, 7), 0, "Read more", "AI Incidents Database and accompanying blog post", None),
        ((305, 3), 0, "Read more", "Welcome to Transformer Reinforcement Learning X (trlX)", "GitHub"),
        ((305, 5), 1, None, "Get the code (including the better matrix multiplication) here", "DeepMind GitHub"),
        ((308, 4), 1, "Get the dataset (after sharing your contact information) here", "The Stack", _STACK),
        ((303, 5), 1, None, "Find out more in this tweet thread", "Ross Wightman, Twitter"),
        ((302, 4), 1, "Get the code here", "Meituan", "GitHub"),
        ((226, 5), 1, None, "Get the codehere", "CPM-Generate, GitHub"),
        ((226, 3), 0, "Read more", "AWS Trainium", "AWS product page"),
        ((317, 4), 1, None, "Find out more about Voice Lab here", "ElevenLabs site"),
    ],
)  # fmt: skip
def test_links(
    items: dict[tuple[int, int], Item],
    where: tuple[int, int],
    at: int,
    lead: str | None,
    label: str,
    source: str | None,
) -> None:
    """A link is taken apart into its lead, its label and its source; text alone gives no address."""
    link = items[where].links[at]
    assert (link.lead, link.label, link.source, link.url) == (lead, label, source, None)


def test_a_label_cut_in_two_is_made_whole(items: dict[tuple[int, int], Item]) -> None:
    """A label that goes on below a line end or a blank line is one label."""
    assert items[307, 2].links[0].label.endswith("erases your open-source community?")
    assert items[305, 6].links[2].label.endswith("AUTOMATED SYSTEMS WORK FOR THE AMERICAN PEOPLE")
    assert items[302, 3].links[0].label.startswith("Research: quantifying")


def test_broken_paragraphs_are_joined_and_lists_kept(items: dict[tuple[int, int], Item]) -> None:
    """A paragraph broken in mid-sentence is one again, and a list's entries keep their marks."""
    assert "reinforce occupational stereotypes" in items[309, 1].text
    assert "GENCI and IDRIS" in items[309, 2].text
    assert "environment interactions" in items[317, 3].text
    entries = [part for part in items[309, 3].parts if part.role is Role.ENTRY]
    assert [items[309, 3].text[part.start] for part in entries] == ["•"] * 4
    assert "- Defining Questionable Content: What is" in items[234, 4].text


def test_older_messages_are_known_and_noise_is_dropped(pages: list[Parsed], issues: list[Issue]) -> None:
    """The list of older messages dates other issues; nothing of footers and other newsletters becomes text."""
    known = {issue.number: str(issue.date) for page in pages for issue in page.known}
    assert len(known) == 15
    assert (known[308], known[305], known[225], known[233]) == ("2022-10-31", "2022-10-11", "2020-12-04", "2021-01-25")
    text = " ".join(item.title + item.text for issue in issues for item in issue.items)
    for noise in ("Thanks for reading", "Copyright ©", "View this email", "You Might Also Like", "Welcome to Import"):
        assert noise not in text


def test_preheaders_and_titles_of_issues(issues: list[Issue]) -> None:
    """The question above the greeting is the preheader, whether a blank line follows it or not."""
    preheaders = {issue.head.number: issue.head.preheader for issue in issues if issue.head.preheader}
    assert sorted(number or 0 for number in preheaders) == [226, 234, 309]
    assert str(preheaders[234]).endswith("centered around AI?")
    assert str(preheaders[226]).endswith("generic pre-trained ones?")


def test_an_issue_without_a_number_is_recognised_by_what_it_is_about(issues: list[Issue]) -> None:
    """The bare document is like one known issue, and later than all it cites; no other number is inferred."""
    inferred = [issue.head for issue in issues if issue.head.inferred]
    assert [head.number for head in inferred] == [317]


def test_no_line_is_lost(shared: Path, pages: list[Parsed]) -> None:
    """Every line between the greeting and the sign-off of a mail is in a title or a text."""
    for path, page in zip(sorted((shared / "seeds").glob("*.txt")), pages, strict=True):
        written = bare(" ".join(item.title + item.text for issue in page.issues for item in issue.items))
        body = path.read_text(encoding="utf-8").partition("Subscribe here.")[2].partition("Thanks for reading")[0]
        lost = [line for line in body.splitlines() if bare(line) not in written]
        sections = [line for line in lost if re.match(r"tech tales|ai policy with|….*brings you", line, re.IGNORECASE)]
        assert lost == sections
