"""The files of a knowledge base: LANGUAGE/SLUG.md, or LANGUAGE/SLUG.ID.md where others have that name already."""

import re
from collections.abc import Iterator, Mapping, Sequence

from contactcenter.exchange.front_matter import text_of
from contactcenter.model.article import ArticleState

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def files_of(
    articles: Sequence[Mapping[str, object]],
) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """Name and text of each file, with its article. What is archived makes room for what lives under its slug."""
    taken: set[str] = set()
    for one in sorted(articles, key=lambda one: one["state"] == ArticleState.ARCHIVED):
        language, slug, id_ = (_safe(str(one[name])) for name in ("language", "slug", "id"))
        name = f"{language}/{slug}.md"
        if name.casefold() in taken:
            name = f"{language}/{slug}.{id_}.md"
        taken.add(name.casefold())
        yield name, text_of(one), one


def _safe(text: str) -> str:
    """As one part of a path, whatever it is."""
    return text if _SAFE.fullmatch(text) else "x" + text.encode().hex()
