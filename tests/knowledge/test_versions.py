"""Ranges of versions: numbers as numbers, and what is no range is said so."""

import time

import pytest

from contactcenter.knowledge.versions import applies, bounds_of


@pytest.mark.parametrize(
    ("range_text", "inside", "outside"),
    [
        (">=2.1 <3", ["2.1", "v2.10", "2.9.9"], ["2.0", "3", "3.0.0", "1"]),
        ("2", ["2", "2.0", "V2"], ["2.0.1", "20"]),
        ("<1.4 || >=2, <2.2", ["1.3", "2.1", "1.3.9"], ["1.4", "2.2"]),
        (">2023a", ["2023b", "2024"], ["2023a", "2022"]),
        (">=2.0", ["2.0", "2.1rc1"], ["2.0rc1"]),
        ("", ["1", "anything"], []),
    ],
)
def test_versions_lie_in_their_ranges(range_text: str, inside: list[str], outside: list[str]) -> None:
    assert [one for one in inside if not applies(range_text, one)] == []
    assert [one for one in outside if applies(range_text, one)] == []


@pytest.mark.parametrize("range_text", ["||", ">=", "a b <", ">=1 ||", "1" * 300])
def test_what_is_no_range_is_refused(range_text: str) -> None:
    with pytest.raises(ValueError, match="version"):
        bounds_of(range_text)


def test_odd_ranges_take_no_time() -> None:
    began = time.perf_counter()
    for text in ("<" * 200, "<1 " * 66, "1." * 100, " " * 200 + "<"):
        try:
            applies(text, "9" * 5000 + ".1" * 5000)
        except ValueError:
            continue
    assert time.perf_counter() - began < 2
