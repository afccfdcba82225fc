"""The contacts of the generated history: about 6,000, each made anew from its number, so that none is kept."""

import random
from bisect import bisect
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from contactcenter.demo import content
from contactcenter.demo.content import DemoInbox, DemoRegion, Strict, read

CONTACTS = 6_000
FAMILY_FIRST = frozenset({"zh-Hans", "zh-Hant"})
COMPANIES = {  # region -> the company that every twentieth contact there belongs to
    "germany": "lindenhof-apotheken",
    "uk-ireland": "harbour-care-homes",
    "spain": "clinica-del-parque",
    "central-asia": "almaty-medtechnika",
    "east-china": "jiankang-pharmacy",
}
CHANNELS_OF = {  # what people who speak a language use instead
    "zh-Hans": {"telegram": "wechat", "whatsapp": "wechat"},
    "zh-Hant": {"telegram": "whatsapp"},
    "ru": {"wechat": "telegram"},
    "en": {"wechat": "whatsapp"},
    "de": {"wechat": "whatsapp"},
    "es": {"wechat": "whatsapp"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoContact:
    """``call`` is how one addresses this person in a reply; ``address`` is unique within ``channel``."""

    number: int
    name: str
    call: str
    language: str
    region: str
    channel: str
    address: str
    company: str | None


class Names(Strict, frozen=True):
    women: tuple[str, ...]
    men: tuple[str, ...]
    family: tuple[str, ...]
    feminine: tuple[str, ...] = ()


class _NameFile(Strict, frozen=True, rename={"zh_hans": "zh-Hans", "zh_hant": "zh-Hant"}):
    en: Names
    de: Names
    es: Names
    ru: Names
    zh_hans: Names
    zh_hant: Names


@cache
def names(language: str) -> Names:
    found: Names = getattr(read("names.toml", _NameFile), language.lower().replace("-", "_"))
    return found


@lru_cache(maxsize=CONTACTS)
def contact(number: int, seed: int) -> DemoContact:
    """The contact of this number, 0 to CONTACTS - 1: the same for the same seed."""
    rng = random.Random(seed * 1_000_003 + number)
    region = _region_of(number)
    language = rng.choices(list(region.languages), list(region.languages.values()))[0]
    name, call = _named(rng, language)
    channel = _channel(rng, language)
    return DemoContact(
        number=number,
        name=name,
        call=call,
        language=language,
        region=region.id,
        channel=channel,
        address=_address(rng, channel, number),
        company=COMPANIES.get(region.id) if number % 20 == 0 else None,
    )


def someone(rng: random.Random, region: str) -> int:
    """The number of a contact from this region; some write much more often than others."""
    first, beyond = _numbers(region)
    return first + int((beyond - first) * rng.random() ** 1.6)


def _named(rng: random.Random, language: str) -> tuple[str, str]:
    known = names(language)
    is_woman = rng.random() < 0.55
    given = rng.choice(known.women if is_woman else known.men)
    family = rng.choice(known.feminine if is_woman and known.feminine else known.family)
    if language in FAMILY_FIRST:
        return family + given, family + given
    name = f"{given} {family}"
    return name, name if language == "de" else given


def _channel(rng: random.Random, language: str) -> str:
    inboxes = content.centre().inboxes
    chosen: DemoInbox = rng.choices(inboxes, [one.share for one in inboxes])[0]
    return CHANNELS_OF.get(language, {}).get(chosen.channel, chosen.channel)


def _address(rng: random.Random, channel: str, number: int) -> str:
    if channel == "email":
        return f"contact{number:04}@post.example"
    if channel == "whatsapp":
        return f"+999{rng.randrange(10**5):05}{number:04}"  # +999 is assigned to no country
    if channel == "telegram":
        return f"{rng.randrange(10**5):05}{number:04}"
    return f"demo-{channel}-{number:04}-{rng.randrange(16**8):08x}"


def _region_of(number: int) -> DemoRegion:
    return content.regions()[bisect(_bounds(), number)]


def _numbers(region: str) -> tuple[int, int]:
    place = next(index for index, one in enumerate(content.regions()) if one.id == region)
    bounds = (0, *_bounds())
    return bounds[place], bounds[place + 1]


@cache
def _bounds() -> tuple[int, ...]:
    """The first number beyond each region's contacts."""
    weights = [one.weight for one in content.regions()]
    return tuple(CONTACTS * so_far // sum(weights) for so_far in accumulate(weights))
