"""Whom a mail may be believed to be from, and whether the mail server took it for spam.

Anybody can write any header field. Fields of our own mail server are believed because it puts them above whatever came
with the mail, and only if it is configured which server that is (RFC 8601, 5 and 7.1).
"""

import re
from dataclasses import dataclass

from channels.email.parsing.headers import Headers

MAX_FIELD_CHARS = 16_000
MAX_FIELDS = 10
MAX_DOMAIN_CHARS = 253

NAMELESS = "protection.outlook.com"  # to be configured for Exchange Online, whose fields name no server
TOKEN = re.compile(r"[^\s;=()\"]+")

SPAM_SCL = 5  # spam confidence level of Exchange, -1 to 9
SPAM_ACTIONS = frozenset({"add header", "rewrite subject", "reject", "quarantine", "discard"})  # rspamd
JUNK_VERDICTS = frozenset({"spm", "skb", "sks"})  # SFV of Exchange Online: spam by content, by block list, by rule


@dataclass(frozen=True, slots=True)
class Result:
    """``method=value``, and its properties such as ``header.from``; all in lower case."""

    method: str
    value: str
    properties: dict[str, str]


def is_authenticated(headers: Headers, authentication_server: str, from_domain: str) -> bool | None:
    """Whether the mail server found that the domain in From sent it.

    True for a DMARC pass, else for an SPF or DKIM pass of that domain or of one above it; a DMARC failure is final.
    A signature of a domain *below* is no proof without DMARC: whoever rents a name at a host may sign for that name.
    None when no server is configured or From has no domain.
    """
    domain = _ascii(from_domain)
    if not authentication_server.strip() or not domain:
        return None
    results = trusted_results(headers, authentication_server)
    dmarc = [result for result in results if result.method == "dmarc"]
    verdicts = {result.value for result in dmarc if _ascii(result.properties.get("header.from", domain)) == domain}
    if "pass" in verdicts:
        return True
    if verdicts & {"fail", "permerror", "temperror"}:
        return False
    return any(_proves(result, domain) for result in results)


def trusted_results(headers: Headers, authentication_server: str) -> tuple[Result, ...]:
    """What the configured server found, from the topmost fields that it added.

    They are the first Authentication-Results field and its direct neighbours, all with the server's name; one further
    down came with the mail. Of each method the topmost field counts, so a neighbour cannot contradict the one above.
    """
    results: list[Result] = []
    for value in _topmost(headers):
        name, found = parsed(value)
        if not _is_of(name, authentication_server):
            break
        known = {result.method for result in results}
        results += [result for result in found if result.method not in known]
    return tuple(results)


def parsed(value: str) -> tuple[str, tuple[Result, ...]]:
    """The name of the server, '' if it writes none, and its results (RFC 8601, 2.2)."""
    parts = _split(_without_comments(value[:MAX_FIELD_CHARS]))
    first = TOKEN.match(parts[0].strip()) if parts else None
    is_nameless = bool(parts) and "=" in parts[0]
    name = "" if is_nameless or first is None else first[0].lower().rstrip(".")
    found = (_result(part) for part in (parts if is_nameless else parts[1:]))
    return name, tuple(result for result in found if result)


def is_spam(headers: Headers) -> bool:
    """Whether the mail server's filter took it for spam: SpamAssassin, rspamd, Exchange, Google.

    Of each field the topmost counts, which is the nearest filter's.
    """
    return _is_flagged(headers) or _is_junk_for_rspamd(headers) or _is_junk_for_exchange(headers)


def _topmost(headers: Headers) -> tuple[str, ...]:
    values: list[str] = []
    for field, value in headers.fields:
        if field == "authentication-results" and len(values) < MAX_FIELDS:
            values.append(value)
        elif values:
            break
    return tuple(values)


def _is_of(name: str, authentication_server: str) -> bool:
    configured = authentication_server.strip().lower().rstrip(".")
    return configured == NAMELESS if not name else name == configured


