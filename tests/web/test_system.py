"""What operators and their tools ask."""

import re
from pathlib import Path

from contactcenter.errors import StoreUnavailable
from tests.web.site import Site

DOCS = Path(__file__).parents[2] / "docs"


async def test_it_is_alive_and_ready(site: Site) -> None:
    assert await (await site.client.get("/healthz")).json() == {"status": "ok"}
    assert (await site.client.get("/readyz")).status == 200


async def test_while_it_drains_it_is_alive_but_not_ready(site: Site) -> None:
    site.centre.draining = True
    assert (await site.client.get("/healthz")).status == 200
    answer = await site.client.get("/readyz")
    assert (answer.status, (await answer.json())["reason"]) == (503, "draining")


async def test_without_its_store_it_is_not_ready(site: Site) -> None:
    async def broken() -> None:
        raise StoreUnavailable("disk full")

    site.desk.store.ping = broken  # type: ignore[method-assign]
    answer = await site.client.get("/readyz")
    assert answer.status == 503
    assert "disk" not in await answer.text()


def named(text: str) -> set[str]:
    return set(re.findall(r"contactcenter_[a-z_]+", text))


async def test_every_metric_is_documented_and_every_documented_one_exists(site: Site) -> None:
    await site.sent(await site.visitor())
    text = await (await site.client.get("/metrics")).text()
    families = set(re.findall(r"^# TYPE (\S+) (?:counter|gauge|histogram)$", text, re.MULTILINE))
    ours = {name for name in families if not name.endswith("_created")}
    assert ours == named((DOCS / "metrics.md").read_text())


async def test_metrics_count_what_was_done_and_name_no_path(site: Site) -> None:
    visitor = await site.visitor()
    ack = await site.sent(visitor)
    await site.client.get(f"/api/v1/visitor/conversations/{ack['conversation']}/entries", headers=visitor)
    text = await (await site.client.get("/metrics")).text()
    assert 'contactcenter_messages_total{author="contact"} 1.0' in text
    assert ack["conversation"] not in text


async def test_a_fault_of_ours_says_nothing_about_its_cause(site: Site) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    site.desk.store.conversation = broken  # type: ignore[method-assign]
    answer = await site.client.get("/api/v1/conversations/x", headers=await site.agent())
    assert answer.status == 500
    assert (await answer.json())["code"] == "internal"
    assert "secret" not in await answer.text()


async def test_a_store_that_does_not_answer_is_unavailable_not_broken(site: Site) -> None:
    async def broken(*_: object) -> None:
        raise StoreUnavailable("disk full", hint="make room")

    site.desk.store.conversation = broken  # type: ignore[method-assign]
    answer = await site.client.get("/api/v1/conversations/x", headers=await site.agent())
    assert (answer.status, (await answer.json())["code"]) == (503, "unavailable")
    assert "disk" not in await answer.text()
