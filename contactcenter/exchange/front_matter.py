"""An article as Markdown with front matter (YAML between two lines of three dashes), and back, exactly."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml  # type: ignore[import-untyped]

from contactcenter.exchange.found import Bad, Found

FENCE = "---"
MAX_FRONT_CHARS = 256 * 1024
MAX_DEPTH = 20
LEFT_OUT = frozenset({"version", "updated_at", "updated_by"})  # of the centre's own keeping
_HEADING = re.compile(r"\A\s*# +([^\n]+?)[ #]*\r?(?:\n|\Z)(?:[ \t]*\r?\n)*")
_UNPRINTABLE = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")  # what YAML refuses or takes for a line's end


def text_of(article: Mapping[str, object]) -> str:
    """The article as a file: every field but those that say nothing, then the body as it is and one line's end."""
    lines = [FENCE]
    for name, value in article.items():
        if name == "body" or name in LEFT_OUT or value is None or value == [] or value == {} or value == "":
            continue
        lines += _field_lines(name, value)
    body = str(article["body"])
    end = "\r\n" if body.endswith("\r") else "\n"  # else its last character would be read as a part of the end
    return "\n".join([*lines, FENCE, f"{body}{end}"])


def _field_lines(name: str, value: object) -> list[str]:
    if isinstance(value, list):
        return [f"{name}:", *(f"  - {_scalar(one)}" for one in value)]
    return [f"{name}: {_scalar(value)}"]


def _scalar(value: object) -> str:
    """JSON, which is YAML too, in one line."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def article_in(text: str, where: str) -> Found | Bad:
    """What a Markdown file says. Without a title in its front matter, its first heading is the title."""
    front, body, line = _parted(text.removeprefix("\ufeff"))
    if front is None:
        return Bad(where=where, line=1, reason="the front matter has no end: a line of three dashes is missing")
    try:
        fields, lines = _fields(front)
    except _Wrong as wrong:
        return Bad(where=where, line=wrong.line, field=wrong.field, reason=wrong.reason)
    if "title" not in fields and (heading := _HEADING.match(body)):
        fields["title"] = heading[1].strip()
        line += heading[0].count("\n")
        body = body[heading.end() :]
    return Found(where=where, fields=fields | {"body": body}, lines=lines | {"body": line})


def _parted(text: str) -> tuple[str | None, str, int]:
    """Front matter ('' without, None unfinished), body without its last line's end, and the body's first line."""
    if not re.match(r"---[ \t]*\r?\n", text):
        return "", _without_end(text), 1
    end = re.compile(r"^---[ \t]*\r?(?:\n|\Z)", re.M).search(text, text.index("\n") + 1)
    if end is None:
        return None, "", 1
    front = text[text.index("\n") + 1 : end.start()]
    return front, _without_end(text[end.end() :]), front.count("\n") + 3


def _without_end(text: str) -> str:
    return text[: -2 if text.endswith("\r\n") else -1] if text.endswith("\n") else text


class _Wrong(Exception):
    def __init__(self, line: int, reason: str, field: str = "") -> None:
        self.line, self.reason, self.field = line, reason, field


def _fields(front: str) -> tuple[dict[str, object], dict[str, int]]:
    """Values by name (texts, lists, maps: what is a number or a date is known by the field), and their lines."""
    node = _composed(front)
    if node is None:
        return {}, {}
    if not isinstance(node, yaml.MappingNode):
        raise _Wrong(2, "the front matter is no list of names and values")
    fields: dict[str, object] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 2
        if not isinstance(key, yaml.ScalarNode):
            raise _Wrong(line, "a name is a word")
        if key.value in fields:
            raise _Wrong(line, "stands here twice", key.value)
        fields[key.value] = _plain(value, 0)
        lines[key.value] = line
        if isinstance(value, yaml.SequenceNode):
            lines |= {f"{key.value}[{at}]": one.start_mark.line + 2 for at, one in enumerate(value.value)}
    return fields, lines


def _composed(front: str) -> Any:
    if len(front) > MAX_FRONT_CHARS:
        raise _Wrong(1, f"the front matter has more than {MAX_FRONT_CHARS} characters")
    try:
        tokens = yaml.scan(front, Loader=yaml.BaseLoader)
        _refuse_odd(tokens)
        return yaml.compose(front, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 2 if exc.problem_mark else 1
        raise _Wrong(line, f"is not YAML: {exc.problem}") from exc
    except yaml.YAMLError as exc:
        raise _Wrong(1, f"is not YAML: {str(exc).splitlines()[0]}") from exc


def _refuse_odd(tokens: Any) -> None:
    """No aliases, which can multiply without end, and no towers of brackets."""
    depth = 0
    opening = (yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken, yaml.FlowMappingStartToken,
               yaml.FlowSequenceStartToken)  # fmt: skip
    closing = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
    for token in tokens:
        line = token.start_mark.line + 2
        if isinstance(token, (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken)):
            raise _Wrong(line, "anchors, aliases and tags of YAML are not read")
        depth += isinstance(token, opening) - isinstance(token, closing)
        if depth > MAX_DEPTH:
            raise _Wrong(line, "is nested too deeply")


def _plain(node: Any, depth: int) -> object:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, depth + 1) for one in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(_plain(key, depth + 1)): _plain(value, depth + 1) for key, value in node.value}
    return str(node.value)
