"""HTML made from a plain text: paragraphs, lists, links, direction. Nothing of the text is markup."""

import html
import re
from collections.abc import Iterator
from itertools import groupby

_LINK = re.compile(r"https?://[^\s<>\"'“”«»、。，；：！？（）【】《》\u0000-\u001f]{2,2000}")
_AFTER_LINK = ".,;:!?)]}'*_"  # punctuation of the sentence, not of the address
_BULLET = re.compile(r"[ \t]{0,3}[-*•–][ \t]+(?=\S)")
_NUMBER = re.compile(r"[ \t]{0,3}(\d{1,4})[.)][ \t]+(?=\S)")
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"})
_SAFE_SCHEMES = ("https://", "http://", "mailto:")


def direction(language: str | None) -> str:
    """``rtl``, ``ltr``, or ``auto`` where the language is not known."""
    if not language:
        return "auto"
    return "rtl" if re.split("[-_]", language.lower())[0] in _RIGHT_TO_LEFT else "ltr"


def language_attributes(language: str | None) -> str:
    """`` lang="he" dir="rtl"`` with the space before it."""
    lang = language if language and re.fullmatch(r"[A-Za-z0-9-]{2,35}", language) else ""
    told = f' lang="{lang}"' if lang else ""
    return f'{told} dir="{direction(lang)}"'


def blocks(text: str) -> str:
    """The text as ``<p>``, ``<ul>`` and ``<ol>``: an empty line ends a paragraph, a line break in it stays one."""
    return "".join(block for part in re.split(r"\n[ \t]*\n\s*", text.strip("\n")) for block in _part(part))


def _part(part: str) -> Iterator[str]:
    for kind, group in groupby(part.split("\n"), key=_kind):
        lines = list(group)
        if kind == "p":
            shown = "<br>\n".join(linked(line) for line in lines)
            if shown.strip():
                yield f"<p>{shown}</p>\n"
        else:
            yield _list(kind, lines)


def _kind(line: str) -> str:
    if _BULLET.match(line):
        return "ul"
    return "ol" if _NUMBER.match(line) else "p"


def _list(kind: str, lines: list[str]) -> str:
    if kind == "ul":
        items = "".join(f"<li>{linked(_BULLET.sub('', line, count=1))}</li>\n" for line in lines)
        return f"<ul>\n{items}</ul>\n"
    numbered = ((match[1], line[match.end() :]) for line in lines if (match := _NUMBER.match(line)))
    items = "".join(f'<li value="{int(number)}">{linked(rest)}</li>\n' for number, rest in numbered)
    return f"<ol>\n{items}</ol>\n"


def linked(line: str) -> str:
    """One line, escaped, with its web addresses made links."""
    pieces, end = [], 0
    for match in _LINK.finditer(line):
        url = _without_punctuation(match.group())
        pieces += [html.escape(line[end : match.start()]), anchor(url, url)]
        end = match.start() + len(url)
    return "".join([*pieces, html.escape(line[end:])])


def _without_punctuation(url: str) -> str:
    """The address without what ends the sentence; a closing bracket stays if it was opened inside."""
    unopened = url.count(")") - url.count("(")
    end = len(url)
    while url[end - 1] in _AFTER_LINK and (url[end - 1] != ")" or unopened > 0):
        unopened -= url[end - 1] == ")"
        end -= 1
    return url[:end]


def anchor(url: str, label: str) -> str:
    """A link; what is neither web nor mail address is shown as text."""
    if not url.startswith(_SAFE_SCHEMES):
        return html.escape(label)
    return f'<a href="{html.escape(url)}">{html.escape(label)}</a>'
