"""One person on two messengers: linked by an agent, answered where they wrote last, and unlinked as before."""

from collections.abc import AsyncIterator

import pytest

from contactcenter.desk.dispatch import Dispatch
from contactcenter.desk.inbox_secrets import sealed
from contactcenter.desk.merging import merge_contacts, merge_conversations, unmerge_contact
from contactcenter.desk.offers import accept
from contactcenter.desk.presence import beat, choose_availability
from contactcenter.desk.records import save_record
from contactcenter.desk.replies import reply
from contactcenter.ids import AgentId, InboxId, QueueId
from contactcenter.model.article import Article
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Author, AuthorKind
from contactcenter.model.message import Attachment
from contactcenter.model.records import Agent, Inbox
from tests.servers.messenger_centre import Centre, prepared, running
from tests.servers.prosody import Prosody
from tests.telegram.emulator import TOKEN, Telegram, telegram
from tests.web.site import MakeSite
from tests.xmpp.customer import account_settings, customer

pytestmark = pytest.mark.timeout(120)
AGENT = Author(AuthorKind.AGENT, "agent")
BOT = InboxId("bot")


@pytest.fixture
async def bots() -> AsyncIterator[Telegram]:
    async with telegram() as one:
        yield one


async def with_bot(centre: Centre, bots: Telegram) -> None:
    desk = centre.site.desk
    settings = {"telegram_token": TOKEN, "telegram_api": bots.base}
    inbox = Inbox(id=BOT, name="Bot", channel="telegram", queue_id=QueueId("queue-1"), settings=settings)
    await save_record(desk, sealed(desk.keyring, inbox, None, {"telegram_token"}), actor="test", new=True)


async def on(centre: Centre, channel: str) -> Conversation:
    return next(one for one in await centre.heads() if one.channel == channel and one.merged_into is None)


async def test_the_same_person_goes_on_elsewhere_and_is_answered_there(
    make_site: MakeSite, prosody: Prosody, bots: Telegram
) -> None:
    bot, person = prosody.account(), prosody.account()
    centre = await prepared(make_site, "xmpp", account_settings(prosody, bot))
    desk = centre.site.desk
    await with_bot(centre, bots)
    async with running(centre), customer(prosody, person) as ann:
        await centre.until_online()
        ann.say(bot.address, "My parcel is broken")
        bots.message("It is me again, about the parcel")
        await centre.until_written(2)
        jabber, chat = await on(centre, "xmpp"), await on(centre, "telegram")
        before = {one: await desk.store.identities(one) for one in (jabber.contact_id, chat.contact_id)}
        await merge_contacts(desk, "agent", jabber.contact_id, chat.contact_id)
        await merge_conversations(desk, AGENT, jabber.id, chat.id)

        async def said(text: str, name: str) -> None:
            await reply(desk, AgentId("agent"), chat.id, external_id=name, text=text)

        async def got(text: str) -> bool:
            return any(text in one.get("text", "") for one in bots.sent)

        await said("We look into it", "r-1")
        await centre.until(lambda: got("We look into it"))

        ann.say(bot.address, "Now I write from here")
        await centre.until_written(3)
        head = await desk.store.conversation(chat.id)
        assert head is not None and head.way is not None
        assert (head.way.channel, head.way.identity.address) == ("xmpp", person.address)
        await said("So we answer here", "r-2")
        await ann.text("So we answer here")
        assert not await got("So we answer here")

        headers = await centre.site.agent("admin")
        door = f"/api/v1/conversations/{chat.id}"
        ways = (await (await centre.site.client.get(f"{door}/ways", headers=headers)).json())["items"]
        assert [(one["channel"], one["chosen"]) for one in ways] == [("telegram", False), ("xmpp", True)]
        stranger = {"inbox_id": "bot", "address": "777"}
        assert (await centre.site.client.put(f"{door}/way", json=stranger, headers=headers)).status == 422
        wanted = {"inbox_id": "bot", "address": "42"}
        assert (await centre.site.client.put(f"{door}/way", json=wanted, headers=headers)).status == 200
        await said("The agent chose Telegram", "r-3")
        await centre.until(lambda: got("The agent chose Telegram"))

        await unmerge_contact(desk, "agent", jabber.contact_id)
        assert {one: await desk.store.identities(one) for one in before} == before
        ann.say(bot.address, "A secret of Ann's")
        await centre.until_written(4)
        apart = await on(centre, "xmpp")
        assert apart.id != chat.id and apart.contact_id == jabber.contact_id
        telegrams = [one.body for one in await desk.store.entries(chat.id, 0)]
        assert not any("A secret" in getattr(one, "text", "") for one in telegrams)


async def test_asked_in_russian_answered_from_the_articles_then_by_the_agent_who_speaks_it_with_a_file(
    make_site: MakeSite, prosody: Prosody
) -> None:
    bot, person = prosody.account(), prosody.account()
    centre = await prepared(make_site, "xmpp", account_settings(prosody, bot))
    desk = centre.site.desk
    phrasings = ("Какие батарейки нужны?", "Как поменять батарейки?", "Сели батарейки, что делать?")
    article = Article(
        id="battery.ru", slug="battery-ru", language="ru", title="Замена батареек", phrasings=phrasings,  # type: ignore[arg-type]
        body="Прибор работает от четырёх батареек AA.\n\n1. Откройте крышку снизу.\n2. Вставьте новые батарейки.\n",
    )  # fmt: skip
    await save_record(desk, article, actor="test", new=True)
    teams = desk.directory.agent(AgentId("agent")).teams
    ira = Agent(
        id=AgentId("ira"), name="Ira", email="ira@example.com", languages={"ru": 5}, teams=teams
    )  # fmt: skip
    await save_record(desk, ira, actor="test", new=True)
    await desk.answering.rebuild(desk.store, centre.site.clock.now())
    dispatch = Dispatch(desk)
    desk.bell.listen(dispatch.on_bell)
    await dispatch.start()
    for agent in ("agent", "ira"):
        await beat(desk, AgentId(agent), "node", f"socket-{agent}")
        await choose_availability(desk, AgentId(agent), "online")
    async with running(centre), customer(prosody, person) as boris:
        await centre.until_online()
        boris.say(bot.address, "Какие батарейки нужны?")
        await boris.text("четырёх батареек AA")
        boris.say(bot.address, "Позовите, пожалуйста, оператора")
        await centre.until_written(2)

        async def is_hers() -> bool:
            await dispatch.step()
            (head,) = await centre.heads()
            return (head.offer.agent_id if head.offer else head.agent_id) == "ira"

        await centre.until(is_hers)
        (head,) = await centre.heads()
        if head.offer:
            await accept(desk, AgentId("ira"), head.id, head.offer.id)
        blob_id, size = await desk.blobs.put(b"manual")
        file = Attachment(blob_id=blob_id, name="manual.pdf", content_type="application/pdf", size_bytes=size)
        await reply(desk, AgentId("ira"), head.id, external_id="r-9", text="Вот инструкция", attachments=(file,))
        await boris.text("Вот инструкция")
        await boris.text("manual.pdf")
