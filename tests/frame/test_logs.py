"""Logs say what happened without saying who wrote what."""

import ast
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from contactcenter.errors import ConfigError
from contactcenter.logs import FIELDS, OWN_LOGGERS, redacted, start_logging

ROOT = Path(__file__).parents[2]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root, own = logging.getLogger(), [logging.getLogger(name) for name in OWN_LOGGERS]
    before = root.handlers[:], root.level, [logger.level for logger in own], logging.raiseExceptions
    stream = io.StringIO()
    start_logging("info", "json", stream)
    yield stream
    root.handlers[:], root.level, logging.raiseExceptions = before[0], before[1], before[3]
    for logger, level in zip(own, before[2], strict=True):
        logger.setLevel(level)


def last(stream: io.StringIO) -> dict[str, object]:
    line: dict[str, object] = json.loads(stream.getvalue().splitlines()[-1])
    return line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from ann.smith+x@mail.example.com", "from ***@mail.example.com"),
        ("<анна@пример.рф>", "<***@пример.рф>"),
        ("call +49 (30) 123456-78 now", "call ***78 now"),
        ("13800138000", "***00"),
        ("peer 203.0.113.77", "peer 203.0.113.x"),
        ("peer 2001:db8:85a3::8a2e:370:7334", "peer 2001:db8:x"),
        ("mongodb://ann:hunter2@localhost/centre", "mongodb://***@localhost/centre"),
    ],
)
def test_addresses_are_cut_short(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "01936f2e-7123-7123-8123-012345678901",
        "2026-11-23T12:00:00Z",
        "version 3.11.7",
        "1024 bytes",
        "seq 17",
        "12:30:59",
    ],
)
def test_ids_times_and_counts_stay_readable(text: str) -> None:
    assert redacted(text) == text


def test_a_record_carries_its_facts(written: io.StringIO) -> None:
    logging.getLogger("contactcenter.desk").info("message received", extra={"inbox": "support", "bytes": 12})
    line = last(written)
    assert (line["event"], line["inbox"], line["bytes"], line["level"]) == ("message received", "support", 12, "info")
    assert str(line["time"]).endswith("+00:00")


def test_a_field_that_is_not_allowed_is_dropped_and_named(written: io.StringIO) -> None:
    logging.getLogger("contactcenter").info("message received", extra={"text": "my pump leaks"})
    assert "leaks" not in written.getvalue()
    assert last(written)["dropped_fields"] == "text"


def test_an_allowed_field_is_still_searched_for_addresses(written: io.StringIO) -> None:
    logging.getLogger("channels.email").info("mail refused", extra={"reason": "550 no mailbox ann@example.com"})
    assert last(written)["reason"] == "550 no mailbox ***@example.com"


def test_arguments_never_reach_our_own_lines(written: io.StringIO) -> None:
    logging.getLogger("routing").info("offer %s", "my pump leaks")
    assert last(written)["event"] == "offer %s"


def test_a_librarys_line_is_formatted_and_searched(written: io.StringIO) -> None:
    logging.getLogger("aiohttp.server").warning("bad request from %s", "203.0.113.77")
    assert last(written)["event"] == "bad request from 203.0.113.x"


def test_libraries_stay_silent_below_warning(written: io.StringIO) -> None:
    logging.getLogger("aiohttp.access").info("GET /")
    assert written.getvalue() == ""


def failing(exc: BaseException) -> None:
    raise exc


def test_an_exception_tells_type_and_place_but_not_words_that_may_quote_a_message(written: io.StringIO) -> None:
    try:
        failing(ValueError("my pump leaks"))
    except ValueError:
        logging.getLogger("contactcenter").exception("answering failed")
    line = last(written)
    assert line["exception"] == "ValueError"
    assert "frame/test_logs.py" in str(line["at"])
    assert "leaks" not in written.getvalue()


def test_our_own_errors_are_told_in_full(written: io.StringIO) -> None:
    try:
        failing(ConfigError("port", "is not a number"))
    except ConfigError:
        logging.getLogger("contactcenter").exception("start failed")
    assert last(written)["exception_words"] == "port: is not a number"


def test_logfmt_quotes_what_needs_it(written: io.StringIO) -> None:
    stream = io.StringIO()
    start_logging("info", "logfmt", stream)
    logging.getLogger("contactcenter").info("message received", extra={"inbox": 'a "b"\nc', "bytes": 12, "seq": None})
    line = stream.getvalue()
    assert line.endswith('logger=contactcenter event="message received" inbox="a \\"b\\"\\nc" bytes=12 seq=null\n')
    assert line.count("\n") == 1


def logged_fields(source: Path) -> Iterator[tuple[int, str]]:
    """(line, field) of every literal `extra={...}` in a Python file."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "extra" and isinstance(node.value, ast.Dict):
            for key in node.value.keys:
                if isinstance(key, ast.Constant):
                    yield node.value.lineno, str(key.value)


def test_every_field_logged_anywhere_is_allowed() -> None:
    sources = [file for package in OWN_LOGGERS for file in (ROOT / package).rglob("*.py")]
    wrong = [f"{file}:{line} {name}" for file in sources for line, name in logged_fields(file) if name not in FIELDS]
    assert wrong == [], "log another field, or add this one to FIELDS in contactcenter/logs.py"
