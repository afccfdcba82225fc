"""Address fields (RFC 5322, 3.4), split before anything in them is decoded.

An encoded word, a quoted string and a comment are each one token, so nothing inside them can become an address: in
``=?utf-8?Q?"admin@x" <admin@x>?= <evil@y>`` only evil@y is one. Groups are flattened; routes and comments go; the
local part stays as written, the domain is lower case in Unicode. Time is linear in the length of the field.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from channels.email.parsing.defects import Defect
from channels.email.parsing.domains import readable_domain
from channels.email.parsing.mail import Mailbox
from channels.email.parsing.words import decode_words, encoded_words

MAX_ADDRESSES = 1000
MAX_FIELD_CHARS = 100_000
MAX_TOKENS = 12_000
MAX_HELD = 8
MAX_COMMENT_DEPTH = 50
MAX_ADDRESS_CHARS = 400  # RFC 5321 allows 254, a route and comments may stand before


class Kind(Enum):
    WORD = 0
    QUOTED = 1
    ENCODED = 2
    ANGLE = 3
    COMMENT = 4
    SEPARATOR = 5


@dataclass(frozen=True, slots=True)
class Token:
    """``text`` without the quotes or brackets around it; ``follows`` = nothing lies between it and the one before."""

    kind: Kind
    text: str
    follows: bool = False


_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r'[^\s"(),:;<>=\\]+|=|\\.?', re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_BRACKETS = re.compile(r"\\.|[()]", re.DOTALL)
_ESCAPED = re.compile(r'\\([\\",()<>@:;])')
_SCHEME = re.compile(r"(?:mailto|smtp):", re.IGNORECASE)
_ANGLE_STOP = re.compile(r"[,;<]|\Z")
_AROUND_DOTS = re.compile(r"\s*([.@])\s*")


def parse_addresses(value: str, defects: set[Defect], also: Sequence[str] = ()) -> tuple[Mailbox, ...]:
    """The mailboxes of one field, in order; at most MAX_ADDRESSES of them."""
    if len(value) > MAX_FIELD_CHARS:
        defects.add(Defect.ADDRESSES_CUT)
        value = value[:MAX_FIELD_CHARS]
    found: list[Mailbox] = []
    held: list[Token] = []  # words before a comma that belong to no address: "Lee, Ann <ann@x>"
    for item in _items(value, defects):
        boxes = _mailboxes([*held, *item] if held else item, defects, also)
        if not boxes:
            held = [*held, *item, Token(Kind.WORD, ",", True)][-MAX_HELD:]
            continue
        held = []
        found += boxes
        if len(found) > MAX_ADDRESSES:
            defects.add(Defect.ADDRESSES_CUT)
            return tuple(found[:MAX_ADDRESSES])
    return tuple(found) if not held else (*found, *_leftover(held[:-1], defects, also))


def _leftover(held: Sequence[Token], defects: set[Defect], also: Sequence[str]) -> tuple[Mailbox, ...]:
    """A local name such as ``root (Charlie)``, or a field whose whole value was encoded, address and all."""
    words = [token for token in held if token.kind is not Kind.COMMENT]
    if len(words) == 1 and words[0].kind is Kind.WORD and words[0].text.strip(","):
        return (Mailbox(name=_name(_comments(held), defects, also), address=words[0].text),)
    if len(words) == 1 and words[0].kind is Kind.QUOTED and "@" in words[0].text[1:-1]:
        return (Mailbox(address=_address(words[0].text)),)
    if words and all(token.kind is Kind.ENCODED for token in words):
        decoded = decode_words(" ".join(token.text for token in words), defects, also)
        if "@" in decoded and "=?" not in decoded:
            defects.add(Defect.ENCODED_ADDRESS)
            return parse_addresses(decoded, defects, also)
    if words:
        defects.add(Defect.INVALID_ADDRESS)
    return ()


def _items(value: str, defects: set[Defect]) -> Iterator[list[Token]]:
    """The tokens between commas and semicolons; the name of a group is dropped."""
    item: list[Token] = []
    for number, token in enumerate(_tokens(value)):
        if number == MAX_TOKENS:
            defects.add(Defect.ADDRESSES_CUT)
            break
        if token.kind is not Kind.SEPARATOR:
            item.append(token)
        elif token.text == ":":
            item = [] if not any(_has_address(one) for one in item) else item
        elif item:
            yield item
            item = []
    if item:
        yield item


def _has_address(token: Token) -> bool:
    return token.kind is Kind.ANGLE or (token.kind is Kind.WORD and "@" in token.text)


def _tokens(value: str) -> Iterator[Token]:
    words = iter(encoded_words(value) if "=?" in value else ())
    word = next(words, None)
    position, last_end = 0, -1
    no_quote = no_bracket = False  # an opening one without its end stands for itself, and so do all behind it
    while position < len(value):
        while word is not None and word.start < position:
            word = next(words, None)
        start, sign = position, value[position]
        if word is not None and word.start == position:
            token, position = Token(Kind.ENCODED, value[position : word.end], last_end == start), word.end
        elif sign.isspace():
            position += 1
            continue
        elif sign == '"' and not no_quote and (quoted := _QUOTED.match(value, position)):
            token, position = Token(Kind.QUOTED, quoted.group(1), last_end == start), quoted.end()
        elif sign == "(" and not no_bracket and (end := _comment_end(value, position)):
            token, position = Token(Kind.COMMENT, value[start + 1 : end - 1]), end
        elif sign == "<":
            token, position = _angle(value, position)
        elif sign in ",;:":
            token, position = Token(Kind.SEPARATOR, sign), position + 1
        elif sign in '"()>':
            no_quote, no_bracket = no_quote or sign == '"', no_bracket or sign == "("
            position += 1
            continue
        else:
            end = _word_end(value, position)
            if word is not None:
                end = min(end, word.start)
            token, position = Token(Kind.WORD, value[position:end], last_end == start), end
        if token.kind is not Kind.COMMENT or last_end == start:
            last_end = position
        yield token


def _word_end(value: str, position: int) -> int:
    """Behind a run of plain letters; ``=`` is one of them unless an encoded word begins there."""
    while (found := _WORD.match(value, position)) is not None:
        position = found.end()
        if value.startswith("=?", position):
            break
    return position


def _comment_end(value: str, start: int) -> int:
    """Behind the bracket that closes the comment, 0 if there is none. Comments nest."""
    depth = 0
    for found in _BRACKETS.finditer(value, start):
        sign = found.group()
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return found.end()
        if depth > MAX_COMMENT_DEPTH:
            break
    return 0


def _angle(value: str, start: int) -> tuple[Token, int]:
    """What stands in angle brackets; a bracket that is never closed ends at a comma, or where the next one opens."""
    position = start + 1
    if quoted := _QUOTED.match(value, position):
        position = min(quoted.end(), position + MAX_ADDRESS_CHARS)
    end = value.find(">", position, position + MAX_ADDRESS_CHARS)
    again = value.find("<", position, end if end >= 0 else position + MAX_ADDRESS_CHARS)
    if end >= 0 and again < 0:
        return Token(Kind.ANGLE, value[start + 1 : end]), end + 1
    stop = _ANGLE_STOP.search(value, position)
    end = stop.start() if stop else len(value)
    return Token(Kind.ANGLE, value[start + 1 : end]), end


def _mailboxes(item: Sequence[Token], defects: set[Defect], also: Sequence[str]) -> list[Mailbox]:
    """One mailbox, or several whose commas are missing; none for words without an address."""
    if any(token.kind is Kind.ANGLE for token in item):
        return list(_bracketed(item, defects, also))
    return _bare(item, defects, also)


def _bracketed(item: Sequence[Token], defects: set[Defect], also: Sequence[str]) -> Iterator[Mailbox]:
    """A name stands before its brackets; the one behind the last brackets counts where none stands before."""
    comment = _name(_comments(item), defects, also)
    phrases: list[list[Token]] = [[]]
    addresses: list[str] = []
    for token in item:
        if token.kind is Kind.ANGLE:
            addresses.append(_address(token.text))
            phrases.append([])
        elif token.kind is not Kind.COMMENT:
            phrases[-1].append(token)
    if phrases[-1] and not phrases[-2]:
        phrases[-2] = phrases[-1]
    for address, phrase in zip(addresses, phrases, strict=False):
        if address:
            yield Mailbox(name=_name(phrase, defects, also) or comment, address=address)
        else:
            defects.add(Defect.INVALID_ADDRESS)


def _bare(item: Sequence[Token], defects: set[Defect], also: Sequence[str]) -> list[Mailbox]:
    """An address without brackets: its comment is the name (RFC 822), or the words around it are."""
    plain = [token for token in item if token.kind is not Kind.COMMENT]
    found: list[str] = []
    rest: list[Token] = []
    for run in _runs(plain):
        address = _bare_address(run)
        if address:
            found.append(address)
        else:
            rest += run
    if not found:
        return []
    name = _name(rest, defects, also) or _name(_comments(item), defects, also)
    return [Mailbox(name=name, address=found[0]), *(Mailbox(address=one) for one in found[1:])]


def _bare_address(run: Sequence[Token]) -> str:
    """'' unless the run has an @ of its own: one inside quotes or an encoded word makes no address."""
    if run[0].kind is Kind.ENCODED or not any(token.kind is Kind.WORD and "@" in token.text for token in run):
        return ""
    text = "".join(map(_as_written, run))
    local, _, domain = text.rpartition("@")
    return _address(text) if local and domain else ""


def _runs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Tokens that would be one address: nothing between them, or only blanks around a dot or an @."""
    run: list[Token] = []
    for token in tokens:
        if run and not (token.follows or token.text[:1] in (".", "@") or run[-1].text[-1:] in (".", "@")):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _as_written(token: Token) -> str:
    return f'"{token.text}"' if token.kind is Kind.QUOTED else token.text


