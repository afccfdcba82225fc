"""The known phrasings and titles of the demo articles, at hand by article and language."""

from functools import cache

from contactcenter.demo import content


@cache
def phrasings_of(article: str, language: str, *, titles: bool = False) -> tuple[str, ...]:
    """How people ask what this article answers; with ``titles`` its title alone."""
    found = next(one for one in content.articles() if (one.id, one.language) == (article, language))
    return (found.title,) if titles else found.phrasings
