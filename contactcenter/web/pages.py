"""The pages: chat frame, console, administration, start, shop, design and public articles, each with its policy."""

import html
import re
from typing import Annotated

import msgspec
from aiohttp import hdrs, web

from contactcenter.desk.access import Permission
from contactcenter.errors import NotFound
from contactcenter.model.records import Inbox
from contactcenter.web.centre import Centre
from contactcenter.web.origins import is_https, is_trustworthy
from contactcenter.web.routes import Call, RouteTable
from contactcenter.web.static_files import A_WHILE, StaticFiles

routes = RouteTable()
HTML = "text/html"

STATIC_FILES = web.AppKey("static files", StaticFiles)
NO_FRAME = "'none'"
RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur"})
_HOST = re.compile(r"^[A-Za-z0-9.\-\[\]:]+$")
_ORIGIN = re.compile(r"^https?://[A-Za-z0-9.\-*\[\]:]+$")

NOT_BUILT = "The browser side is not built. Run <code>make build</code> in the source folder, then start again."


@routes.get("/", Permission.PUBLIC, gives=HTML)
async def start(call: Call) -> web.Response:
    """The demo's start page; elsewhere the console."""
    if not call.centre.is_demo:
        raise web.HTTPFound("/console")
    return _page(call, "start.html", frames="'self'")


@routes.get("/console", Permission.PUBLIC, gives=HTML)
async def console(call: Call) -> web.Response:
    """The agents' console; letters are shown in it in frames."""
    return _console(call, "console.html", frames="'self'")


@routes.get("/admin", Permission.PUBLIC, gives=HTML)
async def admin(call: Call) -> web.Response:
    """Administration."""
    return _console(call, "admin.html")


@routes.get("/invitations/{token}", Permission.PUBLIC, gives=HTML)
async def invitation(call: Call) -> web.Response:
    """Where an invited agent chooses a password."""
    return _console(call, "console.html")


@routes.get("/design", Permission.PUBLIC, gives=HTML)
async def design(call: Call) -> web.Response:
    """Every component of the design language on one page."""
    return _page(call, "design.html")


class AnyQuery(msgspec.Struct, frozen=True):
    """Whatever a page's own script reads."""


@routes.get("/shop", Permission.PUBLIC, gives=HTML, demo_only=True)
async def shop(call: Call, query: AnyQuery) -> web.Response:
    """A page of a shop that embeds the widget."""
    return _page(call, "shop.html", frames="'self'")


class ChatQuery(msgspec.Struct, frozen=True):
    inbox: Annotated[str, msgspec.Meta(max_length=200)] = ""


@routes.get("/chat", Permission.PUBLIC, gives=HTML)
async def chat(call: Call, query: ChatQuery) -> web.Response:
    """The inside of the widget, shown only in the pages that its inbox allows."""
    return _chat(call, query.inbox)


@routes.get("/chat/{inbox}", Permission.PUBLIC, gives=HTML)
async def chat_of(call: Call, query: AnyQuery) -> web.Response:
    """The same, with the inbox in the path."""
    return _chat(call, call.path("inbox"))


def _chat(call: Call, inbox_id: str) -> web.Response:
    inbox = call.desk.directory.get(Inbox, inbox_id)
    if inbox is None or not inbox.active:
        raise NotFound("no such widget")
    return _page(call, "chat.html", ancestors=ancestors_of(inbox))


def ancestors_of(inbox: Inbox) -> str:
    """Who may show the chat in a frame: the inbox's origins and ourselves; everybody where none is named."""
    named = [origin for origin in inbox.allowed_origins if _ORIGIN.match(origin)]
    return " ".join(["'self'", *named]) if inbox.allowed_origins else "*"


@routes.get("/widget.js", Permission.PUBLIC, gives="text/javascript")
async def loader(call: Call) -> web.Response:
    """The script that a page embeds; its address never changes."""
    response = call.request.app[STATIC_FILES].response("loader.js", call.request, A_WHILE)
    if response is None:
        raise NotFound("the browser side is not built")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@routes.get("/static/{name:.+}", Permission.PUBLIC, gives="application/octet-stream")
async def static(call: Call) -> web.Response:
    """A built file."""
    response = call.request.app[STATIC_FILES].response(call.path("name"), call.request)
    if response is None:
        raise NotFound("no such file")
    return response


# --- pages that are written here ------------------------------------------------------------------------------


@routes.get("/page.css", Permission.PUBLIC, gives="text/css")
async def style(call: Call) -> web.Response:
    """The look of the pages that are written here."""
    return web.Response(text=PAGE_CSS, content_type="text/css", headers={hdrs.CACHE_CONTROL: A_WHILE})


