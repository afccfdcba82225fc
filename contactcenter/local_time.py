"""Times as the person who reads them knows them: in their zone and language, with how far that is from UTC."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

_UTC = "UTC"


def local_time(moment: datetime, zone: str | None, language: str) -> str:
    """``moment`` (aware) to the minute, for instance ``27 нояб. 2026 г., 14:00 (UTC+3)``; an unknown zone is UTC."""
    local = moment.astimezone(ZoneInfo(zone if zone and is_zone(zone) else _UTC))
    locale = _locale(language)
    clock = format_skeleton("Hm", local, tzinfo=local.tzinfo, locale=locale)
    words = locale.datetime_formats["medium"].replace("'", "").format(clock, format_date(local, "medium", locale))
    return f"{words} ({_UTC}{_distance(local.utcoffset() or timedelta())})"


def is_zone(name: str) -> bool:
    """Whether it is a name of the IANA time zone database."""
    return name in _zones()


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def _distance(offset: timedelta) -> str:
    """``+3``, ``-9:30``, nothing for UTC itself."""
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")
