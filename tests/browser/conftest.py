"""One Chromium a session, a new context a test, and the built pages served under the policy of the centre."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from contactcenter.keys import Keyring, new_key

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "contactcenter" / "web" / "static"
AXE = ROOT / "widgets" / "node_modules" / "axe-core" / "axe.min.js"
SETTLED = """() => Promise.all(document.getAnimations()
    .filter(one => Number.isFinite(one.effect.getComputedTiming().endTime))
    .map(one => one.finished.catch(() => null)))"""
PATIENCE_MS = 20_000  # a busy machine is no fault of the page
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws:; img-src 'self' blob: data:; "
    "base-uri 'none'; form-action 'self'"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of built pages; builds them where a source is newer."""
    build = [sys.executable, ROOT / "widgets" / "build.py"]
    if subprocess.run([*build, "--is-fresh"], check=False).returncode == 0:
        return STATIC
    if subprocess.run([*build, "--has-node"], check=False).returncode != 0:
        pytest.skip("the front end is not built and there is no Node to build it with")
    subprocess.run(build, check=True, stderr=subprocess.DEVNULL)
    return STATIC


@pytest.fixture(scope="session")
def pages(built: Path) -> Iterator[str]:
    """Origin of a server that has the built pages and nothing else."""

    async def page(request: web.Request) -> web.Response:
        file = built / f"{request.match_info['name']}.html"
        if not file.exists():
            raise web.HTTPNotFound
        html = file.read_text()
        return web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    async def host(request: web.Request) -> web.Response:
        """A page of somebody else's site: one script tag, and a policy of its own."""
        tag = (
            f'<script src="{request.query["centre"]}/widget.js" data-inbox="webshop" data-language="en" async></script>'
        )
        html = f'<!doctype html><html lang="en"><title>Host</title><h1>Host</h1>{tag}'
        headers = {"Content-Security-Policy": request.query["policy"]}
        return web.Response(text=html, content_type="text/html", headers=headers)

    started = threading.Event()
    loop = asyncio.new_event_loop()
    origin: list[str] = []
    runners: list[web.AppRunner] = []

    async def start() -> None:
        app = web.Application()
        app.router.add_static("/static", built)
        app.router.add_get("/host", host)
        app.router.add_get("/{name}", page)
        runner = web.AppRunner(app)
        await runner.setup()
        runners.append(runner)
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        origin.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        started.set()

    thread = threading.Thread(target=lambda: (loop.run_until_complete(start()), loop.run_forever()), daemon=True)
    thread.start()
    assert started.wait(10)
    yield origin[0]
    asyncio.run_coroutine_threadsafe(runners[0].cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)


class KillableCentre:
    """A real demo centre in a process of its own, without history; it keeps its port over restarts."""

    def __init__(self, folder: Path, store: str = "", settings: dict[str, str] | None = None) -> None:
        """``settings``: more environment; with a ``public_url`` set ``origin`` to the port before it starts."""
        self._settings = settings or {}
        self.origin = ""
        self._folder = folder
        self._store = store
        self._keys = Keyring([new_key()]).dump()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        port = self.origin.rpartition(":")[2] or "0"
        log = self._folder / "log"
        command = [
            sys.executable,
            "-m",
            "contactcenter",
            "demo",
            "--port",
            port,
            "--weeks",
            "0",
            "--data",
            self._folder,
            *(["--store", self._store] if self._store else []),
        ]
        environment = os.environ | {"PYTHONPATH": str(ROOT)} | self._settings
        if self._store:  # several nodes would have to be given the same keys; so has this one
            environment |= {"CONTACTCENTER_KEYS": self._keys}
        with log.open("wb") as out:
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
        self.origin = _ready_origin(self._process, log)

    def kill(self) -> None:
        """kill -9"""
        assert self._process is not None
        self._process.kill()
        self._process.wait(20)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)


def _ready_origin(process: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"^ready (https?://\S+)", log.read_text(), re.MULTILINE)
        if found:
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"the centre did not start: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def centre(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Origin of a centre that all tests share."""
    shared = KillableCentre(tmp_path_factory.mktemp("centre"))
    shared.start()
    yield shared.origin
    shared.stop()


@pytest.fixture
def killable(built: Path, tmp_path: Path) -> Iterator[KillableCentre]:
    """A centre of one's own, to be killed."""
    own = KillableCentre(tmp_path)
    own.start()
    yield own
    own.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Violations of WCAG 2.2 AA that axe-core finds on a page, one line each: rule and the elements at fault."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci in widgets/")
    source = AXE.read_text()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def violations(page: Page) -> list[str]:
        page.evaluate(SETTLED)  # what is half faded in has too little contrast
        page.evaluate(source)
        found: dict[str, Any] = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        return [f"{one['id']}: {[n['html'][:200] for n in one['nodes'][:4]]}" for one in found["violations"]]

    return violations
