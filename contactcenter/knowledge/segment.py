"""Some articles of one language, analysed once and never changed."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .article import IndexedArticle
from .collecting import Collector

MAX_ARTICLES = 32_768
"""More become another segment: making one anew stays a matter of seconds."""

_TITLE_TIMES = 2


class Segment:
    """Postings of the texts and of the phrasings, which with each title are small documents of their own.

    text: the entries of an article's phrasings stand there too, with no repetitions, where its text lacks the term.
    position: where the article with a key stands. about: where the articles for a product stand, '' = for any.
    order: decides between equals, the same for an article wherever it stands.
    phrasing_starts: the first phrasing of each article, and the end. in_text: the number in `text` of each term of
    `phrasing`.
    """

    def __init__(self, articles: Sequence[IndexedArticle], language: str) -> None:
        self.articles = tuple(articles)
        self.position = {article.key: at for at, article in enumerate(articles)}
        self.order = np.array([zlib.crc32(article.key.encode("utf-8", "replace")) for article in articles], np.uint32)
        self.companies = frozenset(company for article in articles for company in article.companies)
        self.about = _by_product(articles)
        texts, phrasings = Collector(language), Collector(language)
        starts = [0]
        for article in articles:
            known = (article.title, *article.phrasings)
            texts.add(f"{article.title}\n" * _TITLE_TIMES + article.body, besides=known)
            for one in known:
                phrasings.add(one)
            starts.append(starts[-1] + len(known))
        self.text, self.text_lengths = texts.postings(), texts.lengths()
        self.phrasing, self.phrasing_lengths = phrasings.postings(), phrasings.lengths()
        self.phrasing_starts = np.array(starts, dtype=np.int64)
        self.article_of = np.repeat(np.arange(len(self.articles), dtype=np.int32), np.diff(self.phrasing_starts))
        self.in_text = self.text.numbers(self.phrasing.terms)


def _by_product(articles: Sequence[IndexedArticle]) -> Mapping[str, NDArray[np.int32]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, article in enumerate(articles):
        for product in article.products or ("",):
            found[product].append(at)
    return {product: np.array(places, dtype=np.int32) for product, places in found.items()}
