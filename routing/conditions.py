"""Conditions of rules: typed trees of and / or / not over facts, read from plain data, compiled to closures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, cast

Fact: TypeAlias = bool | int | float | str | tuple[str, ...] | frozenset[str] | None
Facts: TypeAlias = Mapping[str, Fact]
Test: TypeAlias = Callable[[Facts], bool]


class RuleError(ValueError):
    """A rule that cannot be read. ``path`` names the place, as in ``rules[2].when.and[0].op``."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path


class Op(StrEnum):
    EQ = "eq"
    NE = "ne"
    IN = "in"  # the fact is one of the values
    NOT_IN = "not_in"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    HAS = "has"  # the fact, a list or a text, contains the value
    STARTS_WITH = "starts_with"
    KNOWN = "known"  # the fact has a value at all; the rule's value says whether it should


@dataclass(frozen=True, slots=True)
class Is:
    """One comparison. A fact that is missing or of another type fails every comparison but ne, not_in and known."""

    fact: str
    op: Op
    value: Fact


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Condition"


Condition: TypeAlias = Is | And | Or | Not


def compiled(condition: Condition) -> Test:
    match condition:
        case Is():
            return _comparison(condition)
        case And():
            return _all([compiled(part) for part in condition.parts])
        case Or():
            return _any([compiled(part) for part in condition.parts])
        case Not():
            inner = compiled(condition.part)
            return lambda facts: not inner(facts)


def _all(tests: list[Test]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda facts: first(facts) and second(facts)

    def hold(facts: Facts) -> bool:
        for test in tests:  # noqa: SIM110  (all() with a generator costs three times as much)
            if not test(facts):
                return False
        return True

    return hold


def _any(tests: list[Test]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda facts: first(facts) or second(facts)

    def hold(facts: Facts) -> bool:
        for test in tests:  # noqa: SIM110
            if test(facts):
                return True
        return False

    return hold


def _comparison(one: Is) -> Test:
    name, value = one.fact, one.value
    among = frozenset(value) if isinstance(value, tuple) else frozenset()
    match one.op:
        case Op.EQ:
            return lambda facts: facts.get(name) == value
        case Op.NE:
            return lambda facts: facts.get(name) != value
        case Op.IN:
            return lambda facts: facts.get(name) in among
        case Op.NOT_IN:
            return lambda facts: facts.get(name) not in among
        case Op.HAS:
            return lambda facts: _has(facts.get(name), cast(str, value))
        case Op.STARTS_WITH:
            start = cast(str, value)
            return lambda facts: isinstance(text := facts.get(name), str) and text.startswith(start)
        case Op.KNOWN:
            return lambda facts: (facts.get(name) is not None) is value
        case _:
            return _ordering(one)


def _ordering(one: Is) -> Test:
    name, limit = one.fact, cast(float, one.value)

    def hold(facts: Facts) -> bool:
        known = facts.get(name)
        if not isinstance(known, int | float) or isinstance(known, bool):
            return False
        match one.op:
            case Op.LT:
                return known < limit
            case Op.LE:
                return known <= limit
            case Op.GT:
                return known > limit
            case _:
                return known >= limit

    return hold


def _has(fact: Fact, value: str) -> bool:
    return isinstance(fact, str | tuple | frozenset) and value in fact


def first_failing(condition: Condition, facts: Facts) -> str | None:
    """Why it does not hold, as ``language=de, not in en, ru``; None if it holds."""
    if compiled(condition)(facts):
        return None
    match condition:
        case Is():
            return f"{condition.fact}={_shown(facts.get(condition.fact))}, not {_asked(condition)}"
        case And():
            return next(why for part in condition.parts if (why := first_failing(part, facts)) is not None)
        case Or():
            return (
                " and ".join(filter(None, (first_failing(part, facts) for part in condition.parts))) or "or of nothing"
            )
        case Not():
            return "holds, but must not"


def _asked(one: Is) -> str:
    return f"{one.op} {_shown(one.value)}" if one.op is not Op.EQ else _shown(one.value)


def _shown(fact: Fact) -> str:
    if fact is None:
        return "unknown"
    return ", ".join(sorted(fact)) if isinstance(fact, tuple | frozenset) else str(fact)


# -- reading -------------------------------------------------------------------------------------------------------


def parse_condition(written: object, path: str) -> Condition:
    """``{"and": [...]}``, ``{"or": [...]}``, ``{"not": ...}`` or ``{"fact": NAME, "op": OP, "value": VALUE}``."""
    if not isinstance(written, Mapping) or not written:
        raise RuleError(path, "expected an object with and, or, not or fact")
    for name, kind in (("and", And), ("or", Or)):
        if name in written:
            _only(written, {name}, path)
            parts = written[name]
            if not isinstance(parts, list):
                raise RuleError(f"{path}.{name}", "expected a list")
            return kind(tuple(parse_condition(one, f"{path}.{name}[{at}]") for at, one in enumerate(parts)))
    if "not" in written:
        _only(written, {"not"}, path)
        return Not(parse_condition(written["not"], f"{path}.not"))
    _only(written, {"fact", "op", "value"}, path)
    return _parse_comparison(written, path)


def _parse_comparison(written: Mapping[str, object], path: str) -> Is:
    fact = written.get("fact")
    if not isinstance(fact, str) or not fact:
        raise RuleError(f"{path}.fact", "expected the name of a fact")
    if written.get("op") not in set(Op):
        raise RuleError(f"{path}.op", f"expected one of {', '.join(Op)}")
    op = Op(str(written["op"]))
    return Is(fact, op, _parse_value(op, written.get("value"), f"{path}.value"))


def _parse_value(op: Op, value: object, path: str) -> Fact:
    match op:
        case Op.IN | Op.NOT_IN:
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                raise RuleError(path, "expected a list of texts")
            return tuple(value)
        case Op.LT | Op.LE | Op.GT | Op.GE:
            if not isinstance(value, int | float) or isinstance(value, bool):
                raise RuleError(path, "expected a number")
            return value
        case Op.HAS | Op.STARTS_WITH:
            if not isinstance(value, str):
                raise RuleError(path, "expected a text")
            return value
        case Op.KNOWN:
            if not isinstance(value, bool):
                raise RuleError(path, "expected true or false")
            return value
        case _:
            if value is not None and not isinstance(value, bool | int | float | str):
                raise RuleError(path, "expected a text, a number, true, false or null")
            return value


def _only(written: Mapping[str, object], names: set[str], path: str) -> None:
    if unknown := sorted(set(map(str, written)) - names):
        raise RuleError(f"{path}.{unknown[0]}", "no such key here")
