"""Structured logs: one line a record, constant words, facts as named fields, nobody's text and no full address.

A field passes only if its name is in FIELDS; whatever passes is still searched for e-mail addresses, telephone
numbers, passwords in URLs and network addresses, which are shortened. Our own loggers' messages are written as they
stand in the source, without arguments, so no text can slip in that way.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import Literal, TextIO

from contactcenter.errors import CentreError

OWN_LOGGERS = ("contactcenter", "channels", "routing")

# What a record may say besides its words. Names, ids, counts and durations; never texts, subjects or addresses.
_FIELD_NAMES = """
    address agent agents article attempt attempts bytes channel code connections conversation conversations count
    delay_seconds delivery duration_ms entry epoch external_id field first folder hint id inbox key kind language
    lease limit line method migration network node number offer path peer permission pid port problem queue reason
    receipt role route seconds seq session signal size sockets state status step store team template total url
    version waiting work
"""
FIELDS = frozenset(_FIELD_NAMES.split())

_RESERVED = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
_EMAIL = re.compile(r"[^\s<>\"'(),:;=\[\]{}]+@([\w-]+(?:\.[\w-]+)+)")
_PHONE = re.compile(r"(?<![\w.-])\+?\d(?:[ ().-]{0,2}\d){6,18}(?![\w-])")
_IPV4 = re.compile(r"(?<![\w.])(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}(?![\w.])")
_IPV6 = re.compile(r"(?<![\w:])([0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}):(?:[0-9a-fA-F]{0,4}:)+[0-9a-fA-F]{0,4}(?![\w:])")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")
_PLAIN = re.compile(r"[^\s\"=\\]+")


def redacted(text: str) -> str:
    """`text` with e-mail addresses cut to their domain, telephone numbers to two digits, networks to a prefix."""
    text = _CREDENTIALS.sub("***@", text)
    text = _EMAIL.sub(r"***@\1", text)
    text = _PHONE.sub(_short_phone, text)
    text = _IPV4.sub(r"\1.x", text)
    return _IPV6.sub(r"\1:x", text)


def _short_phone(match: re.Match[str]) -> str:
    found = match.group()
    return found if _DATE.fullmatch(found) or _IPV4.fullmatch(found) else f"***{found[-2:]}"


def facts(record: logging.LogRecord) -> dict[str, object]:
    """What is written of a record, in order: time, level, logger, event, allowed fields, error and where it arose."""
    line: dict[str, object] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": _event(record),
    }
    extra = {name: value for name, value in record.__dict__.items() if name not in _RESERVED}
    line |= {name: _value(value) for name, value in extra.items() if name in FIELDS}
    if dropped := sorted(extra.keys() - FIELDS):
        line["dropped_fields"] = ",".join(dropped)
    if record.exc_info and record.exc_info[1]:
        line |= _exception(record.exc_info[1])
    return line


def _event(record: logging.LogRecord) -> str:
    own = record.name.partition(".")[0] in OWN_LOGGERS
    return str(record.msg) if own else redacted(record.getMessage())


def _value(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float) else redacted(str(value))


def _exception(exc: BaseException) -> dict[str, object]:
    """Type and place of an exception; its words only where we or the system wrote them, since others quote input."""
    frames = traceback.extract_tb(exc.__traceback__)[-6:]
    told: dict[str, object] = {"exception": type(exc).__qualname__}
    if isinstance(exc, CentreError | OSError):
        told["exception_words"] = redacted(str(exc))
    told["at"] = " < ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in reversed(frames))
    if cause := exc.__cause__ or exc.__context__:
        told["cause"] = type(cause).__qualname__
    return told


def _short(filename: str) -> str:
    return "/".join(filename.split("/")[-2:])


class LogfmtFormatter(logging.Formatter):
    """`time=... level=info event="message received" inbox=support`: for people and journald."""

    def format(self, record: logging.LogRecord) -> str:
        return " ".join(f"{name}={_logfmt(value)}" for name, value in facts(record).items())


def _logfmt(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    plain = text[1:-1] if text.startswith('"') else text
    return plain if _PLAIN.fullmatch(plain) else text


class JsonFormatter(logging.Formatter):
    """One JSON object a line: for collectors."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts(record), ensure_ascii=False)


def start_logging(
    level: Literal["debug", "info", "warning", "error"] = "info",
    form: Literal["logfmt", "json"] = "logfmt",
    stream: TextIO | None = None,
) -> None:
    """Sends every record to `stream` (standard error). Libraries speak from warning on, ours from `level` on."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter() if form == "json" else LogfmtFormatter())
    logging.raiseExceptions = False  # a broken record must not print its arguments
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OWN_LOGGERS:
        logging.getLogger(name).setLevel(level.upper())
