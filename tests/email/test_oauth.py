"""Access tokens by a refresh token, from a provider that runs on this machine; the mail server is a real Dovecot."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from channels.email.faults import MailServerError, TokenRefused
from channels.email.oauth import TokenSource
from channels.email.settings import Authentication, Settings
from tests.email.receiving import Desk, fetching, mail, numbers, settings_for
from tests.servers.mail import MailServer

Answer = Callable[[dict[str, Any]], web.Response]


@asynccontextmanager
async def provider(answer: Answer, delay_s: float = 0) -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """The address for tokens, and the forms that were posted there."""
    asked: list[dict[str, Any]] = []

    async def grant(request: web.Request) -> web.Response:
        asked.append(dict(await request.post()))
        await asyncio.sleep(delay_s)
        return answer(asked[-1])

    app = web.Application()
    app.router.add_post("/token", grant)
    async with TestServer(app) as server:
        yield str(server.make_url("/token")), asked


def granting(**answer: object) -> Answer:
    return lambda form: web.json_response(answer)


def settings(url: str) -> Settings:
    return Settings(
        oauth_token_url=url, oauth_client_id="id-1", oauth_client_secret="hush", oauth_refresh_token="first",
        oauth_scope="https://mail.example/",
    )  # fmt: skip


async def test_a_refresh_token_buys_an_access_token() -> None:
    async with provider(granting(access_token="abc", expires_in=3600)) as (url, asked):
        assert await TokenSource(settings(url)).token() == "abc"
    assert asked == [
        {
            "grant_type": "refresh_token",
            "refresh_token": "first",
            "client_id": "id-1",
            "client_secret": "hush",
            "scope": "https://mail.example/",
        }
    ]


async def test_a_token_is_kept_while_it_lasts_and_asked_for_once_by_many_at_a_time() -> None:
    async with provider(granting(access_token="abc", expires_in=3600), delay_s=0.05) as (url, asked):
        tokens = TokenSource(settings(url))
        got = await asyncio.gather(*(tokens.token() for _ in range(10)))
        assert [*got, await tokens.token()] == ["abc"] * 11
    assert len(asked) == 1


@pytest.mark.parametrize("expires_in", [30, "59", 0])
async def test_a_token_that_ends_within_a_minute_is_renewed(expires_in: object) -> None:
    async with provider(granting(access_token="abc", expires_in=expires_in)) as (url, asked):
        tokens = TokenSource(settings(url))
        await tokens.token()
        await tokens.token()
    assert len(asked) == 2


async def test_a_new_refresh_token_takes_the_place_of_the_old_one() -> None:
    async with provider(granting(access_token="abc", expires_in=0, refresh_token="second")) as (url, asked):
        tokens = TokenSource(settings(url))
        await tokens.token()
        await tokens.token()
    assert [form["refresh_token"] for form in asked] == ["first", "second"]


async def test_a_forgotten_token_is_asked_for_anew() -> None:
    async with provider(granting(access_token="abc")) as (url, asked):
        tokens = TokenSource(settings(url))
        await tokens.token()
        tokens.forget()
        await tokens.token()
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (400, '{"error": "invalid_grant", "error_description": "Token has been revoked."}', "revoked"),
        (401, '{"error": "invalid_client"}', "invalid_client"),
        (200, '{"token_type": "Bearer"}', "no access token"),
        (200, "<html>", "without a token"),
        (200, '{"access_token": 5}', "without a token"),
        (200, "", "without a token"),
        (302, "", "answers 302"),
    ],
)
async def test_a_provider_that_says_no_is_told_with_its_words(status: int, body: str, words: str) -> None:
    async with provider(lambda form: web.Response(status=status, text=body)) as (url, _):
        with pytest.raises(TokenRefused, match=words) as refusal:
            await TokenSource(settings(url)).token()
    assert "hush" not in str(refusal.value) + repr(refusal.value.__cause__)
    assert "Authorise the mailbox again" in refusal.value.advice


async def test_the_refresh_token_is_not_carried_to_where_a_provider_redirects() -> None:
    async with provider(granting(access_token="abc")) as (elsewhere, carried):
        moved = web.Response(status=307, headers={"Location": elsewhere})
        async with provider(lambda form: moved) as (url, _):
            with pytest.raises(TokenRefused, match="answers 307"):
                await TokenSource(settings(url)).token()
    assert carried == []


async def test_a_provider_that_does_not_answer_is_given_up() -> None:
    async with provider(granting(access_token="abc"), delay_s=5) as (url, _):
        started = time.monotonic()
        with pytest.raises(MailServerError, match="no answer in time"):
            await TokenSource(settings(url), answer_s=0.1).token()
        assert time.monotonic() - started < 5


@pytest.mark.parametrize("url", ["", "http://login.example.com/token", "ftp://localhost/", "no address", "https://"])
async def test_the_refresh_token_goes_nowhere_unencrypted(url: str) -> None:
    with pytest.raises(TokenRefused, match="no https:// address"):
        await TokenSource(settings(url)).token()


async def test_a_mailbox_is_fetched_with_tokens_and_with_a_new_one_after_a_refusal(mail_server: MailServer) -> None:
    account, desk = mail_server.account(), Desk()
    tokens = iter(["withdrawn early", mail_server.access_token(account)])
    async with provider(lambda form: web.json_response({"access_token": next(tokens)})) as (url, asked):
        changes = {"authentication": Authentication.OAUTH, "oauth_token_url": url, "oauth_refresh_token": "first"}
        async with fetching(settings_for(mail_server, account, password="", **changes), desk):
            await desk.until_healthy()
            mail_server.append(account, mail(1))
            await desk.until_taken(1)
    assert numbers(desk.taken) == [1]
    assert [health.problem is None for health in desk.health] == [False, True]
    assert len(asked) == 2
