"""Which language a message is in: script first, then letter statistics and small words, leaning on what is known."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .han import han_scores
from .profiles import ProfileTable, load_table
from .scripts import ARABIC, CYRILLIC, DEVANAGARI, HAN, KANA, LATIN, SCRIPT_OF, SOLE_LANGUAGE, leading_script
from .tags import canonical, reading
from .words import NEUTRAL_WORDS, languages_of_words, romanised_words

MAX_PRIOR = 0.7
"""A browser's language is always wrong for some people: it may tip a close call, never outvote clear text."""
CONVERSATION_PRIOR, PROFILE_PRIOR, BROWSER_PRIOR = 0.7, 0.7, 0.7

ALL_LANGUAGES: tuple[str, ...] = tuple(SCRIPT_OF)

_TEMPERATURE = 0.25  # overlapping n-grams repeat each other's evidence
_NATS_PER_KNOWN_WORD = 4.0
_MAX_CHARS = 600
_MOST_CANDIDATES = 16  # a prior shared among more languages than a centre speaks would drown short words
_BASE_RATES = {
    **dict.fromkeys("cs da fi hr hu no ro sv vi id bg fa ur".split(), -0.7),
    **dict.fromkeys("af so sw cy tl sq et lv lt sl sk ca mk ne mr".split(), -1.5),
}
"""Log base rates of languages that single words are mistaken for more often than they are written in."""

_NOISE = re.compile(
    r"\b(?:https?://|www\.)\S+|\S+@\S+\.\S+|[@#]\w+|[a-z0-9_.#/-]*\d[a-z0-9_.#/-]*|:\w+:", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Prior:
    """A language somebody already told or showed: `weight` is how far to believe it, 0 to 1, used up to 0.7."""

    language: str
    weight: float = MAX_PRIOR


@dataclass(frozen=True, slots=True)
class Detection:
    """`language` is a tag of the detector's list (or that of a script with one language), None if undetermined.

    `confidence` is a probability from 0 to 1, 0 when undetermined.
    """

    language: str | None
    confidence: float


NOTHING = Detection(None, 0.0)


class Detector:
    """Tells the languages of one centre apart. Letter statistics are read when the first text needs them."""

    def __init__(self, languages: Sequence[str] = ALL_LANGUAGES) -> None:
        """`languages`: BCP-47 tags; detections come back in these spellings. Unknown ones are never detected."""
        self._tag_of = {reading(tag): tag for tag in reversed(languages)}
        self._tables: dict[str, ProfileTable] = {}

    @property
    def loaded_scripts(self) -> tuple[str, ...]:
        """Scripts whose letter statistics are in memory."""
        return tuple(sorted(self._tables))

    def load(self) -> None:
        """Reads the statistics of every script now, for a caller who wants the first detection as fast as the next."""
        for script in {LATIN, CYRILLIC, ARABIC, DEVANAGARI}:
            self._letter_scores(script, ())

    def detect(self, text: str, prior: Prior | None = None) -> Detection:
        """The language of `text`; without letters that speak for one (`ok`, an order number, emoji) undetermined."""
        words = telling_words(text)
        script = leading_script("".join(words))
        if script is None:
            return NOTHING
        if script in (HAN, KANA):
            return self._decide(self._east_asian_scores(script, words), prior)
        if script == LATIN and (romanised := _romanised_language(words)):
            return Detection(self._tag_of.get(romanised, romanised), 0.9)
        return self._decide(self._letter_scores(script, words), prior)

    def _east_asian_scores(self, script: str, words: Sequence[str]) -> dict[str, float]:
        if script == KANA:
            return {"ja": 0.0}
        scores = han_scores("".join(words))
        if "ja" not in self._tag_of:  # both scripts stay: a centre with one of them still must know which it was sent
            del scores["ja"]
        return scores

    def _letter_scores(self, script: str, words: Sequence[str]) -> dict[str, float]:
        spoken = [one for one, written in SCRIPT_OF.items() if written == script and one in self._tag_of]
        if len(spoken) < 2:
            return dict.fromkeys(spoken or filter(None, [SOLE_LANGUAGE.get(script)]), 0.0)
        written = [word for word in words if leading_script(word) == script]
        table = self._table(script, spoken)
        scores = {
            one: _TEMPERATURE * fit + _BASE_RATES.get(one, 0.0)
            for one, fit in zip(table.languages, table.log_likelihoods(written), strict=True)
        }
        _add_known_words(scores, written)
        return scores

    def _table(self, script: str, spoken: Sequence[str]) -> ProfileTable:
        if script not in self._tables:
            self._tables[script] = load_table(spoken)
        return self._tables[script]

    def _decide(self, scores: Mapping[str, float], prior: Prior | None) -> Detection:
        if not scores:
            return NOTHING
        leaning = _leaning(scores, prior, min(len(self._tag_of), _MOST_CANDIDATES))
        total = {one: score + leaning[one] for one, score in scores.items()}
        best = max(total, key=lambda one: (total[one], one in self._tag_of, one == "zh-Hans", one))
        share = 1 / sum(math.exp(min(0.0, score - total[best])) for score in total.values())
        return Detection(self._tag_of.get(best, best), share)


def telling_words(text: str) -> list[str]:
    """The casefolded words of `text` that can tell a language: no addresses, numbers, product codes, emoji, `ok`."""
    plain = unicodedata.normalize("NFKC", text[:_MAX_CHARS])
    words = [word for word in _WORD.findall(_NOISE.sub(" ", plain).lower()) if word not in NEUTRAL_WORDS]
    return words if any(len(word) > 1 or ord(word) >= 0x2E80 for word in words) else []


def _leaning(candidates: Iterable[str], prior: Prior | None, languages: int) -> dict[str, float]:
    """Log prior per candidate: the prior's language has its weight, the centre's other languages share the rest."""
    ones = list(candidates)
    wanted = _prior_reading(prior, ones)
    if prior is None or wanted is None or len(ones) < 2:
        return dict.fromkeys(ones, 0.0)
    weight = min(prior.weight, MAX_PRIOR)
    rest = math.log((1 - weight) / (max(languages, len(ones)) - 1))
    return {one: max(rest, math.log(weight)) if one == wanted else rest for one in ones}


def _prior_reading(prior: Prior | None, candidates: Sequence[str]) -> str | None:
    if prior is None or prior.weight <= 0 or canonical(prior.language) == "und":
        return None
    wanted = reading(prior.language)
    return wanted if wanted in candidates else None


def _add_known_words(scores: dict[str, float], words: Sequence[str]) -> None:
    speakers = languages_of_words()
    for word in words:
        for language in speakers.get(word, ()):
            if language in scores:
                scores[language] += _NATS_PER_KNOWN_WORD


def _romanised_language(words: Sequence[str]) -> str | None:
    known = romanised_words()
    languages = {known.get(word) for word in words}
    return languages.pop() if len(languages) == 1 else None
