"""Rules: reading, deciding, explaining."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import Demand
from routing.conditions import And, Condition, Facts, Is, Not, Op, Or, RuleError, compiled, first_failing
from routing.rules import RuleSet, Tried, compile_rules, parse_rules

WRITTEN = [
    {
        "id": "russian billing",
        "when": {
            "and": [
                {"fact": "language", "op": "in", "value": ["ru", "uk"]},
                {
                    "or": [
                        {"fact": "subject", "op": "has", "value": "invoice"},
                        {"fact": "tags", "op": "has", "value": "billing"},
                    ]
                },
            ]
        },
        "then": [{"do": "set_queue", "value": "billing"}, {"do": "add_skill", "skill": "invoices", "level": 2}],
    },
    {
        "id": "late at night",
        "when": {"not": {"fact": "open", "op": "eq", "value": True}},
        "then": [{"do": "set_priority", "value": -1}],
    },
    {
        "id": "very important",
        "when": {"fact": "contract_level", "op": "ge", "value": 3},
        "then": [
            {"do": "set_priority", "value": 5},
            {"do": "set_level", "value": 4},
            {"do": "require_language", "value": "en"},
        ],
        "stop": True,
    },
    {"id": "never reached by those", "when": {"and": []}, "then": [{"do": "set_queue", "value": "rest"}]},
]


@pytest.fixture
def rules() -> RuleSet:
    return RuleSet(version=7, rules=parse_rules(WRITTEN))


def test_rules_that_hold_act_in_order_and_the_later_one_wins(rules: RuleSet) -> None:
    facts: Facts = {"language": "ru", "subject": "my invoice", "open": False}
    outcome = compile_rules(rules).evaluate(facts)
    assert (outcome.queue, outcome.priority, outcome.skills) == ("rest", -1, {"invoices": 2})


def test_a_rule_that_says_stop_is_the_last(rules: RuleSet) -> None:
    outcome = compile_rules(rules).evaluate({"contract_level": 3, "open": True})
    assert (outcome.queue, outcome.priority, outcome.language_level, outcome.language) == (None, 5, 4, "en")
    assert [tried.rule for tried in outcome.trace] == ["russian billing", "late at night", "very important"]


def test_the_trace_says_of_every_rule_tried_whether_it_held_and_names_the_version(rules: RuleSet) -> None:
    outcome = compile_rules(rules).evaluate({"open": False, "language": "ru", "tags": ("billing",)})
    assert outcome.version == 7
    assert [tried.held for tried in outcome.trace] == [True, True, False, True]


def test_the_explained_trace_says_what_failed_first(rules: RuleSet) -> None:
    outcome = compile_rules(rules).evaluate({"language": "de", "open": True}, explain=True)
    assert outcome.trace[:3] == (
        Tried("russian billing", False, "language=de, not in ru, uk"),
        Tried("late at night", False, "holds, but must not"),
        Tried("very important", False, "contract_level=unknown, not ge 3"),
    )


def test_what_rules_ask_for_replaces_what_the_demand_had(rules: RuleSet) -> None:
    demand = Demand(conversation="c", queue="q", arrived=0.0, language="ru", skills={"devices": 1}, priority=2)
    changed = compile_rules(rules).evaluate({"language": "uk", "subject": "invoice", "open": True}).applied_to(demand)
    assert changed.queue == "rest"
    assert changed.skills == {"devices": 1, "invoices": 2}
    assert (changed.language, changed.priority) == ("ru", 2)


def test_publishing_makes_the_next_version_and_leaves_the_old_one(rules: RuleSet) -> None:
    newer = rules.published(rules.rules[:1])
    assert (newer.version, len(newer.rules)) == (8, 1)
    assert (rules.version, len(rules.rules)) == (7, 4)


@pytest.mark.parametrize(
    ("when", "path"),
    [
        ({}, "rules[0].when"),
        ({"and": {}}, "rules[0].when.and"),
        ({"and": [{"fact": "x", "op": "eq", "value": 1}, {"fact": "x", "op": "is"}]}, "rules[0].when.and[1].op"),
        ({"not": {"or": [{"fact": "", "op": "eq"}]}}, "rules[0].when.not.or[0].fact"),
        ({"fact": "x", "op": "in", "value": "ru"}, "rules[0].when.value"),
        ({"fact": "x", "op": "lt", "value": True}, "rules[0].when.value"),
        ({"fact": "x", "op": "eq", "value": 1, "vlaue": 2}, "rules[0].when.vlaue"),
    ],
)
def test_a_condition_that_cannot_be_read_is_named_by_its_path(when: object, path: str) -> None:
    with pytest.raises(RuleError) as failed:
        parse_rules([{"id": "r", "when": when, "then": []}])
    assert failed.value.path == path


@pytest.mark.parametrize(
    ("then", "path"),
    [
        ([{"do": "set_quue", "value": "q"}], "rules[0].then[0].do"),
        ([{"do": "set_queue", "value": ""}], "rules[0].then[0].value"),
        ([{"do": "set_level", "value": 6}], "rules[0].then[0].value"),
        ([{"do": "add_skill", "skill": "x", "value": 2}], "rules[0].then[0].value"),
        ("set_queue", "rules[0].then"),
    ],
)
def test_an_action_that_cannot_be_read_is_named_by_its_path(then: object, path: str) -> None:
    with pytest.raises(RuleError) as failed:
        parse_rules([{"id": "r", "when": {"and": []}, "then": then}])
    assert failed.value.path == path


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(RuleError, match="another rule twin"):
        parse_rules([{"id": "twin", "when": {"and": []}, "then": []}] * 2)


facts_values = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(("ru", "de", "")) | st.just(("ru", "x"))
all_facts = st.dictionaries(st.sampled_from("abc"), facts_values)
leaves = (
    st.builds(Is, st.sampled_from("abc"), st.sampled_from((Op.EQ, Op.NE)), facts_values)
    | st.builds(Is, st.sampled_from("abc"), st.sampled_from((Op.LT, Op.LE, Op.GT, Op.GE)), st.integers(-3, 3))
    | st.builds(Is, st.sampled_from("abc"), st.sampled_from((Op.IN, Op.NOT_IN)), st.just(("ru", "de")))
    | st.builds(Is, st.sampled_from("abc"), st.sampled_from((Op.HAS, Op.STARTS_WITH)), st.just("r"))
    | st.builds(Is, st.sampled_from("abc"), st.just(Op.KNOWN), st.booleans())
)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.builds(And, st.lists(inner, max_size=3).map(tuple))
        | st.builds(Or, st.lists(inner, max_size=3).map(tuple))
        | st.builds(Not, inner)
    ),
    max_leaves=8,
)


@given(trees, all_facts)
def test_any_tree_over_any_facts_decides_and_explains_exactly_what_fails(tree: Condition, facts: Facts) -> None:
    assert (first_failing(tree, facts) is None) is compiled(tree)(facts)


@given(trees, trees, all_facts)
def test_not_and_is_or_of_nots(one: Condition, other: Condition, facts: Facts) -> None:
    assert compiled(Not(And((one, other))))(facts) is compiled(Or((Not(one), Not(other))))(facts)
