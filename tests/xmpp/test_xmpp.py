"""XMPP through a whole centre, a real Prosody and a customer's own client."""

from io import BytesIO

import aiohttp
import pytest

from channels import CHANNELS
from contactcenter.desk.inbox_channels import probed
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Verification
from contactcenter.model.message import Attachment, Message
from tests.servers.messenger_centre import INBOX, Centre, prepared, running
from tests.servers.prosody import COMPONENT, Prosody
from tests.web.site import MakeSite
from tests.xmpp.customer import account_settings, component_settings, customer

pytestmark = pytest.mark.timeout(120)


async def attached(centre: Centre, name: str, data: bytes) -> Attachment:
    blob_id, size = await centre.site.desk.blobs.put(data)
    return Attachment(blob_id=blob_id, name=name, content_type="text/plain", size_bytes=size)


async def test_a_customer_writes_and_reads_the_reply_and_both_sides_know(make_site: MakeSite, prosody: Prosody) -> None:
    bot, person = prosody.account(), prosody.account()
    centre = await prepared(make_site, "xmpp", account_settings(prosody, bot))
    async with running(centre), customer(prosody, person) as ann:
        await centre.until_online()
        sent = ann.say(bot.address, "Где мой заказ?")
        await ann.receipt(sent)
        await centre.until_written(1)
        (head,) = await centre.heads()
        assert await centre.texts() == ["Где мой заказ?"]
        identity = head.participants[0].identity
        assert identity is not None
        assert (identity.address, identity.verification) == (person.address, Verification.VERIFIED)
        await centre.reply("Он уже в пути.")
        message = await ann.text("Он уже в пути.")
        await centre.until(lambda: reached(centre, DeliveryState.DELIVERED))
        ann.displayed(message)
        await centre.until(lambda: reached(centre, DeliveryState.SEEN))


async def reached(centre: Centre, state: DeliveryState) -> bool:
    (head,) = await centre.heads()
    last = max((await centre.site.desk.store.deliveries_of(head.id)), key=lambda one: one.message_seq)
    return last.state is state


async def test_what_was_written_while_nobody_was_connected_comes_from_the_archive_once(
    make_site: MakeSite, prosody: Prosody
) -> None:
    bot, person = prosody.account(), prosody.account()
    centre = await prepared(make_site, "xmpp", account_settings(prosody, bot))
    async with customer(prosody, person) as ann:
        async with running(centre):
            await centre.until_online()
            ann.say(bot.address, "one")
            await centre.until_written(1)
        for number in range(120):
            ann.say(bot.address, f"meanwhile {number}")
        last = ann.say(bot.address, "last of them")
        async with running(centre):
            await ann.receipt(last)
            await centre.until_written(122)
            ann.say(bot.address, "and live again")
            await centre.until_written(123)
    texts = await centre.texts()
    assert texts == ["one", *(f"meanwhile {number}" for number in range(120)), "last of them", "and live again"]
    first = next(
        one for one in await centre.written() if isinstance(one.body, Message) and "meanwhile" in one.body.text
    )
    assert first.sent_at is not None


async def test_a_customer_who_is_offline_gets_it_later(make_site: MakeSite, prosody: Prosody) -> None:
    bot, person = prosody.account(), prosody.account()
    centre = await prepared(make_site, "xmpp", account_settings(prosody, bot))
    async with running(centre):
        await centre.until_online()
        async with customer(prosody, person) as ann:
            ann.say(bot.address, "Call me back")
            await centre.until_written(1)
        await centre.reply("We tried")
        await centre.until(lambda: reached(centre, DeliveryState.SENT))
        async with customer(prosody, person) as ann:
            await ann.text("We tried")
            await centre.until(lambda: reached(centre, DeliveryState.DELIVERED))


async def test_an_address_that_is_gone_is_said_at_the_message(make_site: MakeSite, prosody: Prosody) -> None:
    bot, person = prosody.account(), prosody.account()
    centre = await prepared(make_site, "xmpp", account_settings(prosody, bot))
    async with running(centre):
        await centre.until_online()
        async with customer(prosody, person) as ann:
            ann.say(bot.address, "Bye")
            await centre.until_written(1)
        prosody.forget(person)
        await centre.reply("Are you there?")
        await centre.until(lambda: reached(centre, DeliveryState.BOUNCED))
        (head,) = await centre.heads()
        assert head.undelivered is not None


