"""The part of an article that answers: whole steps, whole sentences, whole numbers, never just its beginning."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from .analyzer import analyze

DEFAULT_MAX_CHARS = 1_000
ENOUGH_CHARS = 1_000
"""However much a channel takes, a passage is not widened beyond this: nobody reads a whole article in a chat."""

_ALMOST_AS_GOOD = 0.4
_ARTICLES_KEPT = 128
_SECTIONS_KEPT = 512  # some 10 KB each

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_STEP = re.compile(r"\s{0,3}\d{1,9}[.)]\s")
_BULLET = re.compile(r"\s{0,3}[-*+]\s")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_INDENTED = re.compile(r"\s+\S")
_BOLD_LINE = re.compile(r"\*\*[^*]+\*\*$")
# After . ! ? only where a new sentence can start, so that "3.90", "e.g. this" and "1. Open" stay whole.
_SENTENCE_END = re.compile(r"(?<=[.!?…][\s\"”»)])(?=\s*[^\s\da-zа-яё])|(?<=[。！？；])(?![”」』）])")


class Kind(StrEnum):
    """What a block of an article is."""

    PARAGRAPH = "paragraph"
    STEPS = "steps"
    BULLETS = "bullets"
    TABLE = "table"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a whole list, a whole table: what is sent whole or not at all."""

    kind: Kind
    markdown: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading; the text before the first heading has none."""

    heading: str
    blocks: tuple[Block, ...]

    @property
    def markdown(self) -> str:
        """The section as it is sent: steps under "BP300" are wrong without that word, so the heading comes along."""
        heading = [f"**{self.heading}**"] if self.heading else []
        return "\n\n".join([*heading, *(block.markdown for block in self.blocks)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is sent: Markdown, and the same as plain text. `is_cut`: the article says more on this very point."""

    markdown: str
    text: str
    headings: tuple[str, ...]
    is_cut: bool


def passage_for(body: str, question: str, language: str, *, max_chars: int = DEFAULT_MAX_CHARS) -> Passage:
    """The sections of `body` (Markdown) that say most about `question`, in the article's order, within `max_chars`.

    The best section always comes, cut at a step or a sentence if it alone is too long; others that are almost as
    good join it while the passage stays short. Without any word in common a section with steps is taken before the
    beginning.
    """
    sections = _sections(body)
    if not sections:
        return Passage(markdown="", text="", headings=(), is_cut=False)
    chosen = _chosen(sections, _relevance(sections, question, language), min(max_chars, ENOUGH_CHARS))
    markdown = _joint(sections, chosen)
    cut = cut_at_sentence(markdown, max_chars)
    headings = tuple(sections[at].heading for at in sorted(chosen) if sections[at].heading)
    return Passage(markdown=cut, text=plain_text(cut), headings=headings, is_cut=cut != markdown)


def _chosen(sections: Sequence[Section], scores: Sequence[float], room: int) -> list[int]:
    """Positions of the sections to send. Text before the first heading never goes alone: it opens, the rest answers."""
    order = sorted(range(len(sections)), key=lambda at: (-scores[at], at))
    best = scores[order[0]]
    if not sections[order[0]].heading and len(order) > 1:
        wanted = order[:2] if len(_joint(sections, order[:2])) <= room else order[1:2]
    else:
        wanted = order[:1]
    for at in order:
        fits = len(_joint(sections, [*wanted, at])) <= room
        if at not in wanted and fits and scores[at] >= _ALMOST_AS_GOOD * best:
            wanted.append(at)
    return wanted


def _joint(sections: Sequence[Section], chosen: Sequence[int]) -> str:
    return "\n\n".join(sections[at].markdown for at in sorted(chosen))


# the same few articles answer again and again: without these three caches their text takes a third of each answer
@lru_cache(maxsize=_ARTICLES_KEPT)
def _sections(body: str) -> tuple[Section, ...]:
    return tuple(sections_of(body))


