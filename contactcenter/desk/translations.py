"""Translations of an article: made from the one in another language under the same slug, and older than it or not."""

import hashlib
from collections.abc import Iterable, Mapping

from contactcenter.model.article import Article, ArticleState

DIGEST_CHARS = 16


def digest_of(article: Article) -> str:
    """Of what a translator translates: it changes with the words, not with owner or review date."""
    parts = [article.title, article.body, article.short]
    parts += [text for step in article.procedure for text in (step.text, *(one.text for one in step.choices))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:DIGEST_CHARS]


def source_of(article: Article, siblings: Iterable[Article]) -> Article | None:
    """The living article that this one was translated from."""
    if not article.source_language:
        return None
    return next((one for one in _living(siblings) if one.language == article.source_language), None)


def is_older_than(source: Article, translation: Article) -> bool:
    """Whether the source says something else now; where no digest is known, whether it was changed later."""
    if translation.source_digest:
        return translation.source_digest != digest_of(source)
    if source.updated_at is None or translation.updated_at is None:
        return False
    return source.updated_at > translation.updated_at


def circle_of(article: Article, siblings: Iterable[Article]) -> tuple[str, ...]:
    """The languages of a circle that ``article`` would close, itself first and last; empty without one."""
    made_from: Mapping[str, str] = {one.language: one.source_language for one in _living(siblings)} | {
        article.language: article.source_language
    }
    way = [article.language]
    while following := made_from.get(way[-1], ""):
        way.append(following)
        if following == article.language:
            return tuple(way)
        if len(way) > len(made_from) + 1:
            return ()  # a circle of others: theirs to break
    return ()


def _living(articles: Iterable[Article]) -> Iterable[Article]:
    return (one for one in articles if one.state is not ArticleState.ARCHIVED)
