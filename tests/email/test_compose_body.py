"""What stands in a mail of ours: text, HTML, quote, links, files, marker."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from channels.email.composing.hypertext import blocks, direction
from channels.email.composing.marker import reply_address, tokens_in
from channels.email.composing.quoting import MAX_QUOTED_CHARS
from contactcenter.model.message import Message
from contactcenter.ports import LinkPurpose
from tests.email.outbound import TOKEN, composed, file, markup, outbound, plain, quoted, read

LINKS = {
    LinkPurpose.HELPED: "https://cc.test/h/1",
    LinkPurpose.PERSON: "https://cc.test/p/1",
    LinkPurpose.CONVERSATION: "https://cc.test/c/1",
    LinkPurpose.UNSUBSCRIBE: "https://cc.test/u/1",
}
LABELS = {
    LinkPurpose.HELPED: "Das hat geholfen",
    LinkPurpose.PERSON: "Ich brauche einen Menschen",
    LinkPurpose.CONVERSATION: "Zum Gespräch",
}
TEXTS = [
    "Short.",
    "你的包裹今天发出。\n\n祝好",
    "مرحبا، طلبك في الطريق 🚚",
    ".\n..\n.leading dots\nFrom here on\n-- \nnot a signature",
    "x" * 5000,
    "trailing blanks   \n\ttabs\there = equals =3D",
    "🧑🏽‍🚒" * 400,
]


class Tags(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    assert plain(composed(outbound(text))).rstrip("\n") == text


@pytest.mark.parametrize("text", TEXTS)
def test_no_line_is_longer_than_mail_allows(text: str) -> None:
    mail = composed(outbound(text, quoted=quoted(text), files=(file("a.bin", b"\n" * 3000),)))
    assert max(map(len, mail.raw.split(b"\r\n"))) <= 78
    assert mail.raw.isascii()


def test_the_text_comes_before_the_html() -> None:
    parts = [part.get_content_type() for part in read(composed(outbound())).iter_parts()]
    assert parts == ["text/plain", "text/html"]


def test_chinese_travels_as_base64_and_english_stays_readable() -> None:
    encodings = [
        str(next(iter(read(composed(outbound(text))).iter_parts()))["Content-Transfer-Encoding"])
        for text in ("订单在路上", "On its way, Zoë")
    ]
    assert encodings == ["base64", "quoted-printable"]


def test_nothing_of_a_text_is_markup() -> None:
    page = Tags(markup(composed(outbound('<script>alert(1)</script> & "x" <img src=x onerror=y>'))))
    assert not page.all("script") + page.all("img")
    assert '<script>alert(1)</script> & "x" <img src=x onerror=y>' in page.text


def test_paragraphs_and_line_breaks_are_kept() -> None:
    assert blocks("one\ntwo\n\nthree") == "<p>one<br>\ntwo</p>\n<p>three</p>\n"


def test_lists_are_lists() -> None:
    page = Tags(blocks("Please:\n- restart\n- wait\n\n3. three\n4. four\n\n- -not\n-5 degrees"))
    assert [tag for tag, _ in page.tags] == ["p", "ul", "li", "li", "ol", "li", "li", "ul", "li", "p"]
    assert [item.get("value") for item in page.all("li")] == [None, None, "3", "4", None]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("see https://cc.test/a?b=1&c=2.", "https://cc.test/a?b=1&c=2"),
        ("(https://cc.test/wiki/A_(b))", "https://cc.test/wiki/A_(b)"),
        ("请看https://cc.test/帮助，谢谢", "https://cc.test/帮助"),
        ('"https://cc.test/x"', "https://cc.test/x"),
    ],
)
def test_a_web_address_becomes_a_link(text: str, target: str) -> None:
    page = Tags(blocks(text))
    assert [one["href"] for one in page.all("a")] == [target]
    assert page.text.strip() == text


def test_a_script_is_no_link() -> None:
    assert not Tags(blocks("javascript:alert(1) data:text/html,x")).all("a")
    page = Tags(markup(composed(outbound(links={LinkPurpose.PERSON: "javascript:alert(1)"}, reply_token=""))))
    assert not page.all("a")


@pytest.mark.parametrize(("language", "expected"), [("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("ru", "ltr")])
def test_the_direction_follows_the_language(language: str, expected: str) -> None:
    html = Tags(markup(composed(outbound(language=language)))).all("html")[0]
    assert (html["lang"], html["dir"]) == (language, expected)


def test_a_text_in_a_language_of_its_own_says_so() -> None:
    mail = composed(replace(outbound(language="en"), message=Message(text="שלום", language="he")))
    assert Tags(markup(mail)).all("html")[0]["dir"] == "rtl"


def test_an_unknown_language_leaves_the_direction_to_the_text() -> None:
    assert direction(None) == "auto"
    assert 'lang="' not in markup(composed(outbound(language='x" onload="y')))


def test_the_links_stand_below_the_text_in_the_words_that_were_given() -> None:
    mail = composed(outbound(links=LINKS), labels=LABELS)
    assert "Ich brauche einen Menschen: https://cc.test/p/1\n" in plain(mail)
    links = {one["href"] for one in Tags(markup(mail)).all("a")}
    assert {"https://cc.test/h/1", "https://cc.test/p/1", "https://cc.test/c/1"} <= links
    assert "https://cc.test/u/1" not in plain(mail)


def test_unsubscribing_is_shown_when_there_are_words_for_it() -> None:
    mail = composed(outbound(links=LINKS), labels={LinkPurpose.UNSUBSCRIBE: "Stop"})
    assert "Stop: https://cc.test/u/1" in plain(mail)


def test_the_signature_stands_after_its_mark_and_before_the_quote() -> None:
    mail = composed(outbound(signature="Anna\nShop Ltd", quoted=quoted("Where is it?")))
    assert plain(mail) == (
        "It is on its way.\n\n-- \nAnna\nShop Ltd\n\nOn 2026-03-01 08:00 UTC, Alice wrote:\n> Where is it?\n"
    )


def test_the_line_above_the_quote_is_in_the_reader_s_language() -> None:
    words = {tag: plain(composed(outbound(language=tag, quoted=quoted("?")))) for tag in ("de-AT", "zh-TW", "zh", "fi")}
    assert "Am 2026-03-01 08:00 UTC schrieb Alice:\n> ?" in words["de-AT"]
    assert "Alice 於 2026-03-01 08:00 UTC 寫道：\n> ?" in words["zh-TW"]
    assert "Alice 于 2026-03-01 08:00 UTC 写道：\n> ?" in words["zh"]
    assert "2026-03-01 08:00 UTC, Alice:\n> ?" in words["fi"]


def test_two_levels_are_quoted_and_no_more() -> None:
    mail = composed(outbound(quoted=quoted("mine\n> yours\n>> older\n> > older too\nmine again")))
    assert plain(mail).endswith("> mine\n> > yours\n> mine again\n")
    assert len(Tags(markup(mail)).all("blockquote")) == 2
    assert "older" not in markup(mail)


def test_a_long_quote_is_cut_and_says_so() -> None:
    text = plain(composed(outbound(quoted=quoted("word " * 10 + "\n" + "long line\n" * 3000))))
    assert text.endswith("> long line\n> …\n")
    assert len(text) < MAX_QUOTED_CHARS * 1.4


def test_the_html_carries_the_token_twice() -> None:
    page = markup(composed(outbound(quoted=quoted("?"))))
    assert Tags(page).all("div")[0]["data-cc"] == TOKEN
    assert tokens_in(page) == (TOKEN,)
    assert tokens_in(re.sub(r'data-cc="[^"]*"', "", page)) == (TOKEN,)


@pytest.mark.parametrize("token", ["K1.AbCdEf-_.xyz", "x" * 400])
def test_a_token_that_is_no_address_travels_in_the_marker_alone(token: str) -> None:
    page = markup(composed(outbound(reply_token=token)))
    assert tokens_in(page) == (token,)
    assert tokens_in(re.sub(r'data-cc="[^"]*"', "", page)) == (token,)


@pytest.mark.parametrize(
    "page",
    [
        '<div class="gmail_quote"><a href="mailto:s%2Bk1.abc@cc.test?keywords=cc-k1.abc" target="_blank">#X</a></div>',
        "<p class=MsoNormal><a\nhref=3D'mailto:s@cc.test?keywords=cc-k1.abc'>#X</a>".replace("=3D", "="),
        '<a href="mailto:s@cc.test?subject=Hi&amp;keywords=cc-k1.abc">#X</a>',
        "<DIV DATA-CC=k1.abc>",
    ],
)
def test_the_token_is_found_in_what_mail_programs_make_of_it(page: str) -> None:
    assert tokens_in(page) == ("k1.abc",)


def test_many_markers_are_not_all_read() -> None:
    assert len(tokens_in("".join(f'<i data-cc="t{number}">' for number in range(1000)))) == 20


def test_a_plus_address_fits_or_is_not_made() -> None:
    assert reply_address("support@cc.test", "a" * 56) == f"support+{'a' * 56}@cc.test"
    assert reply_address("support@cc.test", "a" * 57) is None


@pytest.mark.parametrize(
    ("name", "kind", "read_name", "read_kind"),
    [
        ("a.pdf", "application/pdf", "a.pdf", "application/pdf"),
        ("发票 2026.pdf", "application/pdf", "发票 2026.pdf", "application/pdf"),
        ("счёт" * 50 + ".xlsx", "application/octet-stream", ("счёт" * 50)[:115] + ".xlsx", "application/octet-stream"),
        ('we"ird;na=me\\.txt', "text/plain; charset=utf-8", "we_ird;na=me_.txt", "text/plain"),
        ("../../etc/passwd", "", "_.._etc_passwd", "application/octet-stream"),
        ("x\u202egnp.exe", "image/png\r\nX: y", "xgnp.exe", "application/octet-stream"),
        ("mail.eml", "message/rfc822", "mail.eml", "application/octet-stream"),
        ("\r\n", "multipart/mixed", "file", "application/octet-stream"),
    ],
)
def test_a_file_keeps_its_name_its_kind_and_every_byte(name: str, kind: str, read_name: str, read_kind: str) -> None:
    data = bytes(range(256)) * 50 + b"a\nb\r\nc\r\n"
    part = next(read(composed(outbound(files=(file(name, data, kind),)))).iter_attachments())
    assert (part.get_filename(), part.get_content_type()) == (read_name, read_kind)
    assert part.get_content_disposition() == "attachment"
    assert part.get_payload(decode=True) == data


def test_an_old_program_sees_a_name_in_ascii() -> None:
    raw = composed(outbound(files=(file("发票.pdf", b"x"), file("Übersicht.pdf", b"y")))).raw
    assert b'name="file.pdf"' in raw
    assert b'name="Ubersicht.pdf"' in raw


def test_a_text_file_keeps_its_line_ends() -> None:
    part = next(read(composed(outbound(files=(file("a.csv", b"1;2\n3;4\r\n", "text/csv"),)))).iter_attachments())
    assert part.get_payload(decode=True) == b"1;2\n3;4\r\n"


def test_a_picture_is_shown_in_the_text() -> None:
    mail = composed(outbound(files=(file("a.png", b"png", "image/png", inline=True), file("b.pdf", b"pdf"))))
    shown = Tags(markup(mail)).all("img")[0]["src"]
    picture = next(part for part in read(mail).walk() if part.get_content_type() == "image/png")
    assert shown == f"cid:{picture['Content-ID'][1:-1]}"
    assert [part.get_content_type() for part in read(mail).iter_parts()] == ["multipart/related", "application/pdf"]


def test_a_drawing_with_scripts_is_never_shown_in_the_text() -> None:
    mail = composed(outbound(files=(file("a.svg", b"<svg/>", "image/svg+xml", inline=True),)))
    assert next(read(mail).iter_attachments()).get_content_disposition() == "attachment"


def test_a_text_cannot_end_its_part() -> None:
    boundary = read(composed(outbound())).get_boundary()
    mail = composed(outbound(f"a\n--{boundary}\n--{boundary}--\nb", quoted=quoted(f"--{boundary}--")))
    assert len(list(read(mail).iter_parts())) == 2
    assert f"--{boundary}--\nb" in plain(mail)
