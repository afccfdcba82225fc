"""A refresh token that its provider replaced outlives a restart, and gives way to one that an administrator enters."""

from typing import Any

from aiohttp import web

from channels import CHANNELS
from channels.email.oauth import TokenSource
from contactcenter.desk.inbox_channels import working_channel
from contactcenter.desk.inbox_secrets import sealed
from contactcenter.desk.renewed_secrets import RenewedSecrets
from contactcenter.ids import InboxId, QueueId
from contactcenter.keys import Keyring, new_key
from contactcenter.model.records import Inbox
from tests.desk.room import Room
from tests.email.test_oauth import provider

INBOX = Inbox(id=InboxId("mail"), name="Mail", channel="email", queue_id=QueueId("general"))


def one_time_only(form: dict[str, Any]) -> web.Response:
    """As providers that rotate: every refresh token is good once, and brings the next."""
    number = int(form["refresh_token"].removeprefix("refresh-"))
    return web.json_response({"access_token": f"access-{number}", "refresh_token": f"refresh-{number + 1}"})


def started(room: Room, url: str, configured: str = "refresh-1") -> TokenSource:
    """The inbox's channel as a new process makes it."""
    settings = {
        "address": "support@centre.test", "authentication": "oauth", "oauth_token_url": url,
        "oauth_refresh_token": configured,
    }  # fmt: skip
    inbox = sealed(room.desk.keyring, Inbox(**{**_fields(INBOX), "settings": settings}), None, {"oauth_refresh_token"})
    return working_channel(room.desk, CHANNELS, inbox)._tokens  # type: ignore[attr-defined]  # what it signs in with


def _fields(inbox: Inbox) -> dict[str, Any]:
    return {name: getattr(inbox, name) for name in ("id", "name", "channel", "queue_id")}


async def test_a_renewed_refresh_token_outlives_a_restart(room: Room) -> None:
    async with provider(one_time_only) as (url, _):
        assert await started(room, url).token() == "access-1"
        assert await started(room, url).token() == "access-2"
        assert await started(room, url).token() == "access-3"


async def test_what_an_administrator_enters_counts_again(room: Room) -> None:
    async with provider(one_time_only) as (url, _):
        await started(room, url).token()
        assert await started(room, url, "refresh-70").token() == "access-70"


async def test_it_is_not_readable_in_the_store_and_lost_with_its_key_only(room: Room) -> None:
    kept = RenewedSecrets(room.desk.store, room.desk.keyring, room.clock, INBOX)
    await kept.keep("oauth_refresh_token", "first", "second")
    row = await room.desk.store.token("inbox/mail/renewed/oauth_refresh_token", room.clock.now())
    assert row is not None and "second" not in str(row.data) and "first" not in str(row.data)
    assert await kept.latest("oauth_refresh_token", "first") == "second"
    others = RenewedSecrets(room.desk.store, Keyring([new_key()]), room.clock, INBOX)
    assert await others.latest("oauth_refresh_token", "first") == "first"
