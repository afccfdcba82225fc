"""What a person wrote in a mail, without quoted history, signature, disclaimer and banner: pure functions, no I/O.

Stripping is a view: the whole mail is kept by whoever calls. In doubt a line stays. Time is linear in the input.
Words of languages and programs are tables in `words`.
"""

from __future__ import annotations

from .count import count_words
from .lines import is_too_long, lines_of
from .markup import strip_html
from .own import own_lines

__all__ = ["own_words", "signature_of", "strip_html", "strip_text"]


def strip_text(text: str) -> str:
    """The lines of `text` that its writer wrote in this mail, in order, with LF between them.

    Answers between quoted lines stay. A forwarded mail stays when nothing else was written or the writer points to it.
    Where only a quote is there the whole text comes back; where only a signature is left besides a quote, that.
    Stripping twice changes nothing. A mail of more than 200,000 lines comes back whole.
    """
    if is_too_long(text):
        return text
    lines = lines_of(text)
    return "\n".join(lines[at].text for at in own_lines(lines).shown)


def signature_of(text: str) -> str | None:
    """The lines under the own text that were left out as signature, device line or disclaimer; None without any."""
    if is_too_long(text):
        return None
    lines = lines_of(text)
    return "\n".join(lines[at].text for at in own_lines(lines).signature).strip("\n") or None


def own_words(text: str) -> int:
    """How many words of `text` the person wrote: 0 where `strip_text` shows a quote or signature for want of others.

    Chinese and Japanese characters are counted as parts of words. Numbers, codes and addresses are no words.
    """
    if is_too_long(text):
        return count_words(text)
    lines = lines_of(text)
    return count_words("\n".join(lines[at].text for at in own_lines(lines).own))
