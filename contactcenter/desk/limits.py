"""Which articles are not for everything: those on some versions of a product, and procedures, which agents walk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from contactcenter.ids import ArticleId
from contactcenter.knowledge.versions import applies
from contactcenter.model.article import Article, ArticleKind


@dataclass(frozen=True, slots=True)
class Limits:
    """``ranges``: product -> article -> range of its versions. ``never_given`` are not answered with by themselves."""

    ranges: Mapping[str, Mapping[ArticleId, str]] = field(default_factory=dict)
    never_given: frozenset[ArticleId] = frozenset()

    def changed(self, ids: Collection[ArticleId], articles: Iterable[Article]) -> Limits:
        """The next ones: without these ids, and with these articles."""
        articles = list(articles)
        ranges = {
            product: {id: text for id, text in some.items() if id not in ids} for product, some in self.ranges.items()
        }
        for article in articles:
            for product, text in article.product_versions.items():
                ranges.setdefault(product, {})[article.id] = text
        procedures = {one.id for one in articles if one.kind is ArticleKind.PROCEDURE}
        return Limits({product: some for product, some in ranges.items() if some},
                      frozenset((self.never_given - set(ids)) | procedures))  # fmt: skip

    def others(self, versions: Iterable[tuple[str, str]]) -> frozenset[ArticleId]:
        """Articles that are about other versions than these, which are known."""
        return frozenset(
            id
            for product, version in versions
            for id, text in self.ranges.get(product, {}).items()
            if not _applies(text, version)
        )


def _applies(range_text: str, version: str) -> bool:
    try:
        return applies(range_text, version)
    except ValueError:
        return True  # what cannot be read leaves nothing out