def _proves(result: Result, domain: str) -> bool:
    """Whether an SPF or DKIM pass is about the domain, or about one above it (two labels at least)."""
    if result.value != "pass" or result.method not in ("spf", "dkim"):
        return False
    names = ("smtp.mailfrom", "smtp.mail") if result.method == "spf" else ("header.d", "header.i")
    told = next((result.properties[name] for name in names if name in result.properties), "")
    proven = _ascii(told.rpartition("@")[2])
    return proven == domain or ("." in proven and domain.endswith("." + proven))


def _result(part: str) -> Result | None:
    """``spf=pass reason="ok" smtp.mailfrom=a@b``, with white space around = and / allowed."""
    pairs = re.findall(r"([\w.\-/]{1,64})\s{0,50}=\s{0,50}(\"(?:[^\"\\]|\\.){0,2000}\"|[^\s\"]{1,2000})", part)
    if not pairs:
        return None
    method, value = pairs[0]
    properties: dict[str, str] = {}
    for name, told in pairs[1:]:
        properties.setdefault(name.lower(), told.strip('"').lower())
    return Result(method.partition("/")[0].lower(), value.strip('"').lower(), properties)


def _without_comments(value: str) -> str:
    """RFC 5322 comments nest and may hold anything; a quoted string may hold brackets."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in value:
        if escaped or char == "\\":
            escaped = not escaped
            kept.append(char if depth == 0 else "")
            continue
        if char == '"' and depth == 0:
            quoted = not quoted
        if not quoted and char in "()":
            depth = max(0, depth + (1 if char == "(" else -1))
            kept.append(" ")
            continue
        if depth == 0:
            kept.append(char)
    return "".join(kept)


def _split(value: str) -> list[str]:
    """At semicolons outside quoted strings."""
    pieces = re.findall(r'(?:"(?:[^"\\]|\\.)*+"|[^;"]|")+|;', value)
    return [piece for piece in pieces if piece != ";"]


def _ascii(domain: str) -> str:
    """As the DNS has it; a domain that cannot be written so stays as it is."""
    plain = domain.strip().strip('"<>').rstrip(".").lower()
    if len(plain) > MAX_DOMAIN_CHARS:
        return ""
    try:
        return plain if plain.isascii() else plain.encode("idna").decode()
    except UnicodeError:
        return plain


def _is_flagged(headers: Headers) -> bool:
    if any(_word(headers, name) == "yes" for name in ("x-spam-flag", "x-spam-status", "x-spam")):
        return True
    return _word(headers, "x-spam-flag") in ("true", "1") or headers.first("x-gm-spam").strip() == "1"


def _word(headers: Headers, name: str) -> str:
    """The first word of a field: ``yes`` of ``Yes, score=7.1 required=5``."""
    words = re.split(r"[\s,;]", _without_comments(headers.first(name)[:MAX_FIELD_CHARS]).strip().lower(), maxsplit=1)
    return words[0]


def _is_junk_for_rspamd(headers: Headers) -> bool:
    if headers.first("x-spam-action").strip().lower() in SPAM_ACTIONS:
        return True
    return re.match(r"\s*\w+\s*:\s*true\b", headers.first("x-spamd-result")[:500].lower()) is not None


def _is_junk_for_exchange(headers: Headers) -> bool:
    report = dict(
        part.strip().lower().partition(":")[::2]
        for part in headers.first("x-forefront-antispam-report")[:MAX_FIELD_CHARS].split(";")
    )
    levels = (headers.first("x-ms-exchange-organization-scl"), report.get("scl", ""))
    return any(_level(level) >= SPAM_SCL for level in levels) or report.get("sfv", "") in JUNK_VERDICTS


def _level(value: str) -> int:
    number = re.fullmatch(r"\s*(-?\d{1,2})\s*", value)
    return int(number[1]) if number else -1
