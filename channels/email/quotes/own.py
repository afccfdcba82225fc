"""The lines of a mail that its writer wrote in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .footer import banner_end, is_device_line
from .history import present_lines
from .lines import Hint, Line
from .phrases import alternatives, is_unspaced, pattern_of
from .signature import text_end
from .words.separator import LOOK_BELOW

_MAX_ROUNDS = 12  # a cut may bring lines together that are cut in turn; ordinary mail needs two
_LOOK_BELOW = pattern_of(alternatives(LOOK_BELOW))
_MAX_POINTING_WORDS = 12
_MAX_POINTING_CHARS = 24  # where words are not spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLines:
    """`shown`: indices of lines to show, never only blank ones unless the mail is blank.

    `own`: those the person wrote; empty where only a quote, a forwarded mail or a signature is there to show.
    `signature`: the last lines between own text and history that were left out.
    """

    shown: tuple[int, ...]
    own: tuple[int, ...]
    signature: tuple[int, ...] = ()


def own_lines(lines: Sequence[Line]) -> OwnLines:
    """Repeats the cut until it changes nothing, so that a stripped mail stays as it is."""
    everything = tuple(range(len(lines)))
    result = _cut(lines, everything)
    if result.shown == everything:
        return result
    signature = result.signature
    for _ in range(_MAX_ROUNDS):
        again = _cut([lines[at] for at in result.shown], result.shown)
        if again.shown == result.shown:
            break
        signature = again.signature or signature
        result = again
    return OwnLines(shown=result.shown, own=result.own, signature=signature)


def _cut(lines: Sequence[Line], rows: tuple[int, ...]) -> OwnLines:
    present = present_lines(lines)
    kept = [lines[at] for at in present.rows]
    if not _is_written(kept):
        return OwnLines(shown=rows, own=())
    text, signature = _without_additions(kept, present.rows)
    if present.history_at is not None and _points_below(lines, text, present.history_at):
        return OwnLines(shown=rows, own=tuple(rows[at] for at in text))
    if not _is_written([lines[at] for at in text]):
        return OwnLines(shown=_named(rows, _tidied(lines, present.rows)), own=())
    shown = _named(rows, _tidied(lines, text))
    is_text = text_end([Line(lines[at].text) for at in text]) > 0 and not is_only_signature([lines[at] for at in text])
    return OwnLines(shown=shown, own=shown if is_text else (), signature=_named(rows, signature))


def is_only_signature(lines: Sequence[Line]) -> bool:
    """Device lines and marked signatures, nothing else."""
    return all(not line.bare or line.hint is Hint.SIGNATURE or is_device_line(line.bare) for line in lines)


def _without_additions(kept: Sequence[Line], rows: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Rows of text and rows of the signature: banner, device lines and signature are taken off."""
    top = banner_end([line.bare for line in kept[:24]])
    if not _is_written(kept[top:]):
        top = 0
    end = top + text_end(kept[top:])
    inner = [at for at in range(top, end) if not (kept[at].hint is Hint.SIGNATURE or is_device_line(kept[at].bare))]
    if not _is_written([kept[at] for at in inner]):
        inner = list(range(top, end))
    return tuple(rows[at] for at in inner), tuple(rows[end:])


def _points_below(lines: Sequence[Line], text: Sequence[int], history_at: int) -> bool:
    """Whether somebody only says that what they forward, or got, is to be read."""
    written = [lines[at].bare for at in text if lines[at].bare]
    if any(at > history_at for at in text if lines[at].bare) or len(written) > 5:
        return False
    joined = " ".join(written).lower()
    short = len(joined) <= _MAX_POINTING_CHARS if is_unspaced(joined) else len(joined.split()) <= _MAX_POINTING_WORDS
    return short and len(joined) < 200 and _LOOK_BELOW.search(joined) is not None


def _tidied(lines: Sequence[Line], rows: Sequence[int]) -> tuple[int, ...]:
    """Without blank lines at both ends, and with one of those that met where something was cut."""
    tidy: list[int] = []
    for at in rows:
        if lines[at].bare or (tidy and (lines[tidy[-1]].bare or tidy[-1] == at - 1)):
            tidy.append(at)
    while tidy and not lines[tidy[-1]].bare:
        tidy.pop()
    return tuple(tidy)


def _named(rows: Sequence[int], picked: Sequence[int]) -> tuple[int, ...]:
    return tuple(rows[at] for at in picked)


def _is_written(lines: Sequence[Line]) -> bool:
    return any(line.bare for line in lines)
