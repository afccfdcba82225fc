"""Files that come by the clipboard or by a drop, and uploads that are held on their way."""

import re

from playwright.sync_api import BrowserContext, Locator, Page, Route

COPY_A_PICTURE = """async () => {
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext("2d").fillRect(0, 0, 8, 8);
    await navigator.clipboard.write([new ClipboardItem({"image/png": await canvas.convertToBlob()})]);
}"""
DROP = """(target, [name, type, bytes]) => {
    const carrier = new DataTransfer();
    carrier.items.add(new File([new Uint8Array(bytes)], name, {type}));
    for (const kind of ["dragover", "drop"])
        target.dispatchEvent(new DragEvent(kind, {dataTransfer: carrier, bubbles: true, cancelable: true}));
}"""


def copy_a_picture(context: BrowserContext, page: Page) -> None:
    """Into the browser's clipboard, as from a screenshot: pasted it is an ``image.png``."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.bring_to_front()
    page.evaluate(COPY_A_PICTURE)


def drop(target: Locator, name: str, content_type: str, size_bytes: int) -> None:
    target.evaluate(DROP, [name, content_type, size_bytes])


class Held:
    """Requests to ``pattern`` wait until they are let go."""

    def __init__(self, page: Page, pattern: str | re.Pattern[str]) -> None:
        self._waiting: list[Route] = []
        self._is_open = False
        page.route(pattern, lambda route: self._came(route))

    def _came(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._waiting.append(route)

    def let_go(self) -> None:
        """Those that wait, and those that come later."""
        self._is_open = True
        for route in self._waiting:
            route.continue_()
