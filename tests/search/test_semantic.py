"""Likeness of meaning: the model's arithmetic, its vectors in a generation, and the answers that it helps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot import settings
from bot.errors import SettingError
from bot.model import Filters
from bot.search import Generation, answer, semantic, write_generation
from bot.search.around.explaining import explain
from bot.search.semantic.encoder import Halves
from bot.search.semantic.finding import AUTO
from bot.search.semantic.likeness import Doubles
from tests.program import Program
from tests.search.letters import issue, item

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")
pytest.importorskip("safetensors")
pytest.importorskip("threadpoolctl")
pytest.importorskip("tokenizers")

from bot.search.semantic import Encoder
from tests.search import tiny_model

GROUPS = ("cat feline", "sleep nap", "ship vessel", "sail voyage", "a the on")
ISSUES = [
    issue(1, item("The cat", "A cat can sleep on a ship."), item("The ship", "The ship can sail. A ship! The ship.")),
    issue(2, item("Sleep", "Sleep on, sleep on."), item("Elsewhere", "Nothing of that here.")),
]


class Counting(Encoder):
    """An encoder that counts the texts that it was given."""

    texts = 0

    def __call__(self, texts: Sequence[str]) -> Halves:
        self.texts += len(texts)
        return super().__call__(texts)


@pytest.fixture(params=[False, True], ids=["tensors", "exported"])
def model(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A model to which the words of a group mean the same, in each of the formats."""
    return tiny_model.write(tmp_path / "model", GROUPS, layers=0, exported=request.param)


def build(folder: Path, encoder: Encoder | None, issues: Sequence[object] = ISSUES) -> Generation:
    """The generation of some issues, opened with the model that it was built with."""
    names = {"letter": "Letter"}
    name = write_generation(
        folder,
        issues,  # type: ignore[arg-type]  # issues
        default_newsletter="letter",
        newsletters=names,
        sample=False,
        encoder=encoder,
    )
    return Generation.open(folder / name, verify=True, encoder=encoder)


def test_the_arithmetic_is_that_of_bert(tmp_path: Path) -> None:
    """A text's vector is what the formulas give when they are written down one by one in double precision."""
    folder = tiny_model.write(tmp_path / "model", GROUPS, layers=2)
    found = Encoder(folder).question("the cat can sleep")
    assert np.allclose(found, by_hand(folder, [2, 13, 4, 1, 6, 3]), atol=1e-5)


