"""The knowledge index at 100,000 articles: building, asking, taking in a change, and what the event loop notices.

    python -m bench.knowledge_index [--articles 100000] [--languages en | en,ru,zh-Hans,...]

Articles are made of the demo articles' own words and of 40,000 invented ones, drawn by Zipf's law: 80 to 250 words,
a title and four phrasings each. All in one language is the hardest case: every question meets every article. Questions
are 4 to 20 words drawn in the same way. Everything goes through contactcenter.desk.answering, as in the server; a store
in memory stands for the database. A change is timed from its save to the first search that finds it.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import itertools
import random
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from bench.answers import demo_articles
from contactcenter.desk.answering import Answering
from contactcenter.ids import ArticleId
from contactcenter.knowledge.article import AGENT, CUSTOMER
from contactcenter.model.article import Article
from contactcenter.ports import Store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
QUESTIONS = 200
CHANGES = 10
INVENTED = 40_000
MARK = "quixotic"


class Writer:
    """Writes articles and questions of one language from a seed."""

    def __init__(self, language: str, seed: int) -> None:
        self.language = language
        self._dice = random.Random(f"{language} {seed}")
        text = " ".join(f"{one.title} {one.body}" for one in demo_articles() if one.language == language)
        self._gap = "" if language.startswith("zh") else " "
        known = Counter(text.split() if self._gap else text)
        letters = [one for one in text.casefold() if one.isalpha()]
        invented = ("".join(self._dice.choices(letters, k=self._dice.randint(2, 9))) for _ in range(INVENTED))
        self._words = list(dict.fromkeys([*(word for word, _ in known.most_common()), *invented]))
        self._weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self._words))))

    def text(self, least: int, most: int) -> str:
        return self._gap.join(
            self._dice.choices(self._words, cum_weights=self._weights, k=self._dice.randint(least, most))
        )

    def article(self, number: int) -> Article:
        id = f"{self.language}-{number}"
        phrasings = tuple(self.text(4, 12) for _ in range(4))
        return Article(
            id=ArticleId(id), slug=id, language=self.language, title=self.text(3, 8), body=self.text(80, 250),
            phrasings=phrasings,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    items: list[Article]
    next: str | None


class Shelves:
    """As much of a store as the index reads."""

    def __init__(self, articles: list[Article]) -> None:
        self.articles = {one.id: one for one in articles}
        self._order = list(self.articles)

    async def records(self, kind: type[Article], after: str | None, limit: int) -> Page:
        start = int(after or 0)
        ids = self._order[start : start + limit]
        await asyncio.sleep(0)
        return Page([self.articles[id] for id in ids], str(start + limit) if start + limit < len(self._order) else None)

    async def record(self, kind: type[Article], id: ArticleId) -> Article | None:
        return self.articles.get(id)


@dataclass(slots=True)
class Pulse:
    """How long the event loop could do nothing else."""

    longest: float = 0.0
    running: bool = field(default=True)

    async def beat(self) -> None:
        while self.running:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            self.longest = max(self.longest, time.perf_counter() - began - 0.005)


async def watched(work: Awaitable[None]) -> tuple[float, float]:
    """Seconds that the work took, and the longest time that the loop was held up by it."""
    pulse = Pulse()
    beating = asyncio.create_task(pulse.beat())
    await asyncio.sleep(0.02)
    began = time.perf_counter()
    await work
    seconds = time.perf_counter() - began
    pulse.running = False
    await beating
    return seconds, pulse.longest


async def timed(ask: Callable[[str], Awaitable[Any]], questions: list[str]) -> list[float]:
    times = []
    for question in questions:
        began = time.perf_counter()
        await ask(question)
        times.append(time.perf_counter() - began)
    return sorted(times)


async def measure(count: int, languages: list[str]) -> None:
    writers = [Writer(language, seed=1) for language in languages]
    store = Shelves([writers[at % len(writers)].article(at) for at in range(count)])
    gc.freeze()  # a database would not be in this process: its records are none of the garbage collector's work
    before = resident_bytes()
    answering = Answering()
    seconds, held = await watched(answering.rebuild(cast(Store, store), NOW))
    await answering.search("x", languages[0], AGENT, 3)
    print(f"| build | {seconds:.0f} s, {time.process_time():.0f} s of processor time with making the articles; "
          f"loop held up {1000 * held:.0f} ms |")  # fmt: skip
    questions = [writers[0].text(4, 20) for _ in range(QUESTIONS)]
    decided = await timed(lambda text: answering.decide(text, languages[0], CUSTOMER), questions)
    searched = await timed(lambda text: answering.search(text, languages[0], AGENT, 10), questions)
    for name, times in (("a customer's question", decided), ("an agent's search", searched)):
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(f"| {name}, p50 / p95 / most | {1000 * p50:.1f} / {1000 * p95:.1f} / {1000 * times[-1]:.1f} ms |")
    changes = sorted([await watched(_change(answering, store, at, languages[0])) for at in range(CHANGES)])
    print(f"| a change visible, median / most | {changes[len(changes) // 2][0]:.2f} / {changes[-1][0]:.2f} s; "
          f"loop held up {1000 * max(held for _, held in changes):.0f} ms |")  # fmt: skip
    seconds, held = await watched(answering.tidy())
    print(f"| merging what {CHANGES} changes left | {seconds:.1f} s; loop held up {1000 * held:.0f} ms |")
    print(f"| memory, without the articles' texts | {(resident_bytes() - before) / 1e6:.0f} MB |")


async def _change(answering: Answering, store: Shelves, number: int, language: str) -> None:
    """Another text for an article, until a search finds it."""
    id = [one for one in store.articles if one.startswith(f"{language}-")][number * 7]
    word = f"{MARK}{number}"
    store.articles[id] = replace(store.articles[id], body=f"{word} {store.articles[id].body}")
    answering.changes(id)
    await answering.take_in(cast(Store, store), NOW)
    hits = await answering.search(word, language, CUSTOMER, 2 * CHANGES)
    assert id in [hit.article.id for hit in hits], "the change is not found"


def resident_bytes() -> int:
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--languages", type=lambda text: text.split(","), default=["en"])
    args = parser.parse_args()
    print(f"| {args.articles} articles in {', '.join(args.languages)} | |\n|---|---|")
    asyncio.run(measure(args.articles, args.languages))
    return 0


if __name__ == "__main__":
    sys.exit(main())