def document(language: str, title: str, body: str, head: str = "") -> str:
    """``title``, ``body`` and ``head`` are HTML."""
    direction = "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"
    return (
        f'<!doctype html><html lang="{html.escape(language)}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{title}</title>'
        f'<link rel="stylesheet" href="/page.css">{head}</head><body><main>{body}</main></body></html>'
    )


PAGE_CSS = """\
:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.6 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 42rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { line-height: 1.25; }
img { max-inline-size: 100%; block-size: auto; }
.found p { margin: 0 0 1rem; opacity: 0.85; }
input[type="search"] { font: inherit; padding: 0.5rem; min-inline-size: 12rem; min-block-size: 2.75rem; }
[role="note"] { padding: 0.5rem 1rem; border-inline-start: 0.25rem solid LinkText; }
table { border-collapse: collapse; }
th, td { border: 1px solid GrayText; padding: 0.25rem 0.5rem; }
.talk { list-style: none; padding: 0; }
.talk li { margin: 0 0 1rem; padding: 0.25rem 1rem; border-radius: 0.75rem; }
.talk .mine { background: color-mix(in srgb, LinkText 14%, Canvas); margin-inline-start: 3rem; }
.talk .theirs { background: color-mix(in srgb, CanvasText 8%, Canvas); margin-inline-end: 3rem; }
.talk .who, .talk .event { font-size: 0.875rem; opacity: 0.85; }
form { margin: 1.5rem 0; display: grid; gap: 0.5rem; justify-items: start; }
form.row { grid-auto-flow: column; align-items: center; justify-content: start; }
textarea { inline-size: 100%; box-sizing: border-box; font: inherit; padding: 0.5rem; }
button, select { font: inherit; padding: 0.5rem 1rem; min-block-size: 2.75rem; }
code, pre { background: color-mix(in srgb, CanvasText 8%, Canvas); padding: 0.1em 0.3em; }
"""


# --- how a page is answered --------------------------------------------------------------------------------


def _console(call: Call, name: str, *, frames: str = "'none'") -> web.Response:
    """A console only where the browser keeps its session: over https, or on this machine."""
    if is_trustworthy(call.request, call.centre.config):
        return _page(call, name, frames=frames)
    return html_response(call, plain_http_page(call.centre), policy(call, NO_FRAME, scripts=False))


def plain_http_page(centre: Centre) -> str:
    """What to do where browsers silently drop the session."""
    url = centre.config.public_url
    if url.startswith("https:"):
        todo = f'Open it here instead: <a href="{html.escape(url)}/console">{html.escape(url)}/console</a>'
    else:
        todo = (
            "Put a proxy with TLS in front (deploy/nginx has one) and set <code>public_url</code> to its https address,"
            " or open the console on the machine itself: http://localhost"
        )
    body = (
        "<h1>The console needs https</h1><p>Over plain http your browser would not keep you signed in, and others on"
        f" the way could read along.</p><p>{todo}</p>"
    )
    return document("en", "The console needs https", body)


def _page(call: Call, name: str, *, ancestors: str = NO_FRAME, frames: str = "'none'") -> web.Response:
    text = call.request.app[STATIC_FILES].text(name)
    allowed = policy(call, ancestors, frames=frames)
    if text is None:
        not_built = document("en", "Not built", f"<h1>Not built</h1><p>{NOT_BUILT}</p>")
        return html_response(call, not_built, allowed, status=503)
    return html_response(call, text, allowed)


def policy(call: Call, ancestors: str, *, frames: str = "'none'", scripts: bool = True) -> str:
    """Content-Security-Policy: nothing inline, nothing from elsewhere."""
    parts = {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self' blob: data:",
        "font-src": "'self'",
        "media-src": "'self' blob:",
        "frame-src": frames,
        "frame-ancestors": ancestors,
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    if scripts:
        parts |= {"script-src": "'self'", "connect-src": f"'self' {_socket_source(call)}".strip()}
        parts["manifest-src"] = parts["worker-src"] = "'self'"
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def _socket_source(call: Call) -> str:
    """Browsers that do not count a websocket to the same host as 'self' need it named."""
    host = call.request.host
    scheme = "wss" if is_https(call.request, call.centre.config) else "ws"
    return f"{scheme}://{host}" if _HOST.match(host) else ""


def html_response(call: Call, text: str, allowed: str, status: int = 200) -> web.Response:
    headers = {
        "Content-Security-Policy": allowed,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
        hdrs.CACHE_CONTROL: "no-cache",
    }
    if is_https(call.request, call.centre.config):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return web.Response(text=text, content_type=HTML, status=status, headers=headers)
