"""Articles in and out of a centre as files, by the command line."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from contactcenter import cli
from contactcenter.control import centre_at_url
from tests.commands.test_on_a_centre import no_settings_from_outside, served

__all__ = ["no_settings_from_outside", "served"]

Out = pytest.CaptureFixture[str]
FULL = {
    "id": "full", "slug": "refund", "language": "en", "title": "Refund: «how» \u202e?", "body": "# A\n\n* b\r\n\n",
    "phrasings": ["money back", "- 'x': \"y\""], "audience": "companies", "state": "not_validated",
    "products": ["bp200"], "companies": ["c1"], "review_at": "2031-02-03T04:05:06Z", "owner_id": "ann",
    "kind": "procedure", "governance": "restricted", "short": "Yes: 14 days", "product_versions": {"bp200": ">=2 <3"},
    "source_language": "ru", "source_digest": "0123456789abcdef",
    "procedure": [{"id": "1", "text": "Look: [x]", "choices": [{"text": "red", "to": "1"}, {"text": "no", "to": ""}]}],
    "made_from": "01936f2e-7123-7123-8123-012345678901",
}  # fmt: skip
TWIN = {"id": "old", "slug": "refund", "language": "en", "title": "Old", "body": "", "state": "archived"}
RUSSIAN = {"id": "ru", "slug": "refund", "language": "ru", "title": "Возврат", "body": "Да\u2028нет"}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def exported(capsys: Out, *more: str) -> list[dict[str, Any]]:
    assert cli.main(["export-articles", "look.json", *more]) == 0
    capsys.readouterr()
    found: list[dict[str, Any]] = json.loads(Path("look.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", ["files", "all.json"])
def test_what_is_exported_and_imported_into_an_empty_centre_is_exported_byte_for_byte(
    served: None, tmp_path: Path, capsys: Out, name: str
) -> None:
    Path("in.json").write_text(json.dumps([FULL, TWIN, RUSSIAN]))
    assert cli.main(["import-articles", "in.json"]) == 0
    assert cli.main(["export-articles", name]) == 0
    assert cli.main(["import-articles", name, "--data", "empty"]) == 0
    assert "3 added" in capsys.readouterr().err
    again = tmp_path / "again" / name
    again.parent.mkdir()
    assert cli.main(["export-articles", str(again), "--data", "empty"]) == 0
    if again.is_dir():
        assert contents(again) == contents(tmp_path / name)
        assert sorted(contents(again)) == ["en/refund.md", "en/refund.old.md", "ru/refund.md"]
    else:
        assert again.read_bytes() == (tmp_path / name).read_bytes()
    assert cli.main(["import-articles", name]) == 0
    assert "0 added, 0 changed, 3 unchanged" in capsys.readouterr().err
    (first, *_) = [one for one in exported(capsys, "--data", "empty") if one["id"] == "full"]
    assert {name: first[name] for name in FULL} == FULL


PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


def test_pictures_come_along_and_go_out_with_their_article(served: None, tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    Path("kb/en/img").mkdir(parents=True)
    Path("kb/en/img/my shot.png").write_bytes(PNG)
    text = "# A\n\n![one](img/my%20shot.png) ![again](<img/my%20shot.png>) ![out](../../secret.png) ![no](gone.png)\n"
    Path("kb/en/a.md").write_text(text)
    for counts in ("1 added", "1 unchanged"):
        assert cli.main(["import-articles", "kb"]) == 0
        assert counts in capsys.readouterr().err
    (one,) = exported(capsys)
    assert [(file["name"], file["content_type"], file["size_bytes"]) for file in one["files"]] == [
        ("my-shot.png", "image/png", len(PNG))
    ]
    assert one["body"] == "![one](my-shot.png) ![again](my-shot.png) ![out](../../secret.png) ![no](gone.png)"

    assert cli.main(["export-articles", "out"]) == 0
    assert sorted(contents(Path("out"))) == ["en/a.files/my-shot.png", "en/a.md"]
    assert cli.main(["import-articles", "out", "--data", "empty"]) == 0
    assert cli.main(["export-articles", "again", "--data", "empty"]) == 0
    assert contents(Path("again")) == contents(Path("out"))


def test_files_that_are_missing_or_others_are_named(served: None, capsys: Out) -> None:
    described = {"name": "a.png", "blob_id": "0" * 64, "content_type": "image/png", "size_bytes": 3}
    Path("kb/en/b.files").mkdir(parents=True)
    Path("kb/en/b.files/a.png").write_bytes(b"abc")
    for slug in ("a", "b"):
        Path(f"kb/en/{slug}.md").write_text(f"---\ntitle: A\nfiles:\n  - {json.dumps(described)}\n---\nText\n")
    Path("c.json").write_text(
        json.dumps([{"slug": "c", "language": "en", "title": "C", "body": "", "files": [described]}])
    )
    assert cli.main(["import-articles", "kb"]) == 1
    told = capsys.readouterr().err
    assert "kb/en/a.md:3: files: kb/en/a.files/a.png: No such file" in told
    assert "kb/en/b.md:3: files: kb/en/b.files/a.png is another file" in told
    assert cli.main(["import-articles", "c.json"]) == 1
    assert "c.json:1: files[0].blob_id: this file is not here" in capsys.readouterr().err


def test_importing_twice_changes_nothing_and_makes_no_doubles(served: None, capsys: Out) -> None:
    Path("kb/en").mkdir(parents=True)
    Path("kb/en/Reset password.md").write_text("# Reset\n\nClick.\n")
    Path("kb/ru").mkdir()
    Path("kb/ru/Reset password.md").write_text(
        "---\nstate: validated\nphrasings: [забыл пароль]\nreview_at: 2031-01-02\n---\n# Сброс\n\nНажмите.\n"
    )
    assert cli.main(["import-articles", "kb"]) == 0
    assert "2 added, 0 changed, 0 unchanged" in capsys.readouterr().err
    assert cli.main(["import-articles", "kb"]) == 0
    assert "0 added, 0 changed, 2 unchanged" in capsys.readouterr().err
    Path("kb/en/Reset password.md").write_text("# Reset\n\nClick twice.\n")
    assert cli.main(["import-articles", "kb"]) == 0
    assert "0 added, 1 changed, 1 unchanged" in capsys.readouterr().err
    found = {one["language"]: one for one in exported(capsys)}
    assert [found[language]["slug"] for language in ("en", "ru")] == ["reset-password"] * 2
    assert found["en"]["body"] == "Click twice."
    assert [found[language]["state"] for language in ("en", "ru")] == ["work_in_progress", "validated"]
    assert found["en"]["audience"] == "internal"


def test_what_a_file_does_not_name_stays_as_it_is(served: None, capsys: Out) -> None:
    Path("in.json").write_text(json.dumps([FULL]))
    assert cli.main(["import-articles", "in.json"]) == 0
    Path("in.json").write_text(json.dumps([{"slug": "refund", "language": "en", "title": "New title"}]))
    assert cli.main(["import-articles", "in.json"]) == 0
    (one,) = exported(capsys)
    assert {name: one[name] for name in FULL} == FULL | {"title": "New title"}


def test_bad_articles_are_named_with_file_line_and_field_and_the_others_go_in(served: None, capsys: Out) -> None:
    folder = Path("kb/en")
    folder.mkdir(parents=True)
    (folder / "good.md").write_text("# Good\n\nText.\n")
    (folder / "audience.md").write_text("---\ntitle: A\naudience: everybody\n---\nText\n")
    (folder / "typo.md").write_text("---\ntitle: A\n\nphrasing: [a]\n---\nText\n")
    (folder / "slug.md").write_text("---\ntitle: A\nslug: Not A Slug\n---\nText\n")
    (folder / "day.md").write_text("---\ntitle: A\nreview_at: soon\n---\nText\n")
    (folder / "huge.md").write_text("# Huge\n\n" + "word " * 10**6)
    (folder / "twin.md").write_text("---\nslug: good\n---\n# Twin\n\nText.\n")
    (folder / "bytes.md").write_bytes(b"# A\n\n\xff")
    (folder / "untitled.md").write_text("Text\n")
    assert cli.main(["import-articles", "kb"]) == 1
    *lines, counts = capsys.readouterr().err.splitlines()
    assert counts == "articles: 1 added, 0 changed, 0 unchanged, 8 not taken in"
    found = {line.split(": ")[0]: line for line in lines}
    assert set(found) == {
        "kb/en/audience.md:3", "kb/en/typo.md:4", "kb/en/slug.md:3", "kb/en/day.md:3", "kb/en/huge.md:3",
        "kb/en/bytes.md:3", "kb/en/twin.md:1", "kb/en/untitled.md:1",
    }  # fmt: skip
    assert found["kb/en/typo.md:4"] == "kb/en/typo.md:4: phrasing: articles have no such field"
    assert found["kb/en/audience.md:3"].startswith("kb/en/audience.md:3: audience: ")
    assert found["kb/en/huge.md:3"].startswith("kb/en/huge.md:3: body: ")
    assert found["kb/en/twin.md:1"].endswith("is in kb/en/good.md already")
    assert [one["title"] for one in exported(capsys)] == ["Good"]


def test_translations_in_a_circle_are_named_where_the_circle_closes(served: None, capsys: Out) -> None:
    for language, source in (("de", "en"), ("en", "ru"), ("ru", "de")):
        Path(f"kb/{language}").mkdir(parents=True)
        Path(f"kb/{language}/a.md").write_text(f"---\ntitle: A\nsource_language: {source}\n---\nText\n")
    assert cli.main(["import-articles", "kb"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "kb/ru/a.md:3: source_language: translated in a circle: ru from de from en from ru"
    assert [one["language"] for one in exported(capsys)] == ["de", "en"]


def test_front_matter_of_other_programs_can_be_passed_over(served: None, capsys: Out) -> None:
    Path("a.md").write_text("---\ntitle: A\nlayout: post\ntags: [x]\n---\nText\n")
    assert cli.main(["import-articles", "a.md"]) == 1
    assert cli.main(["import-articles", "a.md", "--ignore-unknown", "--language", "fr"]) == 0
    assert [one["language"] for one in exported(capsys)] == ["fr"]


def test_a_folder_of_html_is_taken_in_and_a_hostile_page_does_no_harm(served: None, capsys: Out) -> None:
    Path("site/de").mkdir(parents=True)
    Path("site/de/index.html").write_text("<title>Start</title><p>Hallo <script>evil()</script><b>du</b>")
    Path("site/de/bad.html").write_text("<p>" * 10**6)
    assert cli.main(["import-articles", "site"]) == 1
    assert "site/de/bad.html: has more than" in capsys.readouterr().err
    (one,) = exported(capsys)
    assert (one["language"], one["slug"], one["title"], one["body"]) == ("de", "index", "Start", "Hallo **du**")


def test_files_that_link_out_of_the_folder_are_not_read(served: None, tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n\nText")
    Path("kb").mkdir()
    Path("kb/link.md").symlink_to(tmp_path / "secret.md")
    assert cli.main(["import-articles", "kb"]) == 0
    assert exported(capsys) == []


def test_a_path_that_is_not_there_is_one_line(capsys: Out) -> None:
    assert cli.main(["import-articles", "nowhere"]) == 2
    assert "no such file" in capsys.readouterr().err


PAGES = {
    "/sitemap.xml": '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<sitemap><loc>{site}/pages.xml</loc></sitemap><sitemap><loc>{site}/bomb.xml</loc></sitemap>"
    "<sitemap><loc>http://169.254.169.254/latest</loc></sitemap></sitemapindex>",
    "/pages.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<url><loc>{site}/en/refund</loc></url><url><loc>{site}/de/refund.html</loc></url>"
    "<url><loc>{site}/gone</loc></url><url><loc>{site}/away</loc></url><url><loc>{site}/en/refund</loc></url></urlset>",
    "/bomb.xml": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset>&b;</urlset>',
    "/en/refund": '<html lang="en"><main><h1>Refund</h1><p>Within 14 days.</p></main></html>',
    "/de/refund.html": '<html lang="de"><main><h1>Erstattung</h1><p>Binnen 14 Tagen.</p></main></html>',
}


@pytest.fixture
def own_site() -> Iterator[str]:
    loop = asyncio.new_event_loop()

    async def page(request: web.Request) -> web.Response:
        if request.path == "/away":
            raise web.HTTPFound(f"http://127.0.0.2:{request.url.port}/en/refund")
        if request.path not in PAGES:
            raise web.HTTPNotFound
        text = PAGES[request.path].replace("{site}", f"http://{request.host}")
        kind = "text/xml" if request.path.endswith(".xml") else "text/html"
        return web.Response(text=text, content_type=kind)

    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    server = TestServer(app)
    loop.run_until_complete(server.start_server())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    asyncio.run_coroutine_threadsafe(server.close(), loop).result(20)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(20)
    loop.close()


def test_the_pages_of_ones_own_sitemap_are_taken_in_and_nothing_else(served: None, own_site: str, capsys: Out) -> None:
    command = ["import-articles", f"{own_site}/sitemap.xml", "--allow-network", "127.0.0.0/8", "--audience", "public"]
    assert cli.main(command) == 1
    told = capsys.readouterr().err
    assert "2 added" in told
    assert f"{own_site}/gone: answers 404" in told
    assert f"{own_site}/away: leads away to http://127.0.0.2" in told
    assert f"{own_site}/bomb.xml: is no sitemap" in told
    assert "http://169.254.169.254/latest: is not of this site" in told
    found = {one["language"]: one for one in exported(capsys)}
    assert {language: (one["slug"], one["title"], one["body"]) for language, one in found.items()} == {
        "en": ("refund", "Refund", "Within 14 days."),
        "de": ("refund", "Erstattung", "Binnen 14 Tagen."),
    }
    assert cli.main(command) == 1
    assert "0 added, 0 changed, 2 unchanged" in capsys.readouterr().err


def test_a_sitemap_in_the_own_network_is_not_fetched_unless_it_is_allowed(
    served: None, own_site: str, capsys: Out
) -> None:
    assert cli.main(["import-articles", f"{own_site}/sitemap.xml"]) == 1
    assert "not public" in capsys.readouterr().err
    assert exported(capsys) == []


async def test_a_command_told_to_slow_down_waits_and_goes_on() -> None:
    asked = []

    async def busy(request: web.Request) -> web.Response:
        asked.append(request.path)
        if len(asked) == 1:
            return web.json_response({"title": "Too many requests"}, status=429, headers={"Retry-After": "0"})
        return web.json_response({"id": "a"})

    app = web.Application()
    app.router.add_post("/api/v1/admin/articles", busy)
    async with TestServer(app) as server, centre_at_url(str(server.make_url("/")), "token") as centre:
        assert await centre.request("POST", "/admin/articles", {}) == {"id": "a"}
    assert len(asked) == 2