def by_hand(folder: Path, ids: list[int]) -> Doubles:
    """The mean of the last hidden state of a text, of unit length, token by token and head by head."""
    from safetensors.numpy import load_file

    t = {name: tensor.astype(np.float64) for name, tensor in load_file(folder / "model.safetensors").items()}

    def linear(x: Doubles, name: str) -> Doubles:
        product: Doubles = x @ t[f"{name}.weight"].T
        return product + t[f"{name}.bias"]

    def norm(x: Doubles, name: str) -> Doubles:
        spread = np.sqrt(x.var(axis=1, keepdims=True) + 1e-12)
        centred: Doubles = x - x.mean(axis=1, keepdims=True)
        scaled: Doubles = centred / spread * t[f"{name}.weight"]
        return scaled + t[f"{name}.bias"]

    def gelu(x: Doubles) -> Doubles:
        return np.array([[one * (1 + math.erf(one / math.sqrt(2))) / 2 for one in row] for row in x.tolist()])

    x = t["embeddings.word_embeddings.weight"][ids] + t["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x, "embeddings.LayerNorm")
    for layer in ("encoder.layer.0.", "encoder.layer.1."):
        q, k, v = (linear(x, f"{layer}attention.self.{part}") for part in ("query", "key", "value"))
        heads = []
        for head in np.split(np.arange(tiny_model.WIDTH), tiny_model.HEADS):
            weights = np.exp(q[:, head] @ k[:, head].T / math.sqrt(len(head)))
            heads.append(weights / weights.sum(axis=1, keepdims=True) @ v[:, head])
        x = norm(x + linear(np.hstack(heads), f"{layer}attention.output.dense"), f"{layer}attention.output.LayerNorm")
        wide = gelu(linear(x, f"{layer}intermediate.dense"))
        x = norm(x + linear(wide, f"{layer}output.dense"), f"{layer}output.LayerNorm")
    mean: Doubles = x.mean(axis=0)
    return mean / float(np.linalg.norm(mean))


@pytest.mark.parametrize("exported", [False, True])
def test_company_changes_no_vector(tmp_path: Path, *, exported: bool) -> None:
    """A text has the same vector, of unit length, alone and among others of any length; the empty text has one too."""
    encoder = Encoder(tiny_model.write(tmp_path / "model", GROUPS, exported=exported))
    texts = ["cat", "the cat can sail", "", "a ship on a ship on a ship", "the cat can nap", "sail " * 500]
    together = encoder(texts).astype(np.float32)
    alone = np.array([encoder.question(text) for text in texts])
    assert np.allclose(together, alone, atol=2e-3)
    assert np.allclose(np.linalg.norm(alone, axis=1), 1, atol=1e-5)
    assert encoder([]).shape == (0, tiny_model.WIDTH)


def test_an_item_is_found_by_what_it_means(tmp_path: Path, model: Path) -> None:
    """A question that shares no word with the item finds it, and quotes the sentence nearest in meaning."""
    question = "can the vessel voyage issue:1"
    found = answer(build(tmp_path / "with", Encoder(model)), question)
    assert found.hits[0].item.title == "The ship"
    assert found.hits[0].quote.text.startswith("The ship can sail.")
    assert answer(build(tmp_path / "without", None), question).abstained


def test_an_explanation_tells_likeness_of_meaning(tmp_path: Path) -> None:
    """Why an item was found says how much of the archive is less alike, and nothing of it where there is no model."""
    model = tiny_model.write(tmp_path / "model", GROUPS, layers=0)
    with_model = build(tmp_path / "with", Encoder(model))
    assert explain(with_model, "can a feline nap on a vessel", 0, Filters()).closer_than == 0.75
    assert explain(with_model, "can a feline nap on a vessel", 3, Filters()).closer_than == 0.0
    assert explain(with_model, "cat", 0, Filters(), plainly=False).closer_than is None
    assert explain(build(tmp_path / "without", None), "feline nap", 0, Filters()).closer_than is None


def test_filters_phrases_and_exclusions_hold(tmp_path: Path, model: Path) -> None:
    """What a question leaves out stays out, however alike it is in meaning."""
    generation = build(tmp_path, Encoder(model))
    asked = ("feline nap issue:2", "feline nap -ship", 'feline nap "sleep on"')
    titles = [{hit.item.title for hit in answer(generation, each, limit=10).hits} for each in asked]
    assert "The cat" not in titles[0] | titles[1]
    assert titles[2] <= {"The cat", "Sleep"}


def test_vectors_of_unchanged_texts_are_taken_over(tmp_path: Path, model: Path) -> None:
    """The next build computes only what is new, and gives what a build from nothing gives."""
    encoder = Counting(model)
    build(tmp_path / "a", encoder)
    before = encoder.texts
    more = [*ISSUES, issue(3, item("More", "One sentence of a vessel."))]
    again = build(tmp_path / "a", encoder, more)
    assert encoder.texts == before + 2
    fresh = build(tmp_path / "b", encoder, more)
    names = [path.name for path in (tmp_path / "b" / fresh.name).glob("meaning_*")]
    assert len(names) == 4
    for name in names:
        assert (tmp_path / "a" / again.name / name).read_bytes() == (tmp_path / "b" / fresh.name / name).read_bytes()


def test_a_generation_belongs_to_its_model(tmp_path: Path, model: Path) -> None:
    """Another model makes another generation; one opened with another model than its own answers by words alone."""
    other = Encoder(tiny_model.write(tmp_path / "other", GROUPS, layers=0, seed=1))
    built = [build(tmp_path / "data", encoder) for encoder in (None, Encoder(model), other)]
    assert len({one.name for one in built}) == 3
    strange = Generation.open(tmp_path / "data" / built[1].name, encoder=other)
    assert strange.likeness("cat") is None
    assert answer(strange, "can the vessel voyage issue:1").abstained
    assert answer(strange, "ship").hits == answer(built[0], "ship").hits


def test_an_empty_archive_can_have_a_model(tmp_path: Path, model: Path) -> None:
    """Without an item there is nothing to be like, and the answer says that nothing was found."""
    assert answer(build(tmp_path, Encoder(model), []), "vessel voyage").abstained


def test_the_setting_chooses_the_model(tmp_path: Path, model: Path) -> None:
    """A folder is taken or refused in a sentence that names it; off takes none."""
    loaded = semantic.load(str(model))
    assert loaded is not None
    assert loaded.identity == Encoder(model).identity
    assert semantic.load("off") is None
    assert settings.load({"BACKISSUE_SEMANTIC": "OFF"}).semantic == "off"
    with pytest.raises(SettingError, match="BACKISSUE_SEMANTIC is neither auto nor off nor"):
        settings.load({"BACKISSUE_SEMANTIC": str(tmp_path / "nowhere")})


@pytest.mark.parametrize("file", ["config.json", "tokenizer.json", "model.*", "1_Pooling/config.json"])
def test_a_damaged_model_is_named(model: Path, file: str) -> None:
    """Whichever file of a model is damaged, the operator reads which setting names it and what it must hold."""
    (damaged,) = model.glob(file)
    damaged.write_bytes(b"\x07\0damaged")
    with pytest.raises(SettingError, match=rf"^BACKISSUE_SEMANTIC names {model}, .*config\.json"):
        semantic.load(str(model))


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    """A folder that holds no model at all is named too."""
    with pytest.raises(SettingError, match=rf"^BACKISSUE_SEMANTIC names {tmp_path}, .*config\.json"):
        semantic.load(str(tmp_path))


def test_what_goes_before_a_question_is_heeded(model: Path) -> None:
    """Where the folder of a model names a prompt for questions, a question is embedded behind it, and a text is not."""
    plain = Encoder(model)
    (model / "config_sentence_transformers.json").write_text('{"prompts": {"query": "ship sail "}}')
    prompted = Encoder(model)
    assert np.array_equal(prompted.question("cat"), plain.question("ship sail cat"))
    assert np.array_equal(prompted(["cat"]), plain(["cat"]))


def test_models_tell_likeness_on_one_scale(tmp_path: Path) -> None:
    """However alike a model finds any two texts, an answer is near 1 or above, and what is not far below."""
    plain = tiny_model.write(tmp_path / "plain", GROUPS, layers=0, exported=True)
    crowded = tiny_model.write(tmp_path / "crowded", GROUPS, layers=0, exported=True, shift=0.8)
    for folder in (plain, crowded):
        encoder = Encoder(folder)
        found = build(tmp_path / folder.name / "data", encoder).likeness("can a feline nap on a vessel")
        assert found is not None
        other, same = (float(found.sentences(place).max()) for place in (3, 0))
        assert other < 0.3 < 0.7 < same
    assert Encoder(crowded).scale.unrelated > Encoder(plain).scale.unrelated + 0.05


def test_another_architecture_is_refused(tmp_path: Path) -> None:
    """A model that is not computed as BERT is would give nonsense: it is refused instead."""
    folder = tiny_model.write(tmp_path / "model", GROUPS, hidden_act="relu")
    with pytest.raises(SettingError, match="hidden_act is relu"):
        semantic.load(str(folder))


def test_the_program_uses_the_model(program: Program, model: Path) -> None:
    """An operator names a model, and what is ingested then is found by what it means; off is back to words."""
    letter = program.folder / "letter.md"
    letter.write_text("# Letter 1\n\n## The ship\n\nThe ship can sail.\n\n## The cat\n\nThe cat can sleep.\n")
    assert program("ingest", letter, "--newsletter", "Letter", "--json", BACKISSUE_SEMANTIC=str(model)).code == 0
    asked = ("ask", "can the vessel voyage", "--issue", "1", "--json")
    assert program(*asked, BACKISSUE_SEMANTIC=str(model)).json["results"][0]["title"] == "The ship"
    without = program(*asked)
    assert without.json["abstained"]
    assert not without.err


def test_an_installed_model_knows_what_is_alike() -> None:
    """A real model tells a paraphrase from another subject, and the sentence that answers from one that does not."""
    encoder = semantic.load(AUTO)
    if encoder is None:
        pytest.skip("no model is installed")
    asked = encoder.question("How do cells fold their chains of amino acids?")
    texts = ("A network predicts the shape of proteins.", "A network plays Go.", "Ministers met in Paris about taxes.")
    shape, go, taxes = (encoder(texts).astype(np.float32) @ asked).tolist()
    assert shape > go + 0.2
    assert shape > 0.4 > taxes
