"""What a generated conversation is about: a topic, and for a device its product, version and symptom."""

import random
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from contactcenter.demo import content

BAD_LOT = "2418"
BAD_PRODUCT, BAD_VERSION = "bp300", "2.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """``article``: the slug that answers it, if one does. ``lot`` is set for the one bad batch only."""

    topic: str
    product: str | None = None
    version: str | None = None
    symptom: str | None = None
    article: str | None = None
    lot: str | None = None


# Products in families, and what happens to them: symptom -> weight, and which of its four questions fit (None = all).
FAMILIES = MappingProxyType(
    {
        "bp200": "arm", "bp300": "arm", "bp1000": "arm", "bpw50": "wrist", "th10": "thermometer",
        "th40": "thermometer", "th60": "thermometer", "nb100": "compressor", "nb300": "mesh", "ox20": "oximeter",
        "ox70": "oximeter", "sc10": "scale", "sc80": "scale", "gl5": "glucose", "gl9": "glucose", "tn2": "tens",
        "tn4": "tens", "ha312": "batteries", "hd1": "dryer", "hp30": "pad",
    }
)  # fmt: skip
SOLD = MappingProxyType(
    {"arm": 9.0, "wrist": 5.0, "thermometer": 3.0, "compressor": 4.0, "mesh": 3.0, "oximeter": 2.5, "scale": 2.0,
     "glucose": 2.5, "tens": 1.5, "batteries": 1.0, "dryer": 0.8, "pad": 1.2}
)  # fmt: skip
Fitting = tuple[float, tuple[int, ...]]
ALL = (0, 1, 2, 3)
TROUBLES: MappingProxyType[str, dict[str, Fitting]] = MappingProxyType(
    {
        "arm": {
            "display_dark": (5, ALL), "error_code": (8, ALL), "wrong_values": (8, ALL), "no_power": (4, ALL),
            "no_connection": (5, ALL), "leak": (4, ALL), "noise": (2, ALL), "broken_part": (3, ALL),
        },
        "wrist": {
            "display_dark": (3, ALL), "error_code": (5, ALL), "wrong_values": (8, ALL), "no_power": (4, ALL),
            "leak": (1, (1,)), "noise": (1, (0, 1)), "broken_part": (3, ALL),
        },
        "thermometer": {
            "display_dark": (3, (0, 2, 3)), "wrong_values": (9, ALL), "no_power": (4, ALL), "broken_part": (3, ALL),
        },
        "compressor": {"noise": (6, ALL), "leak": (4, ALL), "no_power": (2, (0,)), "broken_part": (4, (1, 2, 3))},
        "mesh": {"noise": (2, (0, 1, 2)), "leak": (3, (0, 2)), "no_power": (4, ALL), "broken_part": (3, ALL)},
        "oximeter": {
            "display_dark": (3, (0, 2, 3)), "wrong_values": (6, ALL), "no_power": (4, ALL), "no_connection": (2, ALL),
            "broken_part": (2, ALL),
        },
        "scale": {
            "display_dark": (3, (0, 2, 3)), "wrong_values": (6, ALL), "no_power": (4, ALL), "no_connection": (4, ALL),
            "broken_part": (2, (0, 2, 3)),
        },
        "glucose": {
            "display_dark": (3, (0, 2, 3)), "wrong_values": (6, ALL), "no_power": (4, ALL), "no_connection": (3, ALL),
            "broken_part": (2, ALL),
        },
        "tens": {"display_dark": (3, (0, 3)), "no_power": (5, ALL), "broken_part": (4, ALL)},
        "batteries": {"no_power": (6, (2,)), "leak": (4, (0,)), "broken_part": (1, (2,))},
        "dryer": {"no_power": (4, (0,)), "noise": (2, (0, 1, 2)), "broken_part": (3, (2, 3))},
        "pad": {"no_power": (5, (0,)), "broken_part": (4, (2, 3))},
    }
)  # fmt: skip
CONNECTED = frozenset({"bp300", "bp1000", "sc80", "ox70", "gl9"})

# Everything else people write about: topic -> share in per cent; the rest are troubles with a device.
TOPICS = MappingProxyType(
    {"order": 8, "delivery": 3, "refund": 6, "warranty": 3, "invoice": 4, "travel": 2, "account": 3, "praise": 1.5,
     "complaint": 2.5, "howto": 9}
)  # fmt: skip
HOWTO = (
    "cuff-size", "measure-correctly", "language-and-time", "export-readings", "arrhythmia-symbol",
    "pregnancy-children", "calibration", "cleaning",
)  # fmt: skip
ARTICLES = MappingProxyType(
    {"order": "order-address", "delivery": "delivery-time", "refund": "returns-refund", "warranty": "warranty-repair",
     "account": "app-password"}
)  # fmt: skip
DEVICE_ARTICLES = MappingProxyType(
    {
        ("arm", "display_dark"): "dark-display", ("wrist", "display_dark"): "dark-display",
        ("arm", "error_code"): "error-codes", ("wrist", "error_code"): "error-codes",
        ("arm", "wrong_values"): "varying-readings", ("wrist", "wrong_values"): "varying-readings",
        ("thermometer", "wrong_values"): "thermometer-differs", ("arm", "no_power"): "batteries",
        ("wrist", "no_power"): "batteries", ("thermometer", "no_power"): "batteries",
        ("compressor", "noise"): "nebuliser-no-mist", ("mesh", "noise"): "nebuliser-no-mist",
    }
)  # fmt: skip
ANYWHERE = MappingProxyType({"no_connection": "bluetooth-pairing", "broken_part": "warranty-repair"})
SPECIAL_SOLUTIONS = frozenset(
    {("arm", "display_dark"), ("wrist", "display_dark"), ("arm", "error_code"), ("arm", "wrong_values"),
     ("arm", "leak"), ("compressor", "leak"), ("compressor", "noise")}
)  # fmt: skip
ANY_DEVICE_SOLUTIONS = frozenset({"no_connection", "broken_part"})
BATTERY_FAMILIES = frozenset({"arm", "wrist", "thermometer", "mesh", "oximeter", "scale", "glucose", "tens"})


def bad_batch() -> Matter:
    return Matter(
        topic="display_dark", product=BAD_PRODUCT, version=BAD_VERSION, symptom="display_dark",
        article="dark-display", lot=BAD_LOT,
    )  # fmt: skip


def some_matter(rng: random.Random) -> Matter:
    topic = rng.choices((*TOPICS, "device"), (*TOPICS.values(), 100 - sum(TOPICS.values())))[0]
    if topic == "device":
        return _trouble(rng)
    if topic == "howto":
        return Matter(topic=topic, article=rng.choice(HOWTO))
    product = _some_product(rng) if topic in ("delivery", "warranty", "travel", "praise") else None
    return Matter(topic=topic, product=product, article=ARTICLES.get(topic))


def _trouble(rng: random.Random) -> Matter:
    product = _some_product(rng)
    family = FAMILIES[product]
    likely = {one: weight for one, (weight, _) in TROUBLES[family].items() if _can_have(product, one)}
    symptom = rng.choices(tuple(likely), tuple(likely.values()))[0]
    return Matter(
        topic=symptom,
        product=product,
        version=rng.choice(_versions()[product]),
        symptom=symptom,
        article=DEVICE_ARTICLES.get((family, symptom)) or ANYWHERE.get(symptom),
    )


def _can_have(product: str, symptom: str) -> bool:
    return symptom != "no_connection" or product in CONNECTED


def _some_product(rng: random.Random) -> str:
    return rng.choices(tuple(FAMILIES), [SOLD[family] for family in FAMILIES.values()])[0]


@cache
def _versions() -> dict[str, tuple[str, ...]]:
    return {one.id: one.versions for one in content.products()}


def fitting_questions(matter: Matter) -> tuple[int, ...]:
    """Which of the topic's questions can be asked about this product; empty = all."""
    if matter.symptom is None or matter.product is None:
        return ()
    return TROUBLES[FAMILIES[matter.product]][matter.symptom][1]


def solution_topic(matter: Matter) -> str:
    """Under which topic the agent's solution is found: ``any`` where no special one fits the device."""
    if matter.symptom is None or matter.product is None:
        return matter.topic
    family = FAMILIES[matter.product]
    if (family, matter.symptom) in SPECIAL_SOLUTIONS or matter.symptom in ANY_DEVICE_SOLUTIONS:
        return matter.topic
    if matter.symptom == "no_power" and family in BATTERY_FAMILIES and matter.product != "bp1000":
        return matter.topic
    return "any"


def is_order_matter(matter: Matter) -> bool:
    return matter.topic in ("order", "delivery", "refund", "invoice", "complaint")


def model_name(product: str) -> str:
    """How people write it: BP-W50 for bpw50, else the id in capitals."""
    return "BP-W50" if product == "bpw50" else product.upper()