async def test_files_go_both_ways(make_site: MakeSite, prosody: Prosody) -> None:
    bot, person = prosody.account(), prosody.account()
    centre = await prepared(make_site, "xmpp", account_settings(prosody, bot))
    async with running(centre), customer(prosody, person) as ann:
        await centre.until_online()
        url = await ann.client.plugin["xep_0363"].upload_file(
            "photo.txt", input_file=BytesIO(b"a photo"), size=7, content_type="text/plain"
        )
        ann.say(bot.address, url, url=url)
        await centre.until_written(1)
        (entry,) = await centre.written()
        assert isinstance(entry.body, Message)
        (kept,) = entry.body.attachments
        assert (entry.body.text, kept.name, kept.size_bytes) == ("", "photo.txt", 7)
        await centre.reply("Here is the manual", await attached(centre, "manual.txt", b"read me"))
        await ann.text("Here is the manual")
        message = await ann.text("manual.txt")
        assert message["oob"]["url"] == message["body"]
        async with aiohttp.ClientSession() as http, http.get(message["oob"]["url"]) as answer:
            assert await answer.read() == b"read me"


async def test_a_component_does_the_same(make_site: MakeSite, prosody: Prosody) -> None:
    person = prosody.account()
    centre = await prepared(make_site, "xmpp", component_settings(prosody))
    async with running(centre), customer(prosody, person) as ann:
        await centre.until_online()
        sent = ann.say(f"help@{COMPONENT}", "Hello component")
        await ann.receipt(sent)
        await centre.until_written(1)
        await centre.reply("Hello customer", await attached(centre, "manual.txt", b"read me"))
        message = await ann.text("Hello customer")
        assert message["from"].bare == f"help@{COMPONENT}"
        await ann.text("manual.txt")
        await centre.until(lambda: reached(centre, DeliveryState.DELIVERED))


async def test_a_server_that_goes_and_comes_back_loses_nothing(make_site: MakeSite, prosody: Prosody) -> None:
    bot, person = prosody.account(), prosody.account()
    centre = await prepared(make_site, "xmpp", account_settings(prosody, bot))
    async with running(centre):
        await centre.until_online()
        async with customer(prosody, person) as ann:
            ann.say(bot.address, "before")
            await centre.until_written(1)
        prosody.stop()
        await centre.until_problem("")
        prosody.start()
        async with customer(prosody, person) as ann:
            ann.say(bot.address, "after")
            await centre.until_written(2)
    assert await centre.texts() == ["before", "after"]


async def test_the_connection_can_be_tried_and_the_cause_is_said(make_site: MakeSite, prosody: Prosody) -> None:
    bot = prosody.account()
    centre = await prepared(make_site, "xmpp", account_settings(prosody, bot))
    desk = centre.site.desk
    assert (await probed(desk, CHANNELS, desk.directory.inbox(INBOX))).problem is None
    prosody.change_password(bot)
    assert "refuses the password" in ((await probed(desk, CHANNELS, desk.directory.inbox(INBOX))).problem or "")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"certificates": ""}, "certificate"),
        ({"certificates": "-----BEGIN CERTIFICATE-----"}, "cannot be read"),
        ({"xmpp_port": 1}, "not reached"),
        ({"xmpp_address": ""}, "no address"),
    ],
)
async def test_wrong_settings_are_told_in_words(
    make_site: MakeSite, prosody: Prosody, wrong: dict[str, object], words: str
) -> None:
    centre = await prepared(make_site, "xmpp", account_settings(prosody, prosody.account(), **wrong))
    desk = centre.site.desk
    assert words in ((await probed(desk, CHANNELS, desk.directory.inbox(INBOX))).problem or "")


async def test_a_component_with_a_wrong_secret_is_told(make_site: MakeSite, prosody: Prosody) -> None:
    centre = await prepared(make_site, "xmpp", component_settings(prosody, xmpp_password="wrong"))
    desk = centre.site.desk
    assert "refuses" in ((await probed(desk, CHANNELS, desk.directory.inbox(INBOX))).problem or "")