def _address(text: str) -> str:
    """The address in ``text``, which stood in angle brackets; '' for nothing."""
    text = _without_comments(text).strip()
    if text[:1] + text[-1:] in ("[]", "''"):
        text = text[1:-1]
    if text.startswith("@") and ":" in text:  # a route (RFC 5322, 4.4)
        text = text.partition(":")[2]
    text = _SCHEME.sub("", text, count=1) if _SCHEME.match(text) else text
    text = _AROUND_DOTS.sub(r"\1", text.strip())
    local, at, domain = text.rpartition("@")
    if not local.startswith('"') and _BLANKS.search(text):
        words = [word for word in text.split() if "@" in word]
        local, at, domain = (words[-1] if words else "".join(text.split())).rpartition("@")
    if not at:
        return domain.strip("'\"")
    return f"{local}@{readable_domain(domain)}" if domain else local


def _without_comments(text: str) -> str:
    pieces: list[str] = []
    position = 0
    while (start := text.find("(", position)) >= 0 and (end := _comment_end(text, start)):
        pieces.append(text[position:start])
        position = end
    return "".join([*pieces, text[position:]]).replace("(", "")


def _comments(item: Sequence[Token]) -> list[Token]:
    return [Token(Kind.WORD, token.text) for token in item if token.kind is Kind.COMMENT]


def _name(tokens: Sequence[Token], defects: set[Defect], also: Sequence[str]) -> str:
    """The words of a phrase with one blank between them, decoded."""
    pieces: list[str] = []
    for token in tokens:
        text = token.text if token.kind is Kind.ENCODED else _ESCAPED.sub(r"\1", token.text)
        if pieces and not (token.follows and token.kind is not Kind.QUOTED):
            pieces.append(" ")
        pieces.append(text)
    return _BLANKS.sub(" ", decode_words("".join(pieces), defects, also)).strip()
