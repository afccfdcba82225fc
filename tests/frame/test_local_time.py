"""Times as people read them: in their zone and language."""

from datetime import UTC, datetime

import pytest

from contactcenter.local_time import is_zone, local_time

MOMENT = datetime(2026, 11, 27, 11, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "words"),
    [
        ("Europe/Moscow", "ru", "27 нояб. 2026\u202fг., 14:05 (UTC+3)"),
        ("Asia/Shanghai", "zh-Hans", "2026年11月27日 19:05 (UTC+8)"),
        ("America/St_Johns", "en", "Nov 27, 2026, 07:35 (UTC-3:30)"),
        (None, "de", "27.11.2026, 11:05 (UTC)"),
        ("no/where", "xx-not-a-language", "Nov 27, 2026, 11:05 (UTC)"),
    ],
)
def test_a_time_says_how_far_it_is_from_utc(zone: str | None, language: str, words: str) -> None:
    assert local_time(MOMENT, zone, language) == words


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "europe berlin"])
def test_what_is_not_in_the_database_is_no_zone(name: str) -> None:
    assert not is_zone(name)