def sections_of(body: str) -> list[Section]:
    """The sections of a Markdown text in order; headings without any text under them are left out."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    fenced = False
    for line in body.replace("\r\n", "\n").split("\n"):
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _HEADING.match(line)
        if heading:
            sections.append((heading[2], []))
        else:
            sections[-1][1].append(line)
    found = [Section(heading, tuple(_blocks(lines))) for heading, lines in sections]
    return [section for section in found if section.blocks]


def cut_at_sentence(markdown: str, max_chars: int) -> str:
    """The longest beginning within `max_chars` that ends with a block, a whole step or a sentence; never inside a
    number. A first sentence that alone is longer ends at a word."""
    if len(markdown) <= max_chars:
        return markdown
    fitting = [end for end in _ends(markdown) if end <= max_chars]
    if fitting:
        return markdown[: max(fitting)].rstrip()
    return markdown[:max_chars].rpartition(" ")[0].rstrip() or markdown[:max_chars]


def _ends(markdown: str) -> list[int]:
    """Where a text may be cut: after sentences of paragraphs, after whole steps and rows, not after a heading."""
    lines = markdown.split("\n")
    ends: list[int] = []
    at = 0
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if not (_ROW.match(line) or _STEP.match(line) or _INDENTED.match(line)):
            ends += [at + found.start() for found in _SENTENCE_END.finditer(line)]
        at += len(line) + 1
        if line.strip() and not _INDENTED.match(below) and not _BOLD_LINE.match(line):
            ends.append(at - 1)
    return ends


@lru_cache(maxsize=_SECTIONS_KEPT)
def plain_text(markdown: str) -> str:
    """The same without Markdown's signs: links as `text (address)`, table rows as `cell, cell`."""
    lines = [_plain_line(line) for line in markdown.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line is not None)).strip()


def _plain_line(line: str) -> str | None:
    if _ROW.match(line):
        if re.fullmatch(r"[\s|:-]+", line):
            return None
        line = " – ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    line = re.sub(r"^\s{0,3}#{1,6}\s+|^\s{0,3}>\s?", "", line)
    line = re.sub(r"^(\s{0,3})[*+]\s", r"\1- ", line)
    line = re.sub(r"!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)", r"\1 (\2)", line)
    line = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", line)
    line = re.sub(r"(?<![0-9A-Za-z*])\*(?=\S)([^*]+?)(?<=\S)\*(?![0-9A-Za-z*])", r"\1", line)
    return re.sub(r"(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)|`([^`]+)`", r"\1\2", line)


def _blocks(lines: Sequence[str]) -> list[Block]:
    blocks: list[Block] = []
    current: list[str] = []
    kind: Kind | None = None
    for line in [*lines, ""]:
        begins = _kind_of(line, kind)
        if kind is not None and begins is not kind:
            blocks.append(Block(kind, "\n".join(current).strip("\n")))
            current = []
        kind = begins
        if kind is not None:
            current.append(line.rstrip())
    if kind is not None:
        blocks.append(Block(kind, "\n".join(current).strip("\n")))
    return _joined(blocks)


def _kind_of(line: str, before: Kind | None) -> Kind | None:
    """The kind of block a line belongs to, None for a blank line that ends one."""
    if _FENCE.match(line) or before is Kind.CODE:
        return None if before is Kind.CODE and not line.strip() else Kind.CODE
    if not line.strip():
        return None
    if _ROW.match(line):
        return Kind.TABLE
    if _STEP.match(line):
        return Kind.STEPS
    if _BULLET.match(line):
        return Kind.BULLETS
    if before in (Kind.STEPS, Kind.BULLETS) and line.startswith((" ", "\t")):
        return before
    return before if before in (Kind.STEPS, Kind.BULLETS) else Kind.PARAGRAPH


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Steps with blank or indented lines between them are one list; what is indented belongs to the step above."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        continues = last is not None and last.kind in (Kind.STEPS, Kind.BULLETS)
        if last is not None and continues and (block.kind is last.kind or block.markdown.startswith(("   ", "\t"))):
            joined[-1] = Block(last.kind, f"{last.markdown}\n\n{block.markdown}")
        else:
            joined.append(block)
    return joined


def _relevance(sections: Sequence[Section], question: str, language: str) -> list[float]:
    """How much each section has in common with the question, rare terms of the article counting more."""
    asked = analyze(question, language)
    texts = [_terms(section, language) for section in sections]
    found = Counter(term for counts in texts for term in counts)
    wanted = {term: math.log(1 + len(sections) / found[term]) for term in (*asked.words, *asked.grams) if found[term]}
    return [
        sum(weight * (1 - 1 / (1 + counts[term])) for term, weight in wanted.items()) + 1e-3 * _has_steps(section)
        for counts, section in zip(texts, sections, strict=True)
    ]


@lru_cache(maxsize=_SECTIONS_KEPT)
def _terms(section: Section, language: str) -> Counter[str]:
    terms = analyze(f"{section.heading}\n{section.markdown}", language)
    return Counter([*terms.words, *terms.grams])


def _has_steps(section: Section) -> bool:
    return any(block.kind is Kind.STEPS for block in section.blocks)
