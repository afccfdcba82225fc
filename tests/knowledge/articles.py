"""Articles for tests: the demo centre's own, and a small writer for others."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from contactcenter.knowledge.article import IndexedArticle

ROOT = Path(__file__).parents[2]


@cache
def demo_articles() -> tuple[IndexedArticle, ...]:
    return tuple(_article(file) for file in sorted((ROOT / "contactcenter/demo/articles").glob("*/*.md")))


@cache
def labelled(name: str) -> tuple[tuple[str, str, str | None], ...]:
    """(text, language, article) of tests/data/answers/NAME; None where no article answers."""
    rows = (ROOT / "tests/data/answers" / name).read_text(encoding="utf-8").splitlines()
    return tuple(
        (text, language, None if id == "-" else id) for text, language, id in (row.split("\t") for row in rows)
    )


def _article(file: Path) -> IndexedArticle:
    _, head, body = file.read_text(encoding="utf-8").split("+++\n", 2)
    meta = tomllib.loads(head)
    return IndexedArticle(
        id=meta["id"],
        language=meta["language"],
        title=meta["title"],
        body=body.strip(),
        phrasings=tuple(meta["phrasings"]),
        products=tuple(meta["products"]),
    )
