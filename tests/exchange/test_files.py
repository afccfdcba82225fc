"""Articles as text: front matter and JSON keep them exactly, HTML becomes Markdown, and what is wrong has a line."""

import json
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contactcenter.exchange.exporting import files_of
from contactcenter.exchange.found import Bad, Found
from contactcenter.exchange.front_matter import article_in, text_of
from contactcenter.exchange.html_page import page_in
from contactcenter.exchange.json_file import articles_in, json_of
from contactcenter.exchange.names import is_language, slug_of

ODD = "\u200b\u202e\ufeff\u2028\x85\x00\x7f: #-'\"\\ {}[]&*!|>%@`\r\n\tаa€𝒳"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(ODD), max_size=60)


@settings(max_examples=400, deadline=None)
@example(title="a", body="\r", phrasings=[])
@given(title=TEXTS.filter(bool), body=TEXTS, phrasings=st.lists(TEXTS, max_size=3))
def test_whatever_is_in_an_article_comes_back_from_its_file(title: str, body: str, phrasings: list[str]) -> None:
    article = {"id": "1", "slug": "a", "language": "en", "title": title, "body": body, "phrasings": phrasings}
    found = article_in(text_of(article), "a.md")
    assert isinstance(found, Found), found
    assert {"phrasings": [], **found.fields} == article
    assert [one.fields for one in articles_in(json_of([article, article]), "a.json") if isinstance(one, Found)] == [
        article,
        article,
    ]


def test_a_body_that_begins_like_front_matter_is_the_body() -> None:
    article = {"title": "x", "body": "---\ntitle: y\n---\n# z"}
    found = article_in(text_of(article), "a.md")
    assert isinstance(found, Found)
    assert found.fields == article


def test_a_plain_file_takes_its_title_from_its_heading() -> None:
    found = article_in("# Reset a *password* #\r\n\r\nClick.\r\n", "a.md")
    assert isinstance(found, Found)
    assert found.fields == {"title": "Reset a *password*", "body": "Click."}


def test_lines_of_fields_are_those_of_the_file() -> None:
    text = "---\ntitle: A\nphrasings:\n  - one\n  - two\naudience: public\n---\nBody"
    found = article_in(text, "a.md")
    assert isinstance(found, Found)
    assert [found.line_of(path) for path in ("title", "phrasings[1]", "audience", "body", "owner_id")] == [
        2,
        5,
        6,
        8,
        1,
    ]


@pytest.mark.parametrize(
    ("front", "line", "words"),
    [
        ("title: A\nbad: [1, 2\n", 4, "YAML"),
        ("title: A\ntitle: B\n", 3, "twice"),
        ("a: &x [1]\nb: *x\n", 2, "aliases"),
        ("a: !!python/object:os.system x\n", 2, "aliases"),
        ("- a\n- b\n", 2, "names and values"),
        ("a: " + "[" * 5000 + "\n", 2, "deeply"),
        ("? [a]\n: b\n", 2, "word"),
        ("a: \x07\n", 1, "YAML"),
    ],
)
def test_front_matter_that_is_wrong_is_named_with_its_line(front: str, line: int, words: str) -> None:
    found = article_in(f"---\n{front}---\nBody", "a.md")
    assert isinstance(found, Bad)
    assert (found.line, words in found.reason) == (line, True), found


def test_front_matter_without_an_end_is_not_an_article() -> None:
    assert isinstance(article_in("---\ntitle: A\n", "a.md"), Bad)


def test_a_broken_article_in_json_spoils_no_other() -> None:
    good = json.dumps({"slug": "a"})
    found = list(articles_in(f"[\n{good},\n{{broken\n,\n{good},\n7\n]", "a.json"))
    assert [(type(one).__name__, one.line) for one in found] == [("Found", 2), ("Bad", 3), ("Found", 5), ("Bad", 6)]


def test_json_of_many_articles_is_read_in_time() -> None:
    text = json_of({"slug": f"a-{at}", "body": "word " * 100} for at in range(20_000))
    began = time.perf_counter()
    assert len(list(articles_in(text, "a.json"))) == 20_000
    assert time.perf_counter() - began < 10


def test_articles_with_one_name_get_files_of_their_own_and_none_outside_the_folder() -> None:
    base = {"language": "en", "slug": "a", "state": "validated", "body": ""}
    odd = base | {"id": "3", "language": "../..", "slug": "/etc/passwd"}
    names = [name for name, _, _ in files_of([base | {"id": "1", "state": "archived"}, base | {"id": "2"}, odd])]
    assert names == ["en/a.md", f"x{b'../..'.hex()}/x{b'/etc/passwd'.hex()}.md", "en/a.1.md"]


PAGE = """<!doctype html><html class=x lang="de"><head><title>Shop &amp; mehr</title><script>evil()</script></head>
<body><nav><a href="/">Start</a></nav><main><h1>Passwort <em>neu</em></h1>
<p>Erst <b>klicken </b>auf <a href="https://x.example/a(b)">dies</a>,
nie <a href="javascript:evil()">das</a>.<br>Ende</p>
<ol start="3"><li>eins<ul><li>a</li><li>b</li></ul></li><li>zwei</li></ol><blockquote><p>Wort</p></blockquote>
<pre>x  = 1
  y</pre><table><tr><th>A</th></tr><tr><td>1|2</td></tr></table><p>- 1*2 &lt;b&gt;</p><img src=x onerror=evil()></main>
<footer>Impressum</footer></body></html>"""


def test_a_page_becomes_the_markdown_of_what_it_is_about() -> None:
    found = page_in(PAGE, "a.html")
    assert isinstance(found, Found)
    assert found.fields["language"] == "de"
    assert found.fields["title"] == "Passwort neu"
    assert found.fields["body"] == (
        "Erst **klicken** auf [dies](https://x.example/a%28b%29), nie das.\\\nEnde\n\n"
        "3. eins\n   - a\n   - b\n4. zwei\n\n> Wort\n\n```\nx  = 1\n  y\n```\n\n"
        "| A |\n| --- |\n| 1\\|2 |\n\n\\- 1\\*2 \\<b\\>"
    )


HOSTILE: dict[str, str] = {
    "tower of blocks": "<div>" * 29_000 + "x",
    "tower of lists": "<ul><li>" * 14_000 + "x",
    "tower of quotes": "<blockquote>" * 29_000 + "x",
    "open tags": "<" * 29_000,
    "headings": "<h2>x</h2>" * 10_000,
    "5 MB of words": "word " * 10**6,
    "attributes": "<html " + "lang " * 10**6,
    "too many tags": "<p>" * 10**6,
    "titles": "<title>" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_or_refused_in_time(name: str) -> None:
    began = time.perf_counter()
    page_in(HOSTILE[name], "a.html")
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Reset a Password!", "reset-a-password"), ("Über uns", "uber-uns"), ("a/b_c", "a-b-c")],
)
def test_slugs_are_made_of_names(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_names_without_latin_letters_and_long_ones_get_slugs_of_their_own() -> None:
    slugs = {slug_of(name) for name in ("退款", "退货", "оплата", "x" * 300, "x" * 301, "🎁")}
    assert len(slugs) == 6
    assert all(0 < len(slug) <= 100 and slug.isascii() for slug in slugs)


def test_folders_named_after_languages() -> None:
    words: dict[str, Any] = {"en": True, "zh-Hans": True, "pt-BR": True, "es-419": True, "docs": False, "EN": False}
    assert {word: is_language(word) for word in words} == words
