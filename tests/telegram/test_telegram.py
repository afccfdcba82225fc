"""Telegram through a whole centre and a strict emulator of the Bot API."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from channels import CHANNELS
from contactcenter.desk.closing import resolve
from contactcenter.desk.inbox_channels import probed
from contactcenter.desk.records import save_record
from contactcenter.ids import ArticleId, uuid7
from contactcenter.model.article import Article
from contactcenter.model.bodies import DeliveryChange, DeliveryState
from contactcenter.model.conversation import State
from contactcenter.model.entry import Author, AuthorKind
from contactcenter.model.message import Attachment, Message
from contactcenter.model.rows import ReceiptState
from tests.servers.messenger_centre import INBOX, Centre, prepared, running
from tests.telegram.emulator import TOKEN, Telegram, telegram
from tests.web.site import MakeSite

pytestmark = pytest.mark.timeout(90)


@pytest.fixture
async def bots() -> AsyncIterator[Telegram]:
    async with telegram() as one:
        yield one


def settings(bots: Telegram, **more: Any) -> dict[str, Any]:
    return {"telegram_token": TOKEN, "telegram_api": bots.base} | more


async def polling(make_site: MakeSite, bots: Telegram, **more: Any) -> Centre:
    return await prepared(make_site, "telegram", settings(bots, **more))


async def last_state(centre: Centre) -> tuple[DeliveryState, str | None]:
    (head,) = await centre.heads()
    entries = await centre.site.desk.store.entries(head.id, 0)
    bodies = [one.body for one in entries if isinstance(one.body, DeliveryChange)]
    return (bodies[-1].state, bodies[-1].error) if bodies else (DeliveryState.QUEUED, None)


async def until_sent(centre: Centre, bots: Telegram, words: str) -> dict[str, Any]:
    async def is_so() -> bool:
        return any(words in str(one.get("text", one["method"])) for one in bots.sent)

    await centre.until(is_so)
    return next(one for one in bots.sent if words in str(one.get("text", one["method"])))


async def test_a_message_in_and_the_reply_out_and_what_came_meanwhile_once(make_site: MakeSite, bots: Telegram) -> None:
    centre = await polling(make_site, bots)
    bots.message("Written before")
    async with running(centre):
        await centre.until_written(1)
        bots.message("Where is it?")
        await centre.until_written(2)
        await centre.reply("On its way")
        sent = await until_sent(centre, bots, "On its way")
        assert sent["chat_id"] == 42
    bots.message("While you were away")
    async with running(centre):
        await centre.until_written(3)
    assert await centre.texts() == ["Written before", "Where is it?", "While you were away"]
    (head,) = await centre.heads()
    contact = await centre.site.desk.store.contact(head.contact_id)
    assert contact is not None and contact.name == "Ann Lee"


async def test_updates_that_were_not_confirmed_come_again_and_are_the_same(make_site: MakeSite, bots: Telegram) -> None:
    centre = await polling(make_site, bots)
    update = bots.message("Once")
    async with running(centre):
        await centre.until_written(1)
    bots.updates.insert(0, update)
    bots.message("Twice")
    async with running(centre):
        await centre.until_written(2)
    assert await centre.texts() == ["Once", "Twice"]


async def test_files_come_and_go(make_site: MakeSite, bots: Telegram) -> None:
    centre = await polling(make_site, bots)
    bots.files["doc-1"] = b"the log"
    document = {"file_id": "doc-1", "file_unique_id": "u", "file_name": "log.txt", "mime_type": "text/plain"}
    bots.message(caption="See the log", document=document)
    async with running(centre):
        await centre.until_written(1)
        (entry,) = await centre.written()
        assert isinstance(entry.body, Message)
        assert [(one.name, one.size_bytes) for one in entry.body.attachments] == [("log.txt", 7)]
        blob_id, size = await centre.site.desk.blobs.put(b"\x89PNG")
        picture = Attachment(blob_id=blob_id, name="how.png", content_type="image/png", size_bytes=size)
        await centre.reply("Like this", picture)
        photo = await until_sent(centre, bots, "sendPhoto")
        assert photo["photo"] == {"name": "how.png", "data": b"\x89PNG"}


async def test_files_that_bots_may_not_fetch_are_named(make_site: MakeSite, bots: Telegram) -> None:
    centre = await polling(make_site, bots)
    bots.files["big"] = b"0" * (20 * 2**20 + 1)
    bots.message(video={"file_id": "big", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1})
    bots.message(document={"file_id": "gone", "file_unique_id": "u", "file_name": "gone.pdf"})
    async with running(centre):
        await centre.until_written(2)
    first, second = await centre.texts()
    assert first == "[video.mp4: Telegram says 400: Bad Request: file is too big]"
    assert second.startswith("[gone.pdf: Telegram says 400")


async def test_too_many_waits_as_long_as_telegram_says_and_nothing_is_doubled(
    make_site: MakeSite, bots: Telegram
) -> None:
    centre = await polling(make_site, bots)
    bots.message("Hello, where is my parcel?")
    async with running(centre):
        await centre.until_written(1)
        await until_sent(centre, bots, "")
        blob_id, size = await centre.site.desk.blobs.put(b"x")
        file = Attachment(blob_id=blob_id, name="a.pdf", content_type="application/pdf", size_bytes=size)
        bots.sent.clear()
        original = bots._sendDocument

        async def busy(values: dict[str, Any]) -> Any:
            bots.refusals.append((429, "Too Many Requests: retry after 7", {"retry_after": 7}))
            bots._sendDocument = original  # type: ignore[method-assign]
            return await original(values)

        bots._sendDocument = busy  # type: ignore[method-assign]
        await centre.reply("Here it is", file)

        async def is_deferred() -> bool:
            return (await last_state(centre))[0] is DeliveryState.DEFERRED

        await centre.until(is_deferred)
        (head,) = await centre.heads()
        delivery = max(await centre.site.desk.store.deliveries_of(head.id), key=lambda one: one.message_seq)
        assert delivery.due_at - centre.site.clock.now() >= timedelta(seconds=5)
        centre.site.clock.advance(timedelta(minutes=5))
        await until_sent(centre, bots, "sendDocument")
    assert [one["method"] for one in bots.sent] == ["sendMessage", "sendDocument"]


@pytest.mark.parametrize(("blocked", "words"), [(True, "blocked the bot"), (False, "chat not found")])
async def test_who_cannot_be_reached_is_said_at_the_message(
    make_site: MakeSite, bots: Telegram, blocked: bool, words: str
) -> None:
    centre = await polling(make_site, bots)
    bots.message("Bye")
    async with running(centre):
        await centre.until_written(1)
        if blocked:
            bots.blocked.add(42)
        else:
            bots.known_chats.clear()
        await centre.reply("Still there?")

        async def is_failed() -> bool:
            state, error = await last_state(centre)
            return state is DeliveryState.FAILED and words in (error or "")

        await centre.until(is_failed)


async def test_articles_answer_with_buttons_and_the_press_counts(make_site: MakeSite, bots: Telegram) -> None:
    centre = await polling(make_site, bots)
    phrasing = "Which batteries does the remote control need?"
    article = Article(
        id=ArticleId("b"), slug="remote", language="en", title="Batteries", phrasings=(phrasing,),
        body="The remote control needs four AA batteries. Open the lid on its back.",
    )  # fmt: skip
    desk = centre.site.desk
    await save_record(desk, article, actor="test", new=True)
    await desk.answering.rebuild(desk.store, centre.site.clock.now())
    bots.message(phrasing)
    async with running(centre):
        sent = await until_sent(centre, bots, "four AA batteries")
        (helped,), (person,) = sent["reply_markup"]["inline_keyboard"]
        assert helped["callback_data"].startswith("h:") and person["callback_data"].startswith("p:")
        bots.press(helped["callback_data"], person=7)
        bots.press("nonsense")
        bots.press(helped["callback_data"])

        async def is_resolved() -> bool:
            (head,) = await centre.heads()
            return head.state is State.RESOLVED and len(bots.presses) == 3

        await centre.until(is_resolved)


async def test_after_an_agent_resolved_it_the_customer_is_asked_how_it_was(make_site: MakeSite, bots: Telegram) -> None:
    centre = await polling(make_site, bots)
    bots.message("My parcel is broken")
    async with running(centre):
        await centre.until_written(1)
        await centre.reply("We send another")
        (head,) = await centre.heads()
        await resolve(centre.site.desk, Author(AuthorKind.AGENT, "agent"), head.id)
        sent = await until_sent(centre, bots, "How was it?")
        stars = [row[0]["callback_data"] for row in sent["reply_markup"]["inline_keyboard"]]
        bots.press(stars[1])

        async def is_rated() -> bool:
            (head,) = await centre.heads()
            return head.rating == 4 and head.state is State.RESOLVED

        await centre.until(is_rated)


async def test_telegram_calls_us_with_its_secret_and_nobody_else_is_heard(make_site: MakeSite, bots: Telegram) -> None:
    centre = await polling(make_site, bots, telegram_receives="webhook")
    async with running(centre, "https://centre.example"):
        await centre.until_online()
        assert bots.webhook is not None
        assert bots.webhook["url"] == f"https://centre.example/hooks/{INBOX}"
        headers = {"X-Telegram-Bot-Api-Secret-Token": bots.webhook["secret_token"]}
        body = json.dumps(bots.message("By webhook"))
        client = centre.site.client
        for wrong in ({}, {"X-Telegram-Bot-Api-Secret-Token": "x"}, {"X-Telegram-Bot-Api-Secret-Token": TOKEN}):
            answer = await client.post(f"/hooks/{INBOX}", data=body, headers=wrong)
            assert answer.status == 401 and TOKEN not in await answer.text()
        for bad in ("", "{", "[]", body[:-5]):
            assert (await client.post(f"/hooks/{INBOX}", data=bad, headers=headers)).status == 422
        for state in ReceiptState:
            assert (await centre.site.desk.store.receipts(state)).items == ()
        answers = await asyncio.gather(*(client.post(f"/hooks/{INBOX}", data=body, headers=headers) for _ in range(50)))
        assert {one.status for one in answers} == {200}
        await centre.until_written(1)
        bots.press("h:0")
        press = await client.post(f"/hooks/{INBOX}", data=json.dumps(bots.updates[-1]), headers=headers)
        assert (await press.json())["method"] == "answerCallbackQuery"
    assert await centre.texts() == ["By webhook"]


async def test_another_program_and_a_wrong_token_are_told_in_words(make_site: MakeSite, bots: Telegram) -> None:
    centre = await polling(make_site, bots)
    desk = centre.site.desk
    assert (await probed(desk, CHANNELS, desk.directory.inbox(INBOX))).note == "The bot is @support_bot."
    async with running(centre):
        await centre.until_online()
        polls = bots._polls

        async def is_polling() -> bool:
            return bots._polls > polls or "getUpdates" in bots.calls

        await centre.until(is_polling)
        bots._polls += 1
        bots._changed.set()
        await centre.until_problem("terminated by other getUpdates")


async def test_the_token_is_in_no_answer_and_no_log(
    make_site: MakeSite, bots: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    centre = await polling(make_site, bots, telegram_api="http://127.0.0.1:1")
    desk = centre.site.desk
    async with running(centre):
        await centre.until_problem("not reached")
    health = await probed(desk, CHANNELS, desk.directory.inbox(INBOX))
    assert health.problem and TOKEN not in health.problem
    admin = await centre.site.agent("admin")
    answer = await centre.site.client.get(f"/api/v1/admin/inboxes/{INBOX}", headers=admin)
    assert TOKEN not in await answer.text()
    ours = [one for one in caplog.records if one.name.startswith(("contactcenter", "channels", "aiohttp"))]
    told = "".join(f"{one.getMessage()} {one.exc_text or ''}" for one in ours)
    assert TOKEN not in told


async def test_what_the_channel_cannot_carry_is_refused_before_it_is_sent(make_site: MakeSite, bots: Telegram) -> None:
    centre = await polling(make_site, bots)
    bots.message("A long story, please")
    async with running(centre):
        await centre.until_written(1)
    (head,) = await centre.heads()
    client, agent = centre.site.client, await centre.site.agent("admin")
    shown = await (await client.get("/api/v1/centre", headers=agent)).json()
    (card,) = [one for one in shown["inboxes"] if one["id"] == INBOX]
    assert (card["max_text_chars"], card["max_attachment_bytes"]) == (4096, 20 * 2**20)
    door = f"/api/v1/conversations/{head.id}/messages"
    long = {"external_id": uuid7(), "text": "x" * 4097}
    answer = await client.post(door, json=long, headers=agent)
    assert answer.status == 422 and "4096 characters" in (await answer.json())["detail"]
    blob_id, size = await centre.site.desk.blobs.put(b"0" * (20 * 2**20 + 1))
    file = {"blob_id": blob_id, "name": "film.mp4", "content_type": "video/mp4", "size_bytes": size}
    answer = await client.post(door, json=long | {"text": "see", "attachments": [file]}, headers=agent)
    assert answer.status == 422 and "20 MB" in (await answer.json())["detail"]
    answer = await client.post(door, json=long | {"text": "x" * 4096}, headers=agent)
    assert answer.status == 200
