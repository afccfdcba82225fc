"""Twelve histories worked out by hand, and what the entries alone say about them."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contactcenter.ids import ConversationId
from contactcenter.model.bodies import (
    KINDS,
    ArticleAction,
    ArticleUse,
    AssignmentChange,
    Body,
    CommitmentChange,
    Focus,
    StateChange,
)
from contactcenter.model.entry import CENTRE, Audience, Author, AuthorKind, Entry
from contactcenter.model.message import AnswerDecision, AutomaticAnswer, Message, Source
from contactcenter.sla.measures import measure

FOLDER = Path(__file__).parents[1] / "data" / "histories"
START = datetime(2026, 3, 7, 9, 0, tzinfo=UTC)
NOTHING = {
    "first_reply": None, "first_answer": None, "resolution": None, "resolution_working": None, "iterations": 0,
    "handle": 0, "transfers": 0, "reopened": 0, "first_contact_resolution": False, "articles_shown": 0,
    "articles_opened": 0, "articles_linked": 0, "reasks": 0, "promises_kept": 0, "promises_broken": 0, "is_spam": False,
}  # fmt: skip


def body_of(verb: str, words: list[str]) -> Body:
    match verb:
        case "contact" | "reply":
            return Message(text="words")
        case "notice":
            return Message(text="words", notice="notice.nobody_here")
        case "answer" | "suggest":
            source = Source(article_id=words[0], language="en", title="", version=1)
            answer = AutomaticAnswer(decision=AnswerDecision(verb), answers="q", sources=(source,), confidence=0.9)
            return Message(text="words", answer=answer)
        case "article":
            return ArticleUse(action=ArticleAction(words[0]), article_id=words[1], language="en")
        case "assigned":
            return AssignmentChange(agent_id=words[0])
        case "unassigned":
            return AssignmentChange(agent_id=None)
        case "focus":
            return Focus(agent_id=words[0], seconds=float(words[1]))
        case "resolved":
            return StateChange(before="assigned", after="resolved")
        case "reopened":
            return StateChange(before="resolved", after="new")
        case "promise" | "kept" | "broken":
            kept = {"promise": None, "kept": True, "broken": False}[verb]
            return CommitmentChange(commitment_id=words[1], text="", due=START, kept=kept)
    raise ValueError(verb)


def author_of(verb: str, words: list[str]) -> Author:
    if verb == "contact":
        return Author(AuthorKind.CONTACT, "c")
    return Author(AuthorKind.AGENT, words[0]) if verb == "reply" else CENTRE


def entry_of(line: str, seq: int) -> Entry:
    time, verb, *words = line.split()
    minutes, seconds = time.split(":")
    at = START + timedelta(minutes=int(minutes), seconds=int(seconds))
    body = body_of(verb, words)
    return Entry(
        conversation_id=ConversationId("x"), seq=seq, prev=seq - 1, kind=KINDS[type(body)], audience=Audience.CONTACT,
        author=author_of(verb, words), external_id=str(seq), received_at=at, sent_at=None, placed_at=at, body=body,
    )  # fmt: skip


def value_of(text: str) -> object:
    return text == "yes" if text in ("yes", "no") else float(text)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
def test_the_measures_of_a_history_are_those_worked_out_by_hand(file: Path) -> None:
    lines = [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    expected = {key: value_of(value) for key, value in (one.split("=") for one in lines[0].split()[1:])}
    entries = [entry_of(line, seq) for seq, line in enumerate(lines[1:], 1)]
    assert asdict(measure(entries)) == NOTHING | expected


def test_there_are_twelve_histories() -> None:
    assert len(list(FOLDER.glob("*.txt"))) == 12


def test_every_measure_is_defined_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "measures.md").read_text("utf-8")
    assert [name for name in NOTHING if f"`{name}`" not in text] == []
