"""What the demo centre consists of, read strictly from the files beside this module: an unknown key is an error."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeAlias, TypeVar

import msgspec

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ru", "de", "es")
FENCE = "+++"  # front matter of an article is TOML between two of these

Texts: TypeAlias = dict[str, str]  # BCP-47 tag -> text, one for each of LANGUAGES
S = TypeVar("S", bound=msgspec.Struct)


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A piece of a file whose keys are all known."""


class DemoArticle(Strict, frozen=True):
    """One article in one language; translations share ``id``. ``body`` is Markdown."""

    id: str
    language: str
    title: str
    audience: str
    products: tuple[str, ...]
    phrasings: tuple[str, ...]
    body: str


class DemoProduct(Strict, frozen=True):
    id: str
    names: Texts
    versions: tuple[str, ...]


class DemoSymptom(Strict, frozen=True):
    id: str
    names: Texts


class DemoRegion(Strict, frozen=True):
    id: str
    names: Texts
    languages: dict[str, int]  # who writes from there: tag -> weight
    utc_offset: int  # hours
    weight: int


class DemoMaker(Strict, frozen=True):
    name: str
    app: str
    shop: str
    domain: str


class DemoSkill(Strict, frozen=True):
    id: str
    names: Texts


class DemoTeam(Strict, frozen=True):
    id: str
    name: str


class DemoAgent(Strict, frozen=True):
    """``shift``: early, day or late, see history."""

    id: str
    name: str
    email: str
    role: str
    languages: dict[str, int]  # tag -> level 1 to 5
    skills: dict[str, int]
    teams: tuple[str, ...]
    units: int
    interface_language: str
    shift: str


class DemoQueue(Strict, frozen=True):
    """``openings``: what the contact is told first there."""

    id: str
    name: str
    teams: tuple[str, ...]
    skills: dict[str, int]
    names: Texts
    openings: Texts


class DemoInbox(Strict, frozen=True):
    """``share`` of the generated history, in per cent."""

    id: str
    name: str
    channel: str
    queue: str
    language: str
    active: bool
    share: int
    greeting: Texts = {}


class DemoCompany(Strict, frozen=True):
    id: str
    name: str
    contract_level: str
    domains: tuple[str, ...]


class DemoCentre(Strict, frozen=True):
    maker: DemoMaker
    skills: tuple[DemoSkill, ...]
    teams: tuple[DemoTeam, ...]
    agents: tuple[DemoAgent, ...]
    queues: tuple[DemoQueue, ...]
    inboxes: tuple[DemoInbox, ...]
    companies: tuple[DemoCompany, ...]


class DemoCannedReply(Strict, frozen=True):
    id: str
    shortcut: str
    texts: Texts


class _Products(Strict, frozen=True):
    products: tuple[DemoProduct, ...]


class _Symptoms(Strict, frozen=True):
    symptoms: tuple[DemoSymptom, ...]


class _Regions(Strict, frozen=True):
    regions: tuple[DemoRegion, ...]


class _Replies(Strict, frozen=True):
    replies: tuple[DemoCannedReply, ...]


@cache
def articles() -> tuple[DemoArticle, ...]:
    """Every article in every language, by language and id."""
    return tuple(_articles())


@cache
def products() -> tuple[DemoProduct, ...]:
    return read("products.toml", _Products).products


@cache
def symptoms() -> tuple[DemoSymptom, ...]:
    return read("symptoms.toml", _Symptoms).symptoms


@cache
def regions() -> tuple[DemoRegion, ...]:
    return read("regions.toml", _Regions).regions


@cache
def centre() -> DemoCentre:
    return read("centre.toml", DemoCentre)


@cache
def canned_replies() -> tuple[DemoCannedReply, ...]:
    return read("canned.toml", _Replies).replies


def read(name: str, shape: type[S]) -> S:
    """A TOML file of this package in the given shape. Raises ValueError naming file and key."""
    return decode(name, _folder().joinpath(name).read_text("utf-8"), shape)


def decode(name: str, text: str, shape: type[S]) -> S:
    """Raises ValueError naming the file and what is wrong in it."""
    try:
        return msgspec.convert(tomllib.loads(text), shape)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as exc:
        raise ValueError(f"{name}: {exc}") from exc


def parse_article(name: str, text: str) -> DemoArticle:
    """Front matter and body of one article file. Raises ValueError naming the file."""
    before, fence, rest = text.partition(f"{FENCE}\n")
    head, closing, body = rest.partition(f"\n{FENCE}\n")
    if before or not fence or not closing:
        raise ValueError(f"{name}: front matter between two lines {FENCE} is missing")
    if "body" in tomllib.loads(head):
        raise ValueError(f"{name}: the body stands below the front matter, not in it")
    return decode(name, f"{head}\nbody = {_toml_string(body.strip())}", DemoArticle)


def _toml_string(text: str) -> str:
    return msgspec.json.encode(text).decode()  # every JSON string is a TOML basic string


def _articles() -> Iterator[DemoArticle]:
    for language in LANGUAGES:
        folder = _folder().joinpath("articles", language)
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            yield parse_article(f"{language}/{file.name}", file.read_text("utf-8"))


def _folder() -> Traversable:
    return resources.files("contactcenter.demo")
