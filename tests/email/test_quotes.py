"""What a person wrote in a mail, on mails written for this project in the forms of many clients (tests/data/quotes)."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.quotes import own_words, signature_of, strip_html, strip_text
from channels.email.quotes.markup import visible_text
from contactcenter.language import Detector

DATA = Path(__file__).parents[1] / "data" / "quotes"
TEXTS = sorted(path.name for path in DATA.glob("*.txt"))
PAGES = sorted(path.name for path in DATA.glob("*.html"))
MIXED = sorted(path.name for path in (DATA / "mixed").glob("*.txt"))
LANGUAGES = "en zh-Hans zh-Hant ru uk es fr de pt it nl pl ja ko ar".split()

FRAGMENTS = [line for name in TEXTS for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
LINES = st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(["", "> ", ">", "--", "-- "]), st.text(max_size=40))
MAILS = st.lists(LINES, max_size=40)
TAGS = [
    *"<div> </div> <br> <p> </p> <blockquote> </blockquote> <pre> </pre> <!-- --> <td> <script> </script>".split(),
    '<blockquote type="cite">', '<div class="gmail_quote">', '<div id="divRplyFwdMsg">',
    '<div class="gmail_signature">',
]  # fmt: skip
PAGE_PARTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(TAGS), st.text(max_size=20)), max_size=40)


def expected(path: Path) -> str:
    return path.with_suffix(".expected").read_text(encoding="utf-8").strip("\n")


def has_text(mail: str) -> bool:
    """Whether anything is to be seen: more than spaces, controls and marks of direction."""
    return any(unicodedata.category(char) not in ("Cc", "Cf", "Zs", "Zl", "Zp") for char in mail)


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(LANGUAGES)


@pytest.mark.parametrize("name", TEXTS)
def test_what_the_person_wrote_is_left_of_a_text(name: str) -> None:
    mail = (DATA / name).read_text(encoding="utf-8")
    assert strip_text(mail).strip("\n") == expected(DATA / name)


@pytest.mark.parametrize("name", PAGES)
def test_what_the_person_wrote_is_left_of_a_page(name: str) -> None:
    page = (DATA / name).read_text(encoding="utf-8")
    wanted = [" ".join(line.split()) for line in expected(DATA / name).splitlines()]
    assert visible_text(strip_html(page)).splitlines() == wanted


@pytest.mark.parametrize("name", MIXED)
def test_the_language_of_the_own_text_is_heard_beside_a_quote_or_footer_in_another(
    name: str, detector: Detector
) -> None:
    own = strip_text((DATA / "mixed" / name).read_text(encoding="utf-8"))
    spoken = next(tag for tag in ("zh-hans", "zh-hant", name.split("-")[0]) if name.startswith(tag))
    assert (detector.detect(own).language or "").lower() == spoken
    assert own.strip("\n") == expected(DATA / "mixed" / name)


def test_there_are_as_many_mails_as_promised() -> None:
    names = [*TEXTS, *PAGES]
    assert len(names) >= 120
    assert len([name for name in names if name.startswith("keep-")]) >= 30
    assert len(MIXED) == 30


@settings(max_examples=60, deadline=None)
@given(MAILS)
def test_stripping_only_leaves_out_lines_and_never_all_of_them(lines: list[str]) -> None:
    mail = "\n".join(lines)
    stripped = strip_text(mail)
    remaining = iter(mail.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert all(line in remaining for line in stripped.split("\n"))
    assert has_text(stripped) == has_text(mail)


@settings(max_examples=60, deadline=None)
@given(MAILS)
def test_stripping_a_stripped_text_changes_nothing(lines: list[str]) -> None:
    once = strip_text("\n".join(lines))
    assert strip_text(once) == once


@settings(max_examples=60, deadline=None)
@given(PAGE_PARTS)
def test_a_page_with_visible_text_keeps_some(parts: list[str]) -> None:
    page = "\n".join(parts)
    assert bool(visible_text(strip_html(page))) == bool(visible_text(page))


@pytest.mark.parametrize(
    "mail",
    [
        ">\n" * 100_000, ">" * 5_000_000, "a" * 5_000_000, "On 3 May 2021 10:15 <a@b.example\n" * 3_000,
        "From: a@b.example\n" * 3_000, "-- \nAnn\n" * 3_000, "wrote: " * 700_000, "Best regards\nAnn\n\n" * 3_000,
        "@" * 5_000_000, "2021-05-03 10:15 " * 30_000, "-" * 5_000_000, "> a\nb\n" * 10_000, "\n" * 5_000_000,
    ],
    ids=lambda mail: ascii(mail[:12]),
)  # fmt: skip
def test_hostile_texts_come_back_within_the_limit_of_a_test(mail: str) -> None:
    assert len(strip_text(mail)) <= len(mail)


@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "<a ",
        "<",
        "</",
        "<div>",
        "<br>",
        "<blockquote type=cite>x",
        "<script>",
        '<a x="',
        "&",
        "<![CDATA[",
        "<p>text",
        "<title>",
    ],
)
def test_hostile_pages_come_back_within_the_limit_of_a_test(unit: str) -> None:
    page = unit * (100_000 // len(unit))
    assert len(strip_html(page)) <= len(page)


def test_a_page_keeps_its_bytes_around_what_is_cut() -> None:
    own, style = '<p CLASS=x>Sí&nbsp;&amp; no <img src="cid:1"></p><!-- c -->', "<style>p{}</style>"
    assert strip_html(f'{own}<blockquote type="cite">Old</blockquote>{style}') == own + style


def test_lines_keep_their_characters_and_ends_become_one_kind() -> None:
    assert strip_text("  Hello\u2028there \r\n\r\nbye\r\n> old\r\n") == "  Hello\u2028there \n\nbye"


def test_the_signature_that_was_left_out_can_be_read() -> None:
    assert signature_of("Which adapter fits?\n\n-- \nAnn Walker\nLeeds\n") == "-- \nAnn Walker\nLeeds"
    assert signature_of("Which adapter fits?") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Where is my order 4471?", 4), ("", 0), ("好的", 1), ("你好，我要退货，怎么办？", 6), ("ok", 1),
        ("返金はいつですか", 4), ("https://shop.example/a ann@example.org 12", 0), ("สินค้ายังไม่มาถึง", 4),
        ("Yes.\n\n> Do you want this or that one?", 1), ("아직 물건을 받지 못했습니다", 4),
        ("> Please answer this mail to confirm.", 0), ("Sent from my iPhone\n\n> Is it you?", 0),
    ],
)  # fmt: skip
def test_own_words_are_counted_without_quotes_numbers_and_addresses(text: str, words: int) -> None:
    assert own_words(text) == words
