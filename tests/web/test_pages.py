"""Pages: each with its policy, and a clear word where a page cannot be used."""

from pathlib import Path

import pytest

from contactcenter.config import Config
from tests.web.site import MakeSite, Site

PAGES = ("start", "console", "admin", "chat", "shop", "design")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A browser side as the build leaves it."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    for name in PAGES:
        (folder / f"{name}.html").write_text(f"<!doctype html><title>{name}</title>")
    (folder / "loader.js").write_text("/* loader */" * 100)
    (folder / "assets" / "main-abc.js").write_text("export {};")
    return folder


def policy(headers: object) -> dict[str, str]:
    text = headers["Content-Security-Policy"]  # type: ignore[index]
    return dict(part.split(" ", 1) for part in text.split("; "))


@pytest.mark.parametrize(
    ("path", "title"),
    [("/", "start"), ("/console", "console"), ("/admin", "admin"), ("/shop", "shop"), ("/design", "design"),
     ("/chat?inbox=shop", "chat"), ("/chat/shop", "chat"), ("/invitations/abc", "console")],
)  # fmt: skip
async def test_every_page_is_served_with_a_strict_policy(
    make_site: MakeSite, built: Path, path: str, title: str
) -> None:
    site = await make_site(is_demo=True, static=built)
    answer = await site.client.get(path)
    assert f"<title>{title}</title>" in await answer.text()
    rules = policy(answer.headers)
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert rules["connect-src"] == f"'self' ws://{answer.url.host}:{answer.url.port}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_no_page_can_be_framed_but_the_chat(make_site: MakeSite, built: Path) -> None:
    site = await make_site(is_demo=True, static=built)
    for path in ("/", "/console", "/admin", "/shop"):
        assert policy((await site.client.get(path)).headers)["frame-ancestors"] == "'none'"
    assert policy((await site.client.get("/chat/shop")).headers)["frame-ancestors"] == "*"


async def test_only_the_console_shows_frames_and_only_our_own(make_site: MakeSite, built: Path) -> None:
    site = await make_site()
    shown = {path: policy((await site.client.get(path)).headers)["frame-src"] for path in ("/console", "/admin")}
    assert shown == {"/console": "'self'", "/admin": "'none'"}


async def test_the_chat_is_framed_only_by_the_pages_that_its_inbox_allows(make_site: MakeSite, built: Path) -> None:
    site = await make_site(static=built)
    body = {"name": "Shop", "channel": "chat", "queue_id": "queue-1", "allowed_origins": ["https://shop.example"]}
    headers = await site.agent("admin") | {"If-Match": '"1"'}
    assert (await site.client.put("/api/v1/admin/inboxes/shop", json=body, headers=headers)).status == 200
    rules = policy((await site.client.get("/chat/shop")).headers)
    assert rules["frame-ancestors"] == "'self' https://shop.example"
    assert (await site.client.get("/chat/unknown")).status == 404


async def test_a_console_over_plain_http_off_loopback_says_what_to_do(make_site: MakeSite, built: Path) -> None:
    site = await make_site(config=Config(public_url="https://help.example"), static=built)
    answer = await site.client.get("/console", headers={"Host": "10.0.0.5:8080"})
    text = await answer.text()
    assert 'href="https://help.example/console"' in text
    assert "<script" not in text
    inside = await site.client.get("/console", headers={"Host": "help.example"})
    assert "<title>console</title>" in await inside.text()


async def test_without_a_build_the_page_says_so(make_site: MakeSite, tmp_path: Path) -> None:
    site = await make_site(static=tmp_path / "absent")
    answer = await site.client.get("/console")
    assert answer.status == 503
    assert "make build" in await answer.text()


async def test_the_loader_is_compressed_and_may_be_embedded(make_site: MakeSite, built: Path) -> None:
    site = await make_site(static=built)
    answer = await site.client.get("/widget.js")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.content_type in ("text/javascript", "application/javascript")
    again = await site.client.get("/widget.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status == 304


async def test_built_files_are_kept_for_ever_and_nothing_else_is_served(make_site: MakeSite, built: Path) -> None:
    (built.parent / "secret").write_text("secret")
    site = await make_site(static=built)
    answer = await site.client.get("/static/assets/main-abc.js")
    assert "immutable" in answer.headers["Cache-Control"]
    for path in ("/static/../secret", "/static/%2e%2e/secret", "/static/..%2fsecret", "/static//etc/passwd"):
        assert (await site.client.get(path)).status == 404


async def test_no_cookie_before_anybody_signs_in(make_site: MakeSite, built: Path) -> None:
    site = await make_site(is_demo=True, static=built)
    for path in ("/", "/console", "/shop", "/chat/shop", "/widget.js", "/api/v1/widget/shop"):
        assert "Set-Cookie" not in (await site.client.get(path)).headers
    assert "Set-Cookie" not in (await site.client.post("/api/v1/widget/shop/visitors", json={})).headers


async def test_an_article_has_a_page_in_every_language_it_is_written_in(site: Site) -> None:
    russian = await (await site.client.get("/articles/battery?language=ru")).text()
    assert '<html lang="ru" dir="ltr">' in russian and "Четыре AA." in russian
    other = await (await site.client.get("/articles/battery?language=de")).text()
    assert "<strong>four</strong>" in other
    assert (await site.client.get("/articles/unknown")).status == 404


async def test_an_article_for_agents_has_no_public_page(site: Site) -> None:
    body = {"slug": "inside", "language": "en", "title": "Inside", "body": "x", "audience": "agents"}
    answer = await site.client.post("/api/v1/admin/articles", json=body, headers=await site.agent("admin"))
    assert answer.status == 200, await answer.text()
    assert (await site.client.get("/articles/inside")).status == 404


async def test_nothing_in_an_article_runs(site: Site) -> None:
    hostile = (
        '<script>alert(1)</script>[x](javascript:alert(1)) ![p](https://evil.example/p.png) <b onclick="x()">b</b>'
    )
    body = {"slug": "hostile", "language": "en", "title": "<img src=x onerror=alert(1)>", "body": hostile}
    await site.client.post("/api/v1/admin/articles", json=body, headers=await site.agent("admin"))
    answer = await site.client.get("/articles/hostile")
    text = await answer.text()
    assert "<script" not in text and "<img" not in text and 'href="javascript' not in text and "<b " not in text
    assert "script-src" not in answer.headers["Content-Security-Policy"]
