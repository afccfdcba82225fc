"""A message that asks several things: answered if every part is sure enough, else given to a person with all parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from .answer import AnsweredPart, Decision, Outcome
from .parts import Piece, pieces_of
from .passage import DEFAULT_MAX_CHARS

MOST_ANSWERED = 3
"""Whoever asks more than this at once writes to a person."""

Ask = Callable[[str, int], Decision]
"""Decides about one question: its text, and how many characters an answer may have."""

_TITLE_CHARS = 100


def askable(text: str) -> tuple[str, ...]:
    """What ``decide`` may ask about a message: all of it, its clauses, and each with the one before it."""
    pieces = [piece.text for piece in pieces_of(text)]
    if len(pieces) < 2:
        return (text,)
    return tuple(dict.fromkeys([text, *pieces, *(f"{told} {asked}" for told, asked in pairwise(pieces))]))


def decide(text: str, ask: Ask, max_chars: int = DEFAULT_MAX_CHARS) -> Decision:
    """What to do with a message; ``max_chars`` for all that is answered.

    One question is decided as it stands, or from the one clause that asks it where the rest of the message hides it.
    """
    whole = ask(text, max_chars)
    pieces = pieces_of(text) if whole.found else ()
    if len(pieces) < 2:
        return whole
    room = max(1, max_chars // MOST_ANSWERED - _TITLE_CHARS)
    parts = _distinct(_parts(pieces, lambda piece: ask(piece, room), whole))
    if len(parts) > 1:
        return _together(parts)
    if whole.outcome is Outcome.ANSWER or not parts or not parts[0].is_sure:
        return whole
    only = parts[0].decision
    return replace(only, reasons=(*only.reasons, "read from one clause of the message"))


def _parts(pieces: Sequence[Piece], ask: Callable[[str], Decision], whole: Decision) -> list[AnsweredPart]:
    """What is asked: clauses that ask by their form, and those that tell something an article is about.

    What is only told along the way ("under the sofa") fits no article that the whole message fits.
    """
    parts: list[AnsweredPart] = []
    told = ""  # before, and no part by itself
    for piece in pieces:
        part = AnsweredPart(piece.text, ask(piece.text))
        if piece.asks and not part.is_sure and told:  # "When does it go away?" says nothing alone
            longer = AnsweredPart(f"{told} {piece.text}", ask(f"{told} {piece.text}"))
            part = longer if longer.is_sure else part
        is_matter = part.decision.outcome is not Outcome.HAND_OVER and part.decision.found[0] in whole.found
        if piece.asks or is_matter:
            parts.append(part)
        told = "" if piece.asks or is_matter else piece.text
    return parts


def _distinct(parts: Sequence[AnsweredPart]) -> list[AnsweredPart]:
    """Each matter once, in order. A second clause about a matter adds nothing if it is as sure, or asks nothing."""
    kept: list[AnsweredPart] = []
    for part in parts:
        same = [at for at, one in enumerate(kept) if one.decision.found[:1] == part.decision.found[:1]]
        if not same or not part.is_sure:
            kept.append(part)
        elif part.decision.confidence > kept[same[0]].decision.confidence:
            kept[same[0]] = part
    return kept


def _together(parts: Sequence[AnsweredPart]) -> Decision:
    """Sure only if every part is: as sure as the least sure of them."""
    is_sure = len(parts) <= MOST_ANSWERED and all(part.is_sure for part in parts)
    return Decision(
        outcome=Outcome.ANSWER if is_sure else Outcome.HAND_OVER,
        confidence=min(part.decision.confidence for part in parts),
        reasons=(f"questions={len(parts)}", *(reason for part in parts for reason in part.decision.reasons[:2])),
        parts=tuple(parts),
    )
