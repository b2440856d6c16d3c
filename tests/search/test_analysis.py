"""Words that readers take for the same become the same terms."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.language.analysis import tokenise
from bot.search.language.sentences import sentences


def terms(text: str) -> set[str]:
    return {token.term for token in tokenise(text) if not token.stop}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPT3", "GPT-3"),
        ("GPT-3", "GPT 3"),
        ("StableDiffusion", "Stable Diffusion"),
        ("DALL-E2", "DALL-E 2"),
        ("DALL·E".replace("·", "-"), "dalle"),
        ("$101m", "101 million"),
        ("2X", "2x"),
        ("colonisation", "colonization"),
        ("behaviour", "behavior"),
        ("U.S. chips", "US chips"),
        ("Māori", "maori"),
        ("Clark’s letters", "clark letter"),
        ("20,000", "20000"),
        ("pre-training", "pretraining"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    """Two spellings of one thing share a term."""
    assert terms(one) & terms(other)


def test_a_country_is_no_pronoun() -> None:
    """The pronoun us carries no weight, the country in capitals does."""
    assert [token.stop for token in tokenise("us")] == [True]
    assert [token.stop for token in tokenise("US")] == [False]


def test_names_of_programming_languages_are_words() -> None:
    """C++, C# and F# are no letters, and a number sign before a number is none of theirs."""
    assert terms("C++ and C#, or F#.") == {"c++", "c#", "f#"}
    assert "c++" in terms("C++17")
    assert not {"c++", "c#", "a#"} & terms("A+ to C, A2C, issue a#3, c +")


@given(st.text(max_size=200))
def test_tokens_are_spans_of_the_text(text: str) -> None:
    """Whatever the text, tokens lie within it, in order of their start, and none is empty."""
    tokens = tokenise(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Lind runs it. It works.", ["Dr. Lind runs it.", "It works."]),
        ("It is 3.5 m long, e.g. a boat. Good.", ["It is 3.5 m long, e.g. a boat.", "Good."]),
        ("“What?” he said. Nothing.", ["“What?” he said.", "Nothing."]),
        ("Wait… there is more. End", ["Wait… there is more.", "End"]),
        ("How big? Very big!", ["How big?", "Very big!"]),
        ("The U.S. Navy came (late.) They left.", ["The U.S. Navy came (late.)", "They left."]),
        ("He wrote. :”We saw it.”\nThen: more.", ["He wrote.", "”We saw it.”", "Then: more."]),
        ("", []),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    """Abbreviations, decimals, quotes and ellipses within a sentence do not end it."""
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(max_size=200))
def test_sentences_lose_only_space_and_marks_before_them(text: str) -> None:
    """Whatever the text, its sentences in order hold all of it but white space and marks left over between them."""
    kept = "".join(text[start:end] for start, end in sentences(text))
    lost = Counter(text) - Counter(kept)
    assert all(each.isspace() or each in ":;,\"'”’)]" for each in lost)
    assert [each for each in kept if each.isalnum()] == [each for each in text if each.isalnum()]
