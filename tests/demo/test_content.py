"""The demo centre's files are complete in six languages, consistent with each other, and read strictly."""

from collections import Counter

import pytest

from contactcenter.demo import content
from contactcenter.demo.content import LANGUAGES, DemoCentre, DemoProduct

FRONT = """+++
id = "a"
language = "en"
title = "A"
audience = "public"
products = []
phrasings = ["a"]
{extra}+++

First.

Second.
"""


def test_there_are_twenty_articles_and_each_is_in_every_language() -> None:
    slugs = {language: {one.id for one in content.articles() if one.language == language} for language in LANGUAGES}
    assert len(slugs["en"]) == 20
    assert all(found == slugs["en"] for found in slugs.values())


def test_every_article_has_eight_or_more_phrasings_and_none_belongs_to_two_articles() -> None:
    few = [(one.language, one.id) for one in content.articles() if not 8 <= len(one.phrasings) <= 12]
    counted = Counter((one.language, text.casefold()) for one in content.articles() for text in one.phrasings)
    assert few == []
    assert [known for known, times in counted.items() if times > 1] == []


def test_translations_are_about_the_same_products_and_have_as_many_steps() -> None:
    english = {one.id: one for one in content.articles() if one.language == "en"}
    for article in content.articles():
        assert article.products == english[article.id].products
        assert article.body.count("\n## ") == english[article.id].body.count("\n## ")
        assert _steps(article.body) == _steps(english[article.id].body), (article.language, article.id)


def _steps(body: str) -> list[str]:
    return [line[:2] for line in body.splitlines() if line[1:3] == ". "]


def test_the_answer_is_not_always_the_beginning_of_the_article() -> None:
    assert all(not one.body.startswith(("1.", "##")) for one in content.articles())


def test_articles_name_products_that_exist() -> None:
    known = {one.id for one in content.products()}
    assert len(known) == 20
    assert {product for one in content.articles() for product in one.products} <= known


def test_every_name_is_there_in_every_language() -> None:
    named: list[tuple[str, dict[str, str]]] = [
        *((one.id, one.names) for one in content.products()),
        *((one.id, one.names) for one in content.symptoms()),
        *((one.id, one.names) for one in content.regions()),
        *((one.id, one.names) for one in content.centre().skills),
        *((one.id, one.names) for one in content.centre().queues),
    ]
    incomplete = [known for known, names in named if set(names) != set(LANGUAGES)]
    assert incomplete == []
    assert all(set(one.openings) == set(LANGUAGES) for one in content.centre().queues)
    assert all(set(one.texts) == set(LANGUAGES) for one in content.canned_replies())


def test_eight_symptoms_and_ten_regions() -> None:
    assert (len(content.symptoms()), len(content.regions())) == (8, 10)


def test_each_language_is_spoken_by_one_or_two_of_six_agents() -> None:
    agents = [one for one in content.centre().agents if one.role == "agent"]
    spoken = Counter(tag for one in agents for tag in one.languages)
    assert len(agents) == 6
    assert set(spoken) == set(LANGUAGES)
    assert all(1 <= count <= 2 for count in spoken.values())


def test_the_centre_refers_only_to_what_it_has() -> None:
    centre = content.centre()
    teams, skills = {one.id for one in centre.teams}, {one.id for one in centre.skills}
    assert all(set(one.teams) <= teams and set(one.skills) <= skills for one in centre.agents)
    assert all(set(one.teams) <= teams and set(one.skills) <= skills for one in centre.queues)
    assert {one.queue for one in centre.inboxes} <= {one.id for one in centre.queues}
    assert sum(one.share for one in centre.inboxes) == 100


def test_canned_replies_use_known_slots_alike_in_every_language() -> None:
    known = ("{contact.name}", "{agent.name}", "{conversation.reference}")
    for reply in content.canned_replies():
        used = {language: tuple(slot for slot in known if slot in text) for language, text in reply.texts.items()}
        assert set(used.values()) == {used["en"]}, reply.id
        assert all(text.count("{") == sum(text.count(slot) for slot in known) for text in reply.texts.values())


def test_an_unknown_key_in_an_article_is_an_error_that_names_the_file() -> None:
    with pytest.raises(ValueError, match=r"en/a.md: .*unknown field `autor`"):
        content.parse_article("en/a.md", FRONT.format(extra='autor = "x"\n'))


def test_a_body_keeps_its_paragraphs() -> None:
    assert content.parse_article("en/a.md", FRONT.format(extra="")).body == "First.\n\nSecond."


def test_an_article_without_front_matter_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"en/a.md: front matter"):
        content.parse_article("en/a.md", "Only text.\n")


def test_an_unknown_key_in_the_centre_is_an_error_with_its_path() -> None:
    with pytest.raises(ValueError, match=r"centre.toml: .*unknown field `nmae`.*maker"):
        content.decode("centre.toml", '[maker]\nnmae = "x"\n', DemoCentre)


def test_a_missing_key_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"products.toml: .*missing required field `names`"):
        content.decode("products.toml", 'id = "x"\nversions = []\n', DemoProduct)
