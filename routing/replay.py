"""Events as plain values for a log, and a router rebuilt from one.

The written form of an event is ``{"event": NAME, FIELD: VALUE, ...}`` of JSON types alone: records become objects,
tuples lists, sets sorted lists. Reading is strict: an unknown name or field, or a wrong type, raises LogError.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import TypeAlias, Union, cast, get_args, get_origin, get_type_hints

from routing.demand import Seconds
from routing.effects import Effect
from routing.events import Event
from routing.router import Router

Plain: TypeAlias = bool | int | float | str | list["Plain"] | dict[str, "Plain"] | None

EVENTS: Mapping[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}
EFFECTS: frozenset[str] = frozenset(kind.__name__ for kind in get_args(Effect))


class LogError(ValueError):
    """What was read is not an event. ``path`` names the value."""

    def __init__(self, path: str, expected: str) -> None:
        super().__init__(f"{path}: expected {expected}")
        self.path = path


def encode(event: Event) -> dict[str, Plain]:
    return {"event": type(event).__name__, **cast(dict[str, Plain], plain(event))}


def decode(written: Mapping[str, object]) -> Event:
    kind = EVENTS.get(str(written.get("event")))
    if kind is None:
        raise LogError("event", f"one of {', '.join(EVENTS)}")
    rest = {name: value for name, value in written.items() if name != "event"}
    return cast(Event, _record(kind, rest, kind.__name__))


def replay(log: Iterable[tuple[Seconds, Event]], explain: bool = False) -> Iterator[tuple[Effect, ...]]:
    """What a fresh router decides, event by event."""
    router = Router()
    for at, event in log:
        yield router.apply(event, at, explain)


def rebuilt(log: Iterable[tuple[Seconds, Event]]) -> Router:
    """A router that has heard all of it, whose effects were carried out before."""
    router = Router()
    for at, event in log:
        router.apply(event, at)
    return router


def plain(value: object) -> Plain:
    """Any value of an event or effect in JSON types."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, frozenset):
        return [plain(one) for one in sorted(value)]
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, StrEnum):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"not a value of an event: {value!r}")


# -- reading -------------------------------------------------------------------------------------------------------


def _record(kind: type, written: object, path: str) -> object:
    if not isinstance(written, Mapping):
        raise LogError(path, "an object")
    hints = get_type_hints(kind)
    if unknown := [str(name) for name in written if name not in hints]:
        raise LogError(f"{path}.{unknown[0]}", "no such field")
    values = {name: _value(hints[name], one, f"{path}.{name}") for name, one in written.items()}
    for one in fields(kind):
        if one.name not in values and one.default is MISSING and one.default_factory is MISSING:
            raise LogError(f"{path}.{one.name}", "a value")
    return kind(**values)


def _value(hint: object, written: object, path: str) -> object:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return None if written is None else _value(_without_none(arguments), written, path)
    if origin in (tuple, frozenset):
        if not isinstance(written, list):
            raise LogError(path, "a list")
        return origin(_value(arguments[0], one, f"{path}[{at}]") for at, one in enumerate(written))
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(written, Mapping):
            raise LogError(path, "an object")
        return {str(name): _value(arguments[1], one, f"{path}.{name}") for name, one in written.items()}
    return _single(cast(type, hint), written, path)


def _single(kind: type, written: object, path: str) -> object:
    if is_dataclass(kind):
        return _record(kind, written, path)
    if issubclass(kind, StrEnum):
        if written not in set(kind):
            raise LogError(path, f"one of {', '.join(kind)}")
        return kind(cast(str, written))
    accepted = (int, float) if kind is float else kind
    if not isinstance(written, accepted) or (isinstance(written, bool) and kind is not bool):
        raise LogError(path, kind.__name__)
    return written


def _without_none(arguments: tuple[object, ...]) -> object:
    return next(one for one in arguments if one is not NoneType)
