"""Rules as data: what a conversation is known to be decides what it asks for.

A published set of rules is an immutable version. Rules are tried in order; each that holds acts, later ones override
earlier ones, and one that says ``stop`` is the last. Every evaluation says of every rule tried whether it held.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from routing.conditions import Condition, Facts, RuleError, Test, compiled, first_failing, parse_condition
from routing.demand import Demand


@dataclass(frozen=True, slots=True)
class SetQueue:
    queue: str


@dataclass(frozen=True, slots=True)
class SetPriority:
    priority: float


@dataclass(frozen=True, slots=True)
class AddSkill:
    skill: str
    level: int


@dataclass(frozen=True, slots=True)
class SetLevel:
    """The level at which the language must be spoken."""

    level: int


@dataclass(frozen=True, slots=True)
class RequireLanguage:
    language: str


Action: TypeAlias = SetQueue | SetPriority | AddSkill | SetLevel | RequireLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    id: str
    when: Condition
    then: tuple[Action, ...]
    stop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    version: int
    rules: tuple[Rule, ...] = ()

    def published(self, rules: Sequence[Rule]) -> "RuleSet":
        """The next version; this one stays as it is, for the decisions that name it."""
        return RuleSet(version=self.version + 1, rules=tuple(rules))


@dataclass(frozen=True, slots=True)
class Tried:
    """``because``: the first thing that failed; only when asked to explain."""

    rule: str
    held: bool
    because: str = ""


@dataclass(slots=True)
class Outcome:
    """What the rules that held ask for; None and empty = nothing said. ``trace`` is in the order tried."""

    version: int
    trace: tuple[Tried, ...] = ()
    queue: str | None = None
    priority: float | None = None
    language: str | None = None
    language_level: int | None = None
    skills: dict[str, int] = field(default_factory=dict)

    def applied_to(self, demand: Demand) -> Demand:
        """The demand with what the rules ask for in place of what it had."""
        return replace(
            demand,
            queue=demand.queue if self.queue is None else self.queue,
            priority=demand.priority if self.priority is None else self.priority,
            language=demand.language if self.language is None else self.language,
            language_level=demand.language_level if self.language_level is None else self.language_level,
            skills={**demand.skills, **self.skills},
        )


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: Rule
    acts: tuple[Callable[[Outcome], None], ...]
    held: Tried


class CompiledRules:
    """A rule set ready to be asked: closures, no tree is walked."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.version = rule_set.version
        self._rules: list[tuple[Test, Tried, _Compiled]] = [
            (
                compiled(rule.when),
                Tried(rule.id, False),
                _Compiled(rule, tuple(_act(action) for action in rule.then), Tried(rule.id, True)),
            )
            for rule in rule_set.rules
        ]

    def evaluate(self, facts: Facts, explain: bool = False) -> Outcome:
        """What the rules make of these facts. ``explain`` adds to the trace why a rule did not hold."""
        outcome = Outcome(self.version)
        trace: list[Tried] = []
        for test, failed, one in self._rules:
            if not test(facts):
                trace.append(_why_failed(one.rule, facts) if explain else failed)
                continue
            trace.append(one.held)
            for act in one.acts:
                act(outcome)
            if one.rule.stop:
                break
        outcome.trace = tuple(trace)
        return outcome


def compile_rules(rule_set: RuleSet) -> CompiledRules:
    return CompiledRules(rule_set)


def _why_failed(rule: Rule, facts: Facts) -> Tried:
    return Tried(rule.id, False, first_failing(rule.when, facts) or "")


def _act(action: Action) -> Callable[[Outcome], None]:
    match action:
        case SetQueue():
            return lambda outcome: setattr(outcome, "queue", action.queue)
        case SetPriority():
            return lambda outcome: setattr(outcome, "priority", action.priority)
        case AddSkill():
            return lambda outcome: outcome.skills.update({action.skill: action.level})
        case SetLevel():
            return lambda outcome: setattr(outcome, "language_level", action.level)
        case RequireLanguage():
            return lambda outcome: setattr(outcome, "language", action.language)


# -- reading -------------------------------------------------------------------------------------------------------


def parse_rules(written: object) -> tuple[Rule, ...]:
    """Rules from plain data: ``[{"id", "when": CONDITION, "then": [ACTION], "stop"?}]``.

    An action is ``{"do": "set_queue" | "set_priority" | "set_level" | "require_language", "value": ...}`` or
    ``{"do": "add_skill", "skill": NAME, "level": 1}``. Raises RuleError with the path of what cannot be read.
    """
    if not isinstance(written, list):
        raise RuleError("rules", "expected a list")
    rules = tuple(_parse_rule(one, f"rules[{at}]") for at, one in enumerate(written))
    ids = [rule.id for rule in rules]
    for at, rule in enumerate(rules):
        if rule.id in ids[:at]:
            raise RuleError(f"rules[{at}].id", f"there is another rule {rule.id}")
    return rules


def _parse_rule(written: object, path: str) -> Rule:
    one = _object(written, {"id", "when", "then", "stop"}, path)
    then, stop = one.get("then"), one.get("stop", False)
    if not isinstance(then, list):
        raise RuleError(f"{path}.then", "expected a list of actions")
    if not isinstance(stop, bool):
        raise RuleError(f"{path}.stop", "expected true or false")
    return Rule(
        id=_text(one, "id", path),
        when=parse_condition(one.get("when"), f"{path}.when"),
        then=tuple(_parse_action(action, f"{path}.then[{at}]") for at, action in enumerate(then)),
        stop=stop,
    )


def _parse_action(written: object, path: str) -> Action:
    do = written.get("do") if isinstance(written, Mapping) else None
    if do == "add_skill":
        one = _object(written, {"do", "skill", "level"}, path)
        return AddSkill(_text(one, "skill", path), _level(one, "level", path, default=1))
    one = _object(written, {"do", "value"}, path)
    match do:
        case "set_queue":
            return SetQueue(_text(one, "value", path))
        case "set_priority":
            return SetPriority(_number(one, "value", path))
        case "set_level":
            return SetLevel(_level(one, "value", path))
        case "require_language":
            return RequireLanguage(_text(one, "value", path))
    raise RuleError(f"{path}.do", "expected set_queue, set_priority, add_skill, set_level or require_language")


def _object(written: object, names: set[str], path: str) -> Mapping[str, object]:
    if not isinstance(written, Mapping):
        raise RuleError(path, "expected an object")
    if unknown := sorted(set(map(str, written)) - names):
        raise RuleError(f"{path}.{unknown[0]}", "no such key here")
    return written


def _text(one: Mapping[str, object], name: str, path: str) -> str:
    value = one.get(name)
    if not isinstance(value, str) or not value:
        raise RuleError(f"{path}.{name}", "expected a text")
    return value


def _number(one: Mapping[str, object], name: str, path: str) -> float:
    value = one.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise RuleError(f"{path}.{name}", "expected a number")
    return value


def _level(one: Mapping[str, object], name: str, path: str, default: int | None = None) -> int:
    value = one.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 5:
        raise RuleError(f"{path}.{name}", "expected a level from 1 to 5")
    return value
