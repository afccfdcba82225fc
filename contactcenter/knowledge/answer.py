"""The decision about one question: answer it, suggest articles, or hand over to a person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from .article import ANYBODY, IndexedArticle, Reader
from .calibrate import confidence
from .index import Hit, Index
from .intent import asks_for_person, is_small_talk
from .passage import DEFAULT_MAX_CHARS, Passage, passage_for
from .signals import WORD_FOR_WORD, Candidate, Signals

if TYPE_CHECKING:
    from .learning import Learnt
    from .likeness import Likeness
    from .meant import MeantQuestion
    from .view import View

MAX_SUGGESTIONS = 3
_MAX_QUESTION_CHARS = 2_000
_BY_WORDS = 100  # articles that the words find, for a model of meanings to order


class Outcome(StrEnum):
    """What the centre does by itself with a question."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Confidences, 0 to 1, from which on the centre answers, and from which on it suggests titles."""

    answer: float = 0.8
    suggest: float = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRef:
    """An article as it was when it was chosen."""

    id: str
    version: int
    language: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do, how sure, and why. `article` and `passage` only with an answer; `suggestions` are up to three.

    `confidence` is that of the likeliest article, 0 without one, also when it is not answered.
    """

    outcome: Outcome
    confidence: float
    reasons: tuple[str, ...]
    article: ArticleRef | None = None
    passage: Passage | None = None
    suggestions: tuple[ArticleRef, ...] = ()
    found: tuple[ArticleRef, ...] = ()  # the likeliest articles, best first, also where none is sure enough
    parts: tuple[AnsweredPart, ...] = ()  # two or more if the message asks several things; then only they say what


@dataclass(frozen=True, slots=True)
class AnsweredPart:
    """One of several questions of a message, in the writer's words."""

    text: str
    decision: Decision

    @property
    def is_sure(self) -> bool:
        return self.decision.outcome is Outcome.ANSWER


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one language and reader need before the first question, or (without ``likeness``) the first search."""

    language: str
    reader: Reader
    view: View
    likeness: Likeness | None


class Knowledge:
    """The articles of a centre at one moment. Never changed: its owner builds the next one and swaps it in."""

    def __init__(self, articles: Iterable[IndexedArticle] = (), thresholds: Thresholds | None = None) -> None:
        self._index = Index(articles)
        self._thresholds = thresholds or Thresholds()
        self._likeness: dict[View, Likeness] = {}

    @property
    def in_use(self) -> tuple[tuple[str, Reader], ...]:
        """The languages and readers that have asked so far."""
        return self._index.in_use

    def spoken(self, language: str) -> str:
        """The language of articles that serves a reader of `language`; itself where there is none."""
        return self._index.spoken(language) or language

    def prepare(self, in_use: Iterable[tuple[str, Reader]]) -> None:
        """Works out now, in the caller's thread, what the first question of each language and reader would wait for."""
        for language, reader in in_use:
            if language in self._index.languages:
                self._like(language, reader)

    def missing(self, language: str, reader: Reader, *, to_search: bool = False) -> Callable[[], Prepared] | None:
        """The work, for any thread, that ``answer`` (or ``search``) would do before its first words; None = nothing.

        What it gives is then to be kept, in the owner's thread.
        """
        spoken = self._index.spoken(language)
        if spoken is None or self._is_ready(spoken, reader, to_search):
            return None
        return partial(self._prepared, spoken, reader, to_search)

    def keep(self, prepared: Prepared) -> None:
        """Use what the work that was missing made."""
        self._index.keep(prepared.language, prepared.reader, prepared.view)
        self._likeness = {view: like for view, like in self._likeness.items() if self._index.holds(view)}
        if prepared.likeness is not None:
            self._likeness[prepared.view] = prepared.likeness

    def changed(self, keys: Collection[str], articles: Iterable[IndexedArticle]) -> Knowledge:
        """The next knowledge base: without the articles of these keys, and with these; in any thread.

        It is ready for those who asked the one before: their next question must not wait.
        """
        return self._followed_by(self._index.changed(keys, articles))

    def merges(self) -> Callable[[Knowledge], Knowledge] | None:
        """What has gathered by many changes, put in order. May take seconds, in any thread; None = in order.

        What it gives makes the next one of a knowledge base that may have changed meanwhile; in any thread too.
        """
        merges = self._index.merges()
        return (lambda now: now._followed_by(now._index.merged(merges))) if merges else None

    def lessons(self) -> list[tuple[Likeness, Learnt]]:
        """What was too much to learn before the first answer. May take a minute, in any thread; then to be learnt."""
        learnt = [(like, like.lesson()) for like in list(self._likeness.values())]
        return [(like, lesson) for like, lesson in learnt if lesson is not None]

    def _followed_by(self, index: Index) -> Knowledge:
        following = Knowledge(thresholds=self._thresholds)
        following._index = index
        used = self._likeness.copy()
        for language, reader in self._index.in_use:
            before = self._index.kept(language, reader)
            if index.kept(language, reader) is before or language not in index.languages:
                continue
            following.keep(following._prepared(language, reader, before not in used, before))
        following._likeness |= {view: like for view, like in used.items() if index.holds(view)}
        return following

    def answer(
        self,
        question: str,
        language: str,
        reader: Reader = ANYBODY,
        *,
        max_chars: int = DEFAULT_MAX_CHARS,
        without: Collection[str] = (),
        others: Collection[str] = (),
        meant: MeantQuestion | None = None,
    ) -> Decision:
        """Decides about `question`, which is in `language`, from what `reader` may see.

        `max_chars`: the longest passage the channel takes. `without`: keys of articles that are not to be used,
        `others`: of those that are about something else, and compete with none. `meant`: where a model of meanings is
        asked too; with it an article in another language may answer, where none of the same language does.
        """
        if asks_for_person(question):
            return _handed_over("asks for a person")
        if is_small_talk(question):
            return _handed_over("small talk")
        own = self._in_own_language(question, language, reader, max_chars, without, others, meant)
        if meant is None or own.outcome is not Outcome.HAND_OVER:
            return own
        return _across(meant, reader, {*without, *others}, self._thresholds, max_chars) or own

    def _in_own_language(
        self, question: str, language: str, reader: Reader, max_chars: int, without: Collection[str],
        others: Collection[str], meant: MeantQuestion | None,
    ) -> Decision:  # fmt: skip
        spoken = self._index.spoken(language)
        if spoken is None:
            return _handed_over(f"no articles in {language}")
        question = question[:_MAX_QUESTION_CHARS]
        like, limit = self._like(spoken, reader), MAX_SUGGESTIONS + 1
        if meant is None:
            found = like.candidates(question, limit, reader.products, without, others)
        else:
            by_words = like.candidates(question, _BY_WORDS, reader.products, (), others)
            found = meant.ranked(by_words, reader, without, others, limit)
        judged = [(one, confidence(one.signals)) for one in found]
        return _decision(question, judged, self._thresholds, max_chars)

    def search(
        self, query: str, language: str, reader: Reader = ANYBODY, limit: int = 10, *, without: Collection[str] = ()
    ) -> list[Hit]:
        """Articles for `query` that `reader` may see, best first; for people who look themselves."""
        spoken = self._index.spoken(language)
        if spoken is None:
            return []
        return self._index.view(spoken, reader).search(query, limit, reader.products, without)

    def _is_ready(self, spoken: str, reader: Reader, to_search: bool) -> bool:
        view = self._index.kept(spoken, reader)
        if view is None:
            return False
        return view.is_searchable if to_search else view in self._likeness

    def _prepared(self, spoken: str, reader: Reader, to_search: bool, before: View | None = None) -> Prepared:
        from .likeness import Likeness

        view = self._index.kept(spoken, reader) or self._index.made(spoken, reader, before)
        if not to_search:
            return Prepared(spoken, reader, view, Likeness(view, at_once=True))
        view.make_searchable()
        return Prepared(spoken, reader, view, None)

    def _like(self, language: str, reader: Reader) -> Likeness:
        view = self._index.kept(language, reader)
        if view is None or view not in self._likeness:
            self.keep(self._prepared(language, reader, to_search=False))
            view = self._index.view(language, reader)
        return self._likeness[view]


