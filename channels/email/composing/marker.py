"""How the signed reply token travels in a mail of ours, so that an answer is placed even if its headers are lost.

Three carriers, because each mail program loses some of them:

- the plus address in Reply-To, while it fits (RFC 5321 allows 64 octets before the @, and servers fold its case);
- ``<div data-cc="TOKEN">`` around our HTML: Apple Mail, Thunderbird and most mobile programs quote it as it is;
- the address of a link, ``<a href="mailto:ADDRESS?keywords=cc-TOKEN">``: Gmail removes data attributes and comments and
  renames classes and ids, Outlook writes the whole document anew, but both keep what a link points to. ``keywords`` is
  a header field a mailto may name (RFC 6068), and programs ignore it when the link is pressed.

``tokens_in`` reads the last two out of whatever came back; whether they are genuine is for the keyring to say.
"""

import html
import re
from urllib.parse import quote, unquote

MAX_LOCAL_OCTETS = 64
MAX_TOKENS = 20  # read from one mail; more is somebody's attempt

_PLUS_SAFE = re.compile(r"[a-z0-9][a-z0-9._-]*[a-z0-9]")
_TOKEN = re.compile(r"[A-Za-z0-9._~=-]{1,1000}")
_IN_HTML = re.compile(
    r"data-cc\s*=\s*[\"']?(?P<attribute>[A-Za-z0-9._~=-]{1,1000})"
    r"|[?&;]keywords(?:=|%3D)cc-(?P<link>(?:[A-Za-z0-9._~=-]|%[0-9A-Fa-f]{2}){1,1000})",
    re.IGNORECASE,
)


def reply_address(own_address: str, token: str) -> str | None:
    """``support+TOKEN@example.com``; None if the token would not survive there: capitals, double dots, too long."""
    local, _, domain = own_address.rpartition("@")
    plus = f"{local}+{token}"
    if not _PLUS_SAFE.fullmatch(token) or ".." in token or len(plus.encode()) > MAX_LOCAL_OCTETS:
        return None
    return f"{plus}@{domain}" if not local.startswith('"') else None


def is_token(token: str) -> bool:
    """Whether the text can travel as a token; anything else is left out of a mail."""
    return _TOKEN.fullmatch(token) is not None


def link_target(address: str, token: str) -> str:
    """The href that carries the token; ``address`` is where an answer goes."""
    return f"mailto:{quote(address, safe='@+')}?keywords=cc-{token}"


def tokens_in(markup: str) -> tuple[str, ...]:
    """The tokens in a mail's HTML, in the order of their places, each once; linear in its length."""
    found = (match["attribute"] or unquote(match["link"]) for match in _IN_HTML.finditer(html.unescape(markup)))
    return tuple(dict.fromkeys(found))[:MAX_TOKENS]
