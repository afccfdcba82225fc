"""Articles with anything in them: shown as HTML in time, and never with anything that runs or loads."""

import re
import time

import pytest

from contactcenter.exchange.found import Found
from contactcenter.exchange.front_matter import article_in, text_of
from contactcenter.exchange.html_page import page_in
from contactcenter.knowledge.answer import Knowledge
from contactcenter.knowledge.article import IndexedArticle
from contactcenter.knowledge.passage import passage_for
from contactcenter.web.markdown import html_of

LONGEST = 200_000
LONG = {
    "brackets": "[",
    "images": "![",
    "stars": "*a ",
    "marks": "*_",
    "nested marks": "**a",
    "ticks": "`",
    "quotes": "> " * 50 + "\n",
    "headings": "# h\n\n",
    "underlined": "a\n=\n",
    "table": "|1|2|\n",
    "links": "[a](b ",
    "names": "[a]: b\n",
    "tags": "<div ",
    "comments": "<!--",
    "entities": "&",
    "hard breaks": "a  \n",
    "zero width": "\u200b\u200d\ufeff",
    "bidi": "\u202e\u2066\u2069",
    "marks on a letter": "a" + "\u0301" * 50,
    "alike letters": "раssроrt ",
    "signs that unfold": "\ufdfa",
}


@pytest.mark.parametrize("name", LONG)
def test_the_longest_article_is_shown_searched_and_answered_from_in_time(name: str) -> None:
    unit = LONG[name]
    body = ("|a|b|\n|-|-|\n" if name == "table" else "") + unit * (LONGEST // len(unit))
    began = time.perf_counter()
    html_of.__wrapped__(body)
    passage_for(body, "how does it work", "en")
    found = Knowledge([IndexedArticle(id="a", language="en", title="A", body=body, phrasings=("how does it work",))])
    found.answer("how does it work", "en")
    assert time.perf_counter() - began < 20


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe src=javascript:alert(1)>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](<javascript:alert(1)>)",
    "<javascript:alert(1)>",
    "![x](https://elsewhere.example/pixel.png)",
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>`</code><script>alert(1)</script>",
    "<form action=/api/v1/logout><button>go</button></form>",
    "<style>*{display:none}</style>",
    "<base href=//elsewhere.example><meta http-equiv=refresh content=0>",
    "<p style='position:fixed' id=x class=y>cover</p>",
    "\\<script>alert(1)\\</script>",
]
TAG = re.compile(r"<(/?[a-z0-9]+)([^>]*)>")
HARMLESS = {"p", "a", "code", "pre", "br", "em", "strong", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "hr"}


def assert_harmless(html: str) -> None:
    """Only elements without effect, and links that leave by http(s), mail or telephone."""
    for name, attributes in TAG.findall(html):
        assert name.lstrip("/") in HARMLESS, html
        for attribute, value in re.findall(r"([\w-]+)=\"([^\"]*)\"", attributes):
            assert attribute in {"href", "rel", "target", "start"}, html
            assert attribute != "href" or re.match(r"(https?|mailto|tel):|[^:]*\Z", value), html
    assert not re.search(r"<(?!/?[a-z0-9]+[ >])", html), html


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_hostile_shows_as_words_or_not_at_all(text: str) -> None:
    assert_harmless(html_of(text))
    assert_harmless(html_of(f"# Title\n\n- {text}\n\n{text}"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_pages_and_files_are_harmless_once_they_are_articles(text: str) -> None:
    for page in (f"<main><h1>Title</h1><p>Words</p>{text}</main>", f"{text}<p>Words", text * 50 + "Words"):
        found = page_in(page, "a.html")
        if isinstance(found, Found):
            assert_harmless(html_of(str(found.fields["body"])))
    again = article_in(text_of({"title": text, "body": text}), "a.md")
    assert isinstance(again, Found)
    assert again.fields == {"title": text, "body": text}
    assert_harmless(html_of(str(again.fields["body"])))
