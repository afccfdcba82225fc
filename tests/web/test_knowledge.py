"""Knowledge at the agents' desk: flags, fixes, news, versions, translations, procedures."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from contactcenter.desk.records import save_record
from contactcenter.ids import AgentId, ArticleId, uuid7
from contactcenter.model.article import Article, ArticleAudience, ArticleGovernance, ArticleKind, ArticleState
from contactcenter.model.procedure import ProcedureChoice, ProcedureStep
from tests.web.site import START, Site, problem

AGENTS, OPEN, RESTRICTED = ArticleAudience.AGENTS, ArticleGovernance.OPEN, ArticleGovernance.RESTRICTED


@dataclass
class Knowledge:
    site: Site

    async def keep(self, id: str, **more: Any) -> Article:
        fields = {"slug": id, "language": "en", "title": id.title(), "body": "Old words"} | more
        return await save_record(self.site.desk, Article(id=ArticleId(id), **fields), actor="agent:admin", new=True)

    async def ask(self, who: str, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        headers = await self.site.agent(who)
        answer = await self.site.client.request(method, f"/api/v1/{path}", json=body, headers=headers)
        assert answer.status == status, await answer.text()
        return await answer.json()

    async def news(self, who: str) -> Any:
        return await self.ask(who, "GET", "knowledge/news")

    async def fix(self, who: str, id: str, version: int = 1, status: int = 200) -> Any:
        body = {"version": version, "title": "Better", "body": "New words"}
        return await self.ask(who, "PUT", f"knowledge/articles/{id}/words", body, status)

    async def stored(self, id: str) -> Article:
        found = await self.site.desk.store.record(Article, id)
        assert found is not None
        return found


@pytest.fixture
def knowledge(site: Site) -> Knowledge:
    return Knowledge(site)


async def test_a_contributor_fixes_an_open_article_that_no_customer_reads_and_it_is_to_be_validated(
    knowledge: Knowledge,
) -> None:
    await knowledge.keep("hints", audience=AGENTS)
    assert await knowledge.fix("agent", "hints") == {"changed": True}
    now = await knowledge.stored("hints")
    assert (now.title, now.body, now.state, now.updated_by) == (
        "Better", "New words", ArticleState.NOT_VALIDATED, "agent:agent",
    )  # fmt: skip


@pytest.mark.parametrize(
    "fields", [{"audience": AGENTS, "governance": RESTRICTED}, {"audience": ArticleAudience.PUBLIC}]
)
async def test_what_customers_read_or_is_restricted_a_contributor_proposes_and_a_publisher_takes_over(
    knowledge: Knowledge, fields: dict[str, Any]
) -> None:
    await knowledge.keep("guarded", **fields)
    assert await knowledge.fix("agent", "guarded") == {"changed": False}
    assert (await knowledge.stored("guarded")).body == "Old words"
    assert (await knowledge.news("agent"))["flags"] == []
    (one,) = (await knowledge.news("supervisor"))["flags"]
    assert (one["reason"], one["now"], one["proposed"], one["by"]) == ("fix", "Old words", "New words", "Agent")
    assert one["may_accept"]
    await knowledge.ask("agent", "POST", f"knowledge/flags/{one['id']}/close", {"accept": True}, status=403)
    await knowledge.ask("supervisor", "POST", f"knowledge/flags/{one['id']}/close", {"accept": True})
    now = await knowledge.stored("guarded")
    assert (now.title, now.body, now.state) == ("Better", "New words", ArticleState.VALIDATED)
    assert (await knowledge.news("supervisor"))["flags"] == []
    await knowledge.ask("supervisor", "POST", f"knowledge/flags/{one['id']}/close", {}, status=409)


async def test_a_publisher_fixes_at_once_and_an_old_version_is_not_written_over(knowledge: Knowledge) -> None:
    await knowledge.keep("shown")
    assert await knowledge.fix("supervisor", "shown") == {"changed": True}
    await knowledge.fix("agent", "shown", version=1, status=412)
    assert await knowledge.fix("agent", "shown", version=2) == {"changed": False}
    await knowledge.fix("supervisor", "shown", version=2)
    (one,) = (await knowledge.news("supervisor"))["flags"]
    await knowledge.ask("supervisor", "POST", f"knowledge/flags/{one['id']}/close", {"accept": True}, status=412)
    assert (await knowledge.stored("shown")).version == 3


async def test_a_flag_reaches_the_owner_who_may_close_it(knowledge: Knowledge) -> None:
    await knowledge.keep("owned", owner_id=AgentId("agent"))
    body = {"reason": "outdated", "words": "The cuff is sold no more"}
    await knowledge.ask("stranger", "POST", "knowledge/articles/owned/flags", body)
    (one,) = (await knowledge.news("agent"))["flags"]
    assert (one["reason"], one["words"], one["by"], one["may_accept"]) == ("outdated", body["words"], "Stranger", False)
    assert (await knowledge.news("stranger"))["flags"] == []
    await knowledge.ask("stranger", "POST", f"knowledge/flags/{one['id']}/close", {}, status=403)
    await knowledge.ask("agent", "POST", f"knowledge/flags/{one['id']}/close", {})
    assert (await knowledge.news("agent"))["flags"] == []


async def test_an_article_past_its_review_is_shown_to_its_owner(knowledge: Knowledge) -> None:
    due = START + timedelta(days=1)
    await knowledge.keep("owned", owner_id=AgentId("agent"), review_at=due)
    await knowledge.keep("others", owner_id=AgentId("stranger"), review_at=due)
    assert (await knowledge.news("agent"))["due"] == []
    knowledge.site.clock.advance(timedelta(days=1))
    assert [one["id"] for one in (await knowledge.news("agent"))["due"]] == ["owned"]
    await knowledge.keep("nobodys", review_at=due)
    assert [one["id"] for one in (await knowledge.news("agent"))["due"]] == ["owned"]
    assert [one["id"] for one in (await knowledge.news("supervisor"))["due"]] == ["nobodys"]


async def test_what_changed_since_the_last_look_in_ones_own_languages_is_told_once(knowledge: Knowledge) -> None:
    await knowledge.keep("english")
    await knowledge.keep("russian", language="ru")
    await knowledge.keep("draft", state=ArticleState.WORK_IN_PROGRESS)
    await knowledge.keep("secret", audience=ArticleAudience.INTERNAL)
    news = await knowledge.news("agent")
    assert {"english"} == {one["id"] for one in news["changed"]} - {"a-en"}
    assert news["changed"][0]["by"] == "Admin"
    await knowledge.ask("agent", "POST", "knowledge/seen", {"until": news["now"]})
    assert (await knowledge.news("agent"))["changed"] == []
    assert "secret" in {one["id"] for one in (await knowledge.news("supervisor"))["changed"]}
    knowledge.site.clock.advance(timedelta(minutes=1))
    await knowledge.fix("supervisor", "english")
    assert [one["id"] for one in (await knowledge.news("agent"))["changed"]] == ["english"]
    assert "english" not in {one["id"] for one in (await knowledge.news("supervisor"))["changed"]}
    await knowledge.ask("agent", "POST", "knowledge/seen", {"until": "2020-01-01T00:00:00Z"})
    assert len((await knowledge.news("agent"))["changed"]) == 1


async def test_versions_name_their_authors_and_internal_articles_are_not_there_for_agents(knowledge: Knowledge) -> None:
    await knowledge.keep("shown")
    await knowledge.fix("supervisor", "shown")
    found = (await knowledge.ask("agent", "GET", "knowledge/articles/shown/versions"))["items"]
    assert [(one["version"], one["by"], one["body"]) for one in found] == [
        (1, "Admin", "Old words"),
        (2, "Supervisor", "New words"),
    ]
    await knowledge.keep("secret", audience=ArticleAudience.INTERNAL)
    for path in ("versions", "translations"):
        await knowledge.ask("agent", "GET", f"knowledge/articles/secret/{path}", status=404)
    await knowledge.fix("agent", "secret", status=404)


async def test_a_translation_is_older_once_its_source_changed_until_it_is_said_to_be_the_same(
    knowledge: Knowledge,
) -> None:
    await knowledge.keep("one-en", slug="one")

    async def listed() -> dict[str, Any]:
        found = await knowledge.ask("agent", "GET", "knowledge/articles/one-en/translations")
        return {one["language"]: one for one in found["items"]}

    digest = (await listed())["en"]["digest"]
    await knowledge.keep("one-de", slug="one", language="de", source_language="en", source_digest=digest)
    assert [one["is_older"] for one in (await listed()).values()] == [False, False]
    await knowledge.fix("supervisor", "one-en")
    assert {language: one["is_older"] for language, one in (await listed()).items()} == {"de": True, "en": False}


async def test_each_step_of_a_procedure_is_kept_beside_the_conversation(knowledge: Knowledge) -> None:
    steps = (
        ProcedureStep(id="light", text="Is it lit?", choices=(
            ProcedureChoice(text="Yes"), ProcedureChoice(text="No", to="plug"))),
        ProcedureStep(id="plug", text="Plug it in"),
    )  # fmt: skip
    await knowledge.keep("walk", kind=ArticleKind.PROCEDURE, procedure=steps)
    conversation = (await knowledge.site.sent(await knowledge.site.visitor()))["conversation"]
    path = f"conversations/{conversation}/procedure-results"

    async def do(step: str, status: int = 200, **more: str) -> Any:
        body = {"external_id": uuid7(), "article_id": "walk", "step": step} | more
        return await knowledge.ask("agent", "POST", path, body, status)

    assert (await do("light", choice="No", note="Dark since Monday"))["step"]["id"] == "plug"
    assert await do("plug") == {"step": None}
    for wrong, field in (({"step": "gone"}, "step"), ({"step": "light", "choice": "Perhaps"}, "choice")):
        answer = await knowledge.site.client.post(
            f"/api/v1/{path}", json={"external_id": uuid7(), "article_id": "walk"} | wrong,
            headers=await knowledge.site.agent("agent"),
        )  # fmt: skip
        assert (answer.status, (await problem(answer))["path"]) == (422, field)
    entries = (await knowledge.ask("agent", "GET", f"conversations/{conversation}/entries"))["items"]
    kept = [one["body"] for one in entries if one["kind"] == "procedure"]
    assert [(one["step"], one["text"], one["choice"], one["note"]) for one in kept] == [
        ("light", "Is it lit?", "No", "Dark since Monday"),
        ("plug", "Plug it in", "", ""),
    ]


async def test_what_is_internal_is_read_by_who_keeps_articles_and_by_its_owner_alone(knowledge: Knowledge) -> None:
    await knowledge.keep("inside", audience=ArticleAudience.INTERNAL)
    await knowledge.keep("mine", audience=ArticleAudience.INTERNAL, owner_id=AgentId("agent"))
    for name, status in (("inside", 404), ("mine", 200), ("battery", 200)):
        await knowledge.ask("agent", "GET", f"articles/{name}", status=status)
        await knowledge.ask("supervisor", "GET", f"articles/{name}")


PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


async def test_pictures_of_an_article_are_shown_to_who_may_read_it_and_to_nobody_else(knowledge: Knowledge) -> None:
    site, client = knowledge.site, knowledge.site.client
    staff = await site.agent("supervisor")
    named = await (await client.post("/api/v1/files?name=a b.png", data=PNG, headers=staff)).json()
    file = {name: named[name] for name in ("name", "blob_id", "content_type", "size_bytes")}
    body = {
        "slug": "pictured", "language": "en", "title": "P", "files": [file],
        "body": "![Shown](a%20b.png) ![Not](https://elsewhere.example/x.png) ![Nor](other.png) [File](a%20b.png)",
    }  # fmt: skip
    made = await knowledge.ask("supervisor", "POST", "admin/articles", body)

    async def get(path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        answer = await client.get(path, headers=headers)
        return answer.status, await answer.read()

    public = "/articles/pictured/files/a%20b.png?language=en"
    page = (await get("/articles/pictured"))[1].decode()
    assert page.count("<img") == 1 + page.count("<img alt=")
    assert f'<img alt="Shown" src="{public}">' in page or f'<img src="{public}" alt="Shown">' in page
    assert f'href="{public}"' in page
    assert "elsewhere.example" not in page
    assert await get(public) == (200, PNG)
    whole = await knowledge.ask("agent", "GET", "articles/pictured")
    internal = f"/api/v1/knowledge/articles/{made['id']}/files/a%20b.png"
    assert internal in whole["html"]
    assert await get(internal, await site.agent("agent")) == (200, PNG)
    assert (await get(internal))[0] == 401

    guarded = body | {"audience": "internal"}
    answer = await client.put(f"/api/v1/admin/articles/{made['id']}", json=guarded, headers=staff | {"If-Match": '"1"'})
    assert answer.status == 200
    assert (await get(public))[0] == 404
    assert (await get(internal, await site.agent("agent")))[0] == 404
    assert await get(internal, staff) == (200, PNG)
    for wrong, path in (({"blob_id": "0" * 64}, "files[0].blob_id"), ({"name": "../a"}, "files[0].name")):
        refused = body | {"slug": "other", "files": [file | wrong]}
        answer = await client.post("/api/v1/admin/articles", json=refused, headers=staff)
        assert (answer.status, (await problem(answer))["path"]) == (422, path)
