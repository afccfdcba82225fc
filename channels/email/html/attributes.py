"""Which attributes of a mail's HTML an agent's browser gets to see, and with which values.

Nothing may run, load, cover the console or move out of its place: addresses only of a few schemes and absolute, remote
pictures only by name, styles from a short list and without functions, sizes never negative.
"""

import re
from urllib.parse import unquote

MAX_ADDRESS_CHARS = 4000
MAX_TITLE_CHARS = 500
MAX_STYLE_CHARS = 4000
MAX_INLINE_IMAGE_CHARS = 100_000  # of one data: address, in base64

BLOCKED_SOURCE = "data-blocked-src"  # a remote picture's address, to be loaded on request
CONTENT_ID = "data-cid"  # of a picture in the same mail

LINK = re.compile(r"(?i)(?:https?://[^/\\?#\s]|mailto:[^\s]|tel:[+\d])")
REMOTE = re.compile(r"(?i)https?://[^/\\?#\s]")
RASTER = re.compile(r"(?i)data:image/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/]+={0,2}")
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")

_SIZE = re.compile(r"\d{1,4}(?:\.\d{1,4})?%?")
_COLOR = re.compile(r"#?[\w]{1,30}")
_WORD = re.compile(r"[a-z-]{1,20}", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,6}")
_SPAN = re.compile(r"[1-9]\d?")
PLAIN = {
    "dir": _WORD,
    "lang": re.compile(r"[a-zA-Z0-9-]{1,35}"),
    "align": _WORD,
    "valign": _WORD,
    "width": _SIZE,
    "height": _SIZE,
    "border": re.compile(r"\d{1,2}"),
    "cellpadding": re.compile(r"\d{1,2}"),
    "cellspacing": re.compile(r"\d{1,2}"),
    "bgcolor": _COLOR,
    "color": _COLOR,
    "size": re.compile(r"[+-]?\d{1,2}"),
    "face": re.compile(r"[\w ,'-]{1,200}"),
    "colspan": _SPAN,
    "rowspan": _SPAN,
    "start": _NUMBER,
    "type": re.compile(r"[1aAiI]|disc|circle|square"),
    "value": _NUMBER,
}
SHARED = frozenset("dir lang align style title".split())
OWN = {
    "a": frozenset(("href",)),
    "img": frozenset(("src", "alt", "width", "height", "border")),
    "table": frozenset("width height border cellpadding cellspacing bgcolor".split()),
    "tr": frozenset("bgcolor valign height".split()),
    "td": frozenset("colspan rowspan width height bgcolor valign".split()),
    "th": frozenset("colspan rowspan width height bgcolor valign".split()),
    "font": frozenset(("color", "size", "face")),
    "ol": frozenset(("start", "type")),
    "ul": frozenset(("type",)),
    "li": frozenset(("value", "type")),
    "hr": frozenset(("width", "size", "color")),
}

_LENGTH = r"(?:\d{1,4}(?:\.\d{1,4})?|\.\d{1,4})(?:px|pt|em|rem|ex|ch|pc|in|cm|mm|%)?"
_LENGTHS = rf"(?:{_LENGTH}|auto|0)(?: (?:{_LENGTH}|auto|0)){{0,3}}"
_PAINT = r"(?:#[0-9a-f]{3,8}|[a-z]{3,30}|(?:rgb|hsl)a?\([\d.,%/ ]{1,60}\))"
_LINE = rf"(?:{_LENGTH}|[a-z]{{3,12}}|{_PAINT})(?: (?:{_LENGTH}|[a-z]{{3,12}}|{_PAINT})){{0,2}}"
_WORDS = r"[a-z-]{1,20}(?: [a-z-]{1,20}){0,3}"
_SIDES = ("top", "right", "bottom", "left")
_STYLES = {
    _PAINT: ("color", "background-color", "border-color", *(f"border-{side}-color" for side in _SIDES)),
    _LENGTHS: (
        *"width height max-width min-width font-size line-height border-width border-radius border-spacing".split(),
        *"text-indent letter-spacing margin padding".split(),
        *(f"{name}-{side}" for name in ("margin", "padding") for side in _SIDES),
    ),
    _LINE: ("border", *(f"border-{side}" for side in _SIDES)),
    _WORDS: (
        *"font-style text-align text-decoration text-transform vertical-align white-space list-style-type".split(),
        *"border-collapse border-style word-break overflow-wrap direction".split(),
    ),
    r"[a-z]{1,10}|[1-9]00": ("font-weight",),
    r"[\w ,'-]{1,200}": ("font-family",),
    r"none|block|inline|inline-block|table|table-row|table-cell|list-item": ("display",),
}
STYLES = {name: re.compile(pattern) for pattern, names in _STYLES.items() for name in names}


def safe_attributes(element: str, written: dict[str, str]) -> dict[str, str]:
    """What is left of the attributes of an element, ready to be escaped."""
    allowed = SHARED | OWN.get(element, frozenset())
    kept: dict[str, str] = {}
    for name, value in written.items():
        if name in allowed:
            kept.update(_safe(name, value))
    return kept


def link(address: str) -> str:
    """An absolute address that may be followed, '' for every other; ``//host`` means https."""
    cleaned = _cleaned(address)
    return cleaned if LINK.match(cleaned) else ""


def safe_style(style: str) -> str:
    """The declarations that can do no more than colour, size and align what they stand at."""
    kept: list[str] = []
    for declaration in style[:MAX_STYLE_CHARS].split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip().lower()
        value = " ".join(value.replace('"', "'").replace("!important", "").split())
        pattern = STYLES.get(name)
        if pattern and pattern.fullmatch(value if name == "font-family" else value.lower()):
            kept.append(f"{name}: {value}")
    return "; ".join(kept)


def _safe(name: str, value: str) -> dict[str, str]:
    if name == "src":
        return _source(value)
    if name in ("alt", "title"):
        return {name: value[:MAX_TITLE_CHARS]}
    if name == "href":
        kept = link(value)
    elif name == "style":
        kept = safe_style(value)
    else:
        stripped = value.strip()[:200]
        kept = stripped if PLAIN[name].fullmatch(stripped) else ""
    return {name: kept} if kept else {}


def _source(address: str) -> dict[str, str]:
    if address[:20].lstrip().lower().startswith("data:"):
        packed = "".join(address[: 2 * MAX_INLINE_IMAGE_CHARS].split())
        return {"src": packed} if len(packed) <= MAX_INLINE_IMAGE_CHARS and RASTER.fullmatch(packed) else {}
    cleaned = _cleaned(address)
    if cleaned.lower().startswith("cid:"):
        return {CONTENT_ID: unquote(cleaned[4:]).strip("<>")}
    return {BLOCKED_SOURCE: cleaned} if REMOTE.match(cleaned) else {}


def _cleaned(address: str) -> str:
    """As browsers read it: without control characters, backslashes turned, '' if it is too long to be one."""
    if len(address) > MAX_ADDRESS_CHARS:
        return ""
    cleaned = INVISIBLE.sub("", address).strip().replace("\\", "/").replace(" ", "%20")
    return f"https:{cleaned}" if cleaned.startswith("//") else cleaned
