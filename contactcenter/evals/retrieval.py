"""`contactcenter eval retrieval FILE`: how often search finds the article that a query is labelled with."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contactcenter.evals.input import InputError, mean, objects, percentile, text_of
from contactcenter.evals.meant import MeantSearch, Model
from contactcenter.knowledge.article import ANYBODY, IndexedArticle
from contactcenter.knowledge.index import Hit, Index

LOOKED_AT = 50  # hits; an article further down counts as not found


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    line: int
    text: str
    language: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How many articles stand before the right one, how many beside it with the same score; None = it is nowhere."""

    query: Query
    before: int | None
    beside: int
    milliseconds: float

    def within(self, places: int) -> float:
        """1 if it is among the first ``places``, 0.5 if only some orders of equal scores put it there."""
        if self.before is None or self.before >= places:
            return 0.0
        return 1.0 if self.before + self.beside < places else 0.5

    @property
    def reciprocal(self) -> float:
        return 0.0 if self.before is None else 1 / (1 + self.before + self.beside / 2)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `retrieval` to the commands of `contactcenter eval`."""
    parser = subparsers.add_parser("retrieval", help="how often search finds the labelled article")
    parser.add_argument("file", type=Path, metavar="FILE", help="JSON lines: articles and queries (docs/answering.md)")
    parser.add_argument("--cross", action="store_true", help="search all languages; any translation counts")
    parser.add_argument("--semantic", action="store_true", help="with the semantic extra")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0, or 2 with one line on standard error for input that cannot be used."""
    try:
        articles, queries = read_labelled(args.file)
        _check(args.file, articles, queries, cross=args.cross)
        model = Model(args.file) if args.semantic else None
        result = measured(articles, queries, cross=args.cross, model=model)
    except InputError as exc:
        print(exc, file=sys.stderr)
        return 2
    print(json.dumps(result, ensure_ascii=False) if args.json else _table(result))
    return 0


def read_labelled(file: Path) -> tuple[list[IndexedArticle], list[Query]]:
    """Raises InputError naming the first wrong field."""
    articles: dict[tuple[str, str], IndexedArticle] = {}
    queries: list[Query] = []
    for number, found in objects(file):
        kind = text_of(file, number, found, "kind")
        if kind == "article":
            article = _article(file, number, found)
            if (article.language, article.id) in articles:
                raise InputError(file, f"given twice in {article.language}: {article.id}", line=number, field="id")
            articles[article.language, article.id] = article
        elif kind == "query":
            text, language, right = (text_of(file, number, found, name) for name in ("text", "language", "article"))
            queries.append(Query(line=number, text=text, language=language, article=right))
        else:
            raise InputError(file, f"neither article nor query: {kind}", line=number, field="kind")
    if not queries:
        raise InputError(file, "no queries", field="kind")
    return list(articles.values()), queries


def measured(
    articles: Sequence[IndexedArticle], queries: Sequence[Query], *, cross: bool = False, model: Model | None = None
) -> dict[str, Any]:
    """The measures of one run: shares from 0 to 1, times in seconds and milliseconds. ``model``: of meanings."""
    began = time.perf_counter()
    index = Index(articles)
    for language in index.languages:
        index.view(language).make_searchable()
    meant = MeantSearch(index, articles, model) if model else None
    seconds = time.perf_counter() - began
    found = [_asked(index, query, meant, cross=cross) for query in queries]
    by_language: defaultdict[str, list[Found]] = defaultdict(list)
    for one in found:
        by_language[one.query.language].append(one)
    times = [one.milliseconds for one in found]
    return {
        **_shares(found),
        "per_language": {language: _shares(ones) for language, ones in sorted(by_language.items())},
        "index_seconds": round(seconds, 3),
        "ms_p50": round(percentile(times, 0.5), 3),
        "ms_p95": round(percentile(times, 0.95), 3),
    }


def _asked(index: Index, query: Query, meant: MeantSearch | None, *, cross: bool) -> Found:
    began = time.perf_counter()
    if meant is not None:
        hits = meant.search(query.text, query.language, LOOKED_AT, cross=cross)
    elif cross:
        hits = index.search_everywhere(query.text, LOOKED_AT, ANYBODY)
    else:
        hits = index.view(query.language).search(query.text, LOOKED_AT)
    milliseconds = 1000 * (time.perf_counter() - began)
    before, beside = _place(hits, query.article)
    return Found(query=query, before=before, beside=beside, milliseconds=milliseconds)


def _place(hits: Sequence[Hit], right: str) -> tuple[int | None, int]:
    """Other articles before the right one, and beside it with the same score; of translations the best counts."""
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.article.id] = max(hit.score, best.get(hit.article.id, hit.score))
    if right not in best:
        return None, 0
    score = best.pop(right)
    return sum(other > score for other in best.values()), sum(other == score for other in best.values())


def _shares(found: Sequence[Found]) -> dict[str, Any]:
    return {
        "n": len(found),
        "r_at_1": mean([one.within(1) for one in found]),
        "r_at_5": mean([one.within(5) for one in found]),
        "mrr": mean([one.reciprocal for one in found]),
    }


def _article(file: Path, number: int, found: dict[str, Any]) -> IndexedArticle:
    phrasings = found.get("phrasings", [])
    if not isinstance(phrasings, list) or not all(isinstance(one, str) for one in phrasings):
        raise InputError(file, "expected a list of texts", line=number, field="phrasings")
    return IndexedArticle(
        id=text_of(file, number, found, "id"),
        language=text_of(file, number, found, "language"),
        title=text_of(file, number, found, "title", ""),
        body=text_of(file, number, found, "body", ""),
        phrasings=tuple(phrasings),
    )


def _check(file: Path, articles: Sequence[IndexedArticle], queries: Sequence[Query], *, cross: bool) -> None:
    """Raises InputError for a query whose article is not there."""
    there = {(one.language, one.id) for one in articles}
    anywhere = {one.id for one in articles}
    for query in queries:
        if query.article not in anywhere if cross else (query.language, query.article) not in there:
            raise InputError(file, f"no such article: {query.article}", line=query.line, field="article")


_COLUMNS = (("r@1", "r_at_1"), ("r@5", "r_at_5"), ("mrr", "mrr"))


def _table(result: dict[str, Any]) -> str:
    lines = [f"{name:16} {value}" for name, value in result.items() if name != "per_language"]
    for tag, one in result["per_language"].items():
        shares = "  ".join(f"{name} {one[key]:.3f}" for name, key in _COLUMNS)
        lines.append(f"  {tag:14} n {one['n']:5}  {shares}")
    return "\n".join(lines)
