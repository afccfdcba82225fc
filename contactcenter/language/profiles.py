"""Letter statistics per language: langdetect's own n-gram profiles, read as data and packed for adding up.

langdetect draws n-grams at random until it is sure; here every n-gram of the text counts once, so that the same
text always gets the same answer. A row holds one 16-bit lane per language in a single integer: adding up the
evidence of a text for all languages is one `sum()`.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

LANE_BITS = 16
MAX_LEVEL = 127
MAX_GRAMS = (1 << LANE_BITS) // (MAX_LEVEL + 1) - 1
"""More n-grams than this could overflow a lane: a text is judged by its first ones."""

_FLOOR = 0.5 / 10_000  # langdetect's smoothing: alpha / BASE_FREQ
NATS_PER_LEVEL = math.log((1 + _FLOOR) / _FLOOR) / MAX_LEVEL

_ANY_VIETNAMESE = dict.fromkeys(range(0x1EA0, 0x1EFA), "ể")  # the profiles fold these letters into one
_FOLDED = {**_ANY_VIETNAMESE, 0x0219: "ş", 0x021B: "ţ", 0x06CC: "ي"}


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """N-gram rows over `languages`, in lane order."""

    languages: tuple[str, ...]
    rows: dict[str, int]

    def log_likelihoods(self, words: Sequence[str]) -> list[float]:
        """Natural log of how well `words` (casefolded, letters only) fit each language, up to a constant."""
        rows = self.rows
        total = sum([rows[gram] for gram in _grams(words) if gram in rows])
        mask = (1 << LANE_BITS) - 1
        return [((total >> (LANE_BITS * lane)) & mask) * NATS_PER_LEVEL for lane in range(len(self.languages))]


def load_table(languages: Iterable[str]) -> ProfileTable:
    """The table over those of `languages` (primary subtags) that langdetect has a profile for. Reads their files."""
    folder = _profile_folder()
    known = tuple(language for language in languages if (folder / language).is_file())
    rows: defaultdict[str, int] = defaultdict(int)
    for lane, language in enumerate(known):
        for gram, share in _shares(folder / language).items():
            level = round(math.log((share + _FLOOR) / _FLOOR) / NATS_PER_LEVEL)
            rows[gram] += min(level, MAX_LEVEL) << (LANE_BITS * lane)
    return ProfileTable(known, dict(rows))


def _profile_folder() -> Path:
    spec = find_spec("langdetect")  # located, not imported: its package loads six and a kanji table
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("langdetect is not installed: its profiles are the language statistics")
    return Path(spec.origin).parent / "profiles"


def _shares(file: Path) -> dict[str, float]:
    """Share of each n-gram among those of its length, upper and lower case together."""
    profile = json.loads(file.read_text(encoding="utf-8"))
    totals: list[int] = profile["n_words"]
    shares: defaultdict[str, float] = defaultdict(float)
    for gram, count in profile["freq"].items():
        folded = gram.lower()
        if len(folded) == len(gram):
            shares[folded] += count / totals[len(gram) - 1]
    return shares


def _grams(words: Sequence[str]) -> list[str]:
    grams: list[str] = []
    for word in words:
        padded = f" {word.translate(_FOLDED)} "
        grams += padded[1:-1]
        grams += [padded[at : at + 2] for at in range(len(padded) - 1)]
        grams += [padded[at : at + 3] for at in range(len(padded) - 2)]
        if len(grams) >= MAX_GRAMS:
            return grams[:MAX_GRAMS]
    return grams
