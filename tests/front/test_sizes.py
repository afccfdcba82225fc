"""What the browser has to fetch, compressed as the server sends it, from the built files."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "contactcenter" / "web" / "static"
KB = 1024


@pytest.fixture(scope="module")
def static() -> Path:
    if not (STATIC / "chat.html").exists():
        pytest.skip("the front end is not built: npm run build in widgets/")
    return STATIC


def zipped_bytes(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def named_in(page: Path) -> list[Path]:
    """The files that a built page names: what a browser fetches with it."""
    return [STATIC / name for name in re.findall(r'(?:src|href)="/static/([^"]+)"', page.read_text())]


def catalogues(marker: str) -> list[Path]:
    return [
        path
        for path in (STATIC / "assets").glob("*.js")
        if re.match(r"(en|ru|zh-Han[st])-", path.name) and marker in path.read_text()
    ]


def test_the_loader_is_one_small_script(static: Path) -> None:
    assert zipped_bytes(static / "loader.js") <= 3 * KB
    assert not re.search(r"\bimport\b", (static / "loader.js").read_text())


def test_opening_the_widget_takes_few_and_small_files_in_every_language(static: Path) -> None:
    page = static / "chat.html"
    files = [page, *named_in(page)]
    texts = catalogues("widget.send")
    assert len(texts) >= 4
    largest = max(zipped_bytes(path) for path in texts)
    configuration_bytes = 600  # the inbox's own words: GET /api/v1/widget/{inbox}
    assert len(files) + 2 <= 5
    assert sum(map(zipped_bytes, files)) + largest + configuration_bytes <= 20 * KB


@pytest.mark.parametrize("name", ["console", "admin"])
def test_a_console_loads_within_its_budget(static: Path, name: str) -> None:
    page = static / f"{name}.html"
    largest = max((zipped_bytes(path) for path in catalogues("console.")), default=0)
    assert sum(zipped_bytes(path) for path in [page, *named_in(page)]) + largest <= 90 * KB


def test_no_page_has_an_inline_script_or_style(static: Path) -> None:
    for page in static.glob("*.html"):
        text = page.read_text()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text), page.name