def _decision(question: str, judged: list[tuple[Candidate, float]], thresholds: Thresholds, max_chars: int) -> Decision:
    if not judged:
        return _handed_over("nothing in common with any article")
    best, sure = judged[0]
    reasons = (f"article={best.article.id}", f"confidence={sure:.2f}", *_evidence(best.signals))
    found = tuple(_ref(one.article) for one, _ in judged)
    if sure >= thresholds.answer:
        passage = _passage(best.article, question, max_chars)
        return Decision(
            outcome=Outcome.ANSWER,
            confidence=sure,
            reasons=reasons,
            article=_ref(best.article),
            passage=passage,
            found=found,
        )
    is_claimed = best.signals.nearest >= WORD_FOR_WORD  # word for word, by several articles: they are to choose from
    if sure >= thresholds.suggest or is_claimed:
        return Decision(
            outcome=Outcome.SUGGEST, confidence=sure, reasons=reasons, suggestions=found[:MAX_SUGGESTIONS], found=found
        )
    return Decision(outcome=Outcome.HAND_OVER, confidence=sure, reasons=reasons, found=found)


def _passage(article: IndexedArticle, question: str, max_chars: int) -> Passage:
    """Of its full form; where that would be cut, its short form."""
    passage = passage_for(article.body, question, article.language, max_chars=max_chars)
    if not article.short or (passage.text and not passage.is_cut):
        return passage
    short = passage_for(article.short, question, article.language, max_chars=max_chars)
    return passage if short.is_cut else replace(short, is_cut=True)


def _across(
    meant: MeantQuestion, reader: Reader, without: Collection[str], thresholds: Thresholds, max_chars: int
) -> Decision | None:
    """An article in another language, if that is as sure as any answer must be; never suggested."""
    found = meant.across(reader, without)
    if found is None or found.confidence < thresholds.answer:
        return None
    sure = found.confidence
    reasons = (f"article={found.article.id}", f"confidence={sure:.2f}", f"language={found.article.language}")
    passage = _passage(found.article, found.section, max_chars)
    return Decision(
        outcome=Outcome.ANSWER,
        confidence=sure,
        reasons=reasons,
        article=_ref(found.article),
        passage=passage,
        found=(_ref(found.article),),
    )


def _handed_over(reason: str) -> Decision:
    return Decision(outcome=Outcome.HAND_OVER, confidence=0.0, reasons=(reason,))


def _evidence(signals: Signals) -> tuple[str, ...]:
    return (
        f"nearest phrasing={signals.nearest:.2f}",
        f"ahead of the next article={signals.margin:.2f}",
        f"chance among all={signals.chance:.2f}",
    )


def _ref(article: IndexedArticle) -> ArticleRef:
    return ArticleRef(id=article.id, version=article.version, language=article.language, title=article.title)
