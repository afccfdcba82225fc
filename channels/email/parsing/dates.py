"""The Date field (RFC 5322, 3.3), and the other ways in which mailers write a date."""

import re
from datetime import UTC, datetime, timedelta, timezone

from channels.email.parsing.defects import Defect

_MAX_CHARS = 200
_COMMENT = re.compile(r"\([^()]*\)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})[\s./-]+(?P<month>[^\W\d]{3,12})\.?[\s./,-]+(?P<year>\d{2,5})\b[,\s]*(?P<rest>.*)",
    re.DOTALL,
)
_MONTH_FIRST = re.compile(  # asctime: Wed Nov 25 10:00:00 2026; Nov 25, 2026 10:00
    r"(?P<month>[^\W\d]{3,12})\.?\s+(?P<day>\d{1,2})(?:,\s*(?P<year1>\d{4}))?\s+(?P<rest>.*)", re.DOTALL
)
_ISO = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?:[T\s]+(?P<rest>.*))?", re.DOTALL)
_TIME = re.compile(
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{1,2})(?:[:.](?P<second>\d{1,2}))?(?:[.,]\d+)?\s*(?P<half>[AaPp]\.?[Mm])?\b"
)
_OFFSET = re.compile(r"(?:^|[\s\dA-Z])([+-])\s*(\d{1,2}):?(\d{2})?(?!\d)")
_YEAR = re.compile(r"\b(\d{4})\b")
_ZONES = {  # RFC 5322, 4.3, and what is met besides; single letters but Z count as unknown
    "EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "AKDT": -8, "AKST": -9,
    "HST": -10, "WEST": 1, "BST": 1, "CET": 1, "MET": 1, "MEZ": 1, "CEST": 2, "MEST": 2, "MESZ": 2, "EET": 2,
    "EEST": 3, "MSK": 3, "MSD": 4, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_MONTHS = (
    "jan ene gen янв січ", "feb fev fév лют фев", "mar mär mrz мар бер", "apr abr avr апр кві",
    "may mai mag май мая тра",
    "jun juin giu июн чер", "jul juil lug июл лип", "aug ago aoû авг сер", "sep set сен вер", "oct okt ott out окт жов",
    "nov ноя лис", "dec dez dic déc дек гру",
)  # fmt: skip
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}


def parse_date(value: str, defects: set[Defect]) -> datetime | None:
    """The moment in UTC; None, and a defect, for what names none. Without an offset it is taken as UTC."""
    if not value.strip():
        return None
    text = _COMMENT.sub(" ", value[:_MAX_CHARS])
    for form in (_ISO, _DAY_FIRST, _MONTH_FIRST):
        found = form.search(text)
        moment = _moment(found.groupdict()) if found else None
        if moment is not None:
            return moment
    defects.add(Defect.INVALID_DATE)
    return None


def _moment(found: dict[str, str | None]) -> datetime | None:
    rest = found.get("rest") or ""
    year_text = found.get("year") or found.get("year1")
    if year_text is None:
        year = _YEAR.search(rest)
        if year is None:
            return None
        year_text = year.group(1)
    month = _month(found["month"] or "")
    clock = _clock(rest)
    if month is None or clock is None:
        return None
    try:
        local = datetime(_year(year_text), month, int(found["day"] or 0), *clock, tzinfo=timezone(_offset(rest)))
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _month(name: str) -> int | None:
    if name.isascii() and name.isdigit():
        return int(name)
    lower = name.lower()
    return _MONTH_OF.get(lower[:4]) or _MONTH_OF.get(lower[:3])


def _year(text: str) -> int:
    """RFC 5322, 4.3: two digits are 1950 to 2049, three digits count from 1900."""
    year = int(text)
    if len(text) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(text) == 3 else year


def _clock(text: str) -> tuple[int, int, int] | None:
    """Midnight where no time is given."""
    found = _TIME.search(text)
    if found is None:
        return (0, 0, 0)
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if found["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found["half"][0] in "Pp" else 0)
    return (hour, minute, min(second, 59))  # a leap second has no datetime


def _offset(text: str) -> timedelta:
    time = _TIME.search(text)
    zone = text[time.end() :] if time else text
    found = _OFFSET.search(zone)
    if found is not None:
        hours, minutes = int(found.group(2)), int(found.group(3) or 0)
        size = timedelta(hours=hours, minutes=minutes)
        if minutes > 59 or size >= timedelta(hours=24):
            return timedelta()
        return -size if found.group(1) == "-" else size
    name = re.search(r"[A-Z]{3,4}", zone)
    return timedelta(hours=_ZONES.get(name.group() if name else "", 0))
