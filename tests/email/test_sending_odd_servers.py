"""Sending through servers that hang, reset, refuse and lie: nothing is lost, nothing is sent in plain text."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import msgspec
import pytest

from channels.email.composing.compose import Mail
from channels.email.settings import Authentication, Security, Settings
from channels.email.smtp.sending import SmtpAccount
from channels.email.smtp.wire import Limits
from contactcenter.clock import ManualClock
from contactcenter.errors import ProviderError
from contactcenter.model.bodies import DeliveryState
from contactcenter.ports import Sent
from tests.email.outbound import SENT_AT, SHOP, composed, copy_to, file, outbound, to
from tests.email.scripted_smtp import EHLO, HANG, OK, RESET, ScriptedSmtp, scripted_smtp

PATIENT = Limits(pause=timedelta(0))
HASTY = Limits(command=timedelta(seconds=0.5), connect=timedelta(seconds=0.5), final=timedelta(seconds=0.5))
HASTY_AT_THE_END = Limits(final=timedelta(seconds=0.2))
BIG = file("big.bin", bytes(8 * 2**20))  # more than the sockets of both sides take in


def settings_for(server: ScriptedSmtp, **changes: object) -> Settings:
    there = {"smtp_host": "127.0.0.1", "smtp_port": server.port, "smtp_security": Security.NONE}
    return msgspec.structs.replace(SHOP, **(there | changes))


def later(delay: timedelta) -> Callable[[], datetime]:
    return ManualClock(SENT_AT + delay).now


@asynccontextmanager
async def account_at(
    server: ScriptedSmtp, *, age: timedelta = timedelta(0), limits: Limits = PATIENT, **changes: object
) -> AsyncIterator[SmtpAccount]:
    account = SmtpAccount(settings_for(server, **changes), now=later(age), limits=limits, chance=lambda: 1.0)
    yield account
    await account.close()


async def send(server: ScriptedSmtp, mail: Mail | None = None, **options: object) -> Sent:
    async with account_at(server, **options) as account:
        return await account.send(mail or composed(outbound()))


async def test_a_mail_arrives_as_it_was_composed() -> None:
    mail = composed(outbound(".\n..dots\n."))
    async with scripted_smtp() as server:
        sent = await send(server, mail)
    assert (sent.state, sent.provider_id) == (DeliveryState.SENT, mail.message_id)
    assert server.mails[0].replace(b"\r\n..", b"\r\n.") == mail.raw + b".\r\n"


async def test_a_big_mail_arrives_whole() -> None:
    mail = composed(outbound(files=(file("big.bin", bytes(range(256)) * 2**14),)))
    async with scripted_smtp() as server:
        assert (await send(server, mail)).state is DeliveryState.SENT
    assert len(server.mails[0]) == len(mail.raw) + len(b".\r\n")


STEPS = ["connect", "EHLO", "MAIL", "RCPT", "DATA"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("action", [HANG, RESET])
async def test_what_breaks_before_the_content_is_tried_again_later(step: str, action: str) -> None:
    async with scripted_smtp(**{step: [action]}) as server:
        sent = await send(server, limits=HASTY)
    assert sent.state is DeliveryState.DEFERRED
    assert sent.retry_at is not None
    assert sent.provider_id is None
    assert not server.mails


@pytest.mark.parametrize("action", [HANG, RESET])
async def test_what_breaks_within_the_content_is_known_not_to_have_arrived(action: str) -> None:
    async with scripted_smtp(body=[action]) as server:
        sent = await send(server, composed(outbound(files=(BIG,))), limits=HASTY, age=timedelta(minutes=1))
    assert sent.state is DeliveryState.DEFERRED
    assert "before the mail was handed over" in str(sent.error)


@pytest.mark.parametrize(("action", "limits"), [(HANG, HASTY_AT_THE_END), (RESET, PATIENT), (b"nonsense\r\n", PATIENT)])
async def test_what_breaks_after_the_final_dot_is_unknown_and_goes_again_under_the_same_id(
    action: str, limits: Limits
) -> None:
    mail = composed(outbound())
    async with scripted_smtp(final=[action]) as server, account_at(server, limits=limits) as account:
        first = await account.send(mail)
        second = await account.send(mail)
    assert first.state is DeliveryState.DEFERRED
    assert "it may have arrived" in str(first.error)
    assert first.provider_id == mail.message_id
    assert second.state is DeliveryState.SENT
    assert second.provider_id == mail.message_id


async def test_an_unknown_end_is_not_tried_again_at_once() -> None:
    async with scripted_smtp(final=[OK, RESET]) as server, account_at(server) as account:
        await account.send(composed(outbound()))
        sent = await account.send(composed(outbound()))
    assert sent.state is DeliveryState.DEFERRED
    assert len(server.mails) == 1


async def test_one_connection_carries_all_mails() -> None:
    async with scripted_smtp() as server, account_at(server) as account:
        states = [(await account.send(composed(outbound()))).state for _ in range(5)]
    assert states == [DeliveryState.SENT] * 5
    assert server.connections == 1


@pytest.mark.parametrize(
    "action", [RESET, b"421 4.7.0 too many messages in this connection\r\n", b"421 4.4.2 idle\r\n"]
)
async def test_a_warm_connection_that_ended_is_replaced_at_once(action: str) -> None:
    async with scripted_smtp(MAIL=[OK, action]) as server, account_at(server) as account:
        states = [(await account.send(composed(outbound()))).state for _ in range(2)]
    assert states == [DeliveryState.SENT] * 2
    assert server.connections == 2
    assert len(server.mails) == 2


async def test_a_connection_that_slept_is_asked_before_it_is_used() -> None:
    limits = Limits(check_after=timedelta(0))
    async with scripted_smtp(NOOP=[OK, RESET]) as server, account_at(server, limits=limits) as account:
        states = [(await account.send(composed(outbound()))).state for _ in range(3)]
    assert states == [DeliveryState.SENT] * 3
    assert server.connections == 2


async def test_an_idle_connection_is_closed_politely() -> None:
    async with scripted_smtp() as server, account_at(server, limits=Limits(idle=timedelta(0))) as account:
        await account.send(composed(outbound()))
        await eventually(lambda: "QUIT" in server.verbs())
        assert (await account.send(composed(outbound()))).state is DeliveryState.SENT
    assert server.connections == 2


async def test_closing_says_goodbye() -> None:
    async with scripted_smtp() as server:
        await send(server)
        await eventually(lambda: "QUIT" in server.verbs())


async def test_421_in_the_middle_puts_the_mail_off() -> None:
    async with scripted_smtp(RCPT=[b"421 4.3.2 shutting down\r\n"]) as server:
        sent = await send(server)
    assert sent.state is DeliveryState.DEFERRED
    assert "421 4.3.2 shutting down" in str(sent.error)


async def test_an_answer_in_several_lines_is_read_whole() -> None:
    long_answer = b"550-5.1.1 The address does not exist.\r\n550-5.1.1 Look for a typo\r\n550 5.1.1 or ask them\r\n"
    async with scripted_smtp(RCPT=[long_answer]) as server:
        sent = await send(server)
    assert sent.state is DeliveryState.FAILED
    assert str(sent.error) == (
        "The mail server refused the recipient alice@cc.test: "
        "550 5.1.1 The address does not exist. 5.1.1 Look for a typo 5.1.1 or ask them"
    )


@pytest.mark.parametrize(
    "answer", [b"250" + b"x" * 100_000 + b"\r\n", b"250-more\r\n" * 10_000, b"\xff\xfe\x00\r\n", b"99 ?\r\n"]
)
async def test_an_answer_that_is_none_puts_the_mail_off(answer: bytes) -> None:
    async with scripted_smtp(MAIL=[answer]) as server:
        sent = await send(server, limits=HASTY)
    assert sent.state is DeliveryState.DEFERRED
    assert not server.mails


async def test_words_of_a_server_are_one_short_clean_line() -> None:
    async with scripted_smtp(MAIL=[b"550 " + b"\xff\xf0\x1b[31m bad " * 60 + b"\r\n"]) as server:
        sent = await send(server)
    assert sent.error is not None
    assert sent.error.isprintable()
    assert len(sent.error) < 500


@pytest.mark.parametrize(
    ("step", "answer", "state"),
    [
        ("MAIL", b"451 4.3.0 try later\r\n", DeliveryState.DEFERRED),
        ("MAIL", b"550 5.7.60 not allowed to send as this sender\r\n", DeliveryState.FAILED),
        ("MAIL", b"530 5.7.0 Authentication required\r\n", DeliveryState.DEFERRED),
        ("MAIL", b"552 5.3.4 message size exceeds limit\r\n", DeliveryState.FAILED),
        ("RCPT", b"450 4.2.0 greylisted\r\n", DeliveryState.DEFERRED),
        ("RCPT", b"550 5.4.5 Daily user sending limit exceeded\r\n", DeliveryState.DEFERRED),
        ("RCPT", b"552 5.2.2 mailbox full\r\n", DeliveryState.FAILED),
        ("DATA", b"554 5.5.1 no\r\n", DeliveryState.FAILED),
        ("DATA", b"451 4.3.0 no\r\n", DeliveryState.DEFERRED),
        ("final", b"554 5.7.1 looks like spam\r\n", DeliveryState.FAILED),
        ("final", b"452 4.3.1 disk full\r\n", DeliveryState.DEFERRED),
        ("connect", b"554 5.7.1 we do not like you\r\n", DeliveryState.DEFERRED),
        ("EHLO", b"502 5.5.1 what\r\n", DeliveryState.DEFERRED),
    ],
)
async def test_a_refusal_is_final_or_not_by_what_it_is_about(step: str, answer: bytes, state: DeliveryState) -> None:
    async with scripted_smtp(**{step: [answer]}) as server:
        sent = await send(server)
    assert sent.state is state
    assert (sent.retry_at is not None) is (state is DeliveryState.DEFERRED)
    assert answer.decode().split()[1] in str(sent.error)


async def test_after_a_refusal_the_next_mail_goes_over_the_same_connection() -> None:
    async with scripted_smtp(RCPT=[b"550 5.1.1 unknown\r\n"]) as server, account_at(server) as account:
        states = [(await account.send(composed(outbound()))).state for _ in range(2)]
    assert states == [DeliveryState.FAILED, DeliveryState.SENT]
    assert server.connections == 1
    assert server.verbs().count("RSET") == 1


async def test_a_refusal_stays_one_when_the_connection_breaks_after_it() -> None:
    async with scripted_smtp(RCPT=[b"550 5.1.1 unknown\r\n"], RSET=[RESET]) as server, account_at(server) as account:
        states = [(await account.send(composed(outbound()))).state for _ in range(2)]
    assert states == [DeliveryState.FAILED, DeliveryState.SENT]


def minutes_until_the_next_try(sent: Sent) -> float:
    assert sent.retry_at is not None
    return (sent.retry_at - SENT_AT).total_seconds() / 60


async def test_a_limit_on_the_rate_is_given_more_time() -> None:
    answers = [b"451 4.7.1 try later\r\n", b"450 4.7.1 Too many mails from you, slow down\r\n"]
    async with scripted_smtp(MAIL=answers) as server, account_at(server) as account:
        waits = [minutes_until_the_next_try(await account.send(composed(outbound()))) for _ in answers]
    assert waits == [1, 15]


async def test_a_mail_is_given_up_after_two_days() -> None:
    async with scripted_smtp(MAIL=[b"451 4.3.0 try later\r\n"]) as server:
        sent = await send(server, age=timedelta(days=2))
    assert (sent.state, sent.retry_at) == (DeliveryState.FAILED, None)


async def test_a_mail_too_big_for_the_server_is_refused_before_it_is_sent() -> None:
    async with scripted_smtp(EHLO=[b"250-scripted\r\n250 SIZE 1000\r\n"]) as server:
        sent = await send(server)
    assert sent.state is DeliveryState.FAILED
    assert "larger than the mail server takes: it has" in str(sent.error)
    assert "MAIL" not in server.verbs()


@pytest.mark.parametrize("told", [b"0", b"-1", b"", b"lots", b"9" * 5000])
async def test_a_size_that_says_nothing_is_no_limit(told: bytes) -> None:
    async with scripted_smtp(EHLO=[b"250-scripted\r\n250 SIZE " + told + b"\r\n"]) as server:
        assert (await send(server)).state is DeliveryState.SENT


COPIES = composed(outbound(copies=(copy_to("bob@cc.test"), copy_to("eve@cc.test"))))


async def test_a_copy_that_is_refused_is_named_and_the_others_get_the_mail() -> None:
    async with scripted_smtp(RCPT=[OK, b"550 5.1.1 no bob here\r\n"]) as server:
        sent = await send(server, COPIES)
    assert sent.state is DeliveryState.SENT
    assert sent.error == "The mail server refused the recipient bob@cc.test: 550 5.1.1 no bob here"
    assert len(server.mails) == 1


async def test_nobody_gets_a_mail_whose_recipient_is_refused() -> None:
    async with scripted_smtp(RCPT=[b"550 5.1.1 no alice here\r\n"]) as server:
        sent = await send(server, COPIES)
    assert sent.state is DeliveryState.FAILED
    assert not server.mails


async def test_a_copy_that_is_put_off_makes_all_wait_so_that_nobody_gets_it_twice() -> None:
    async with scripted_smtp(RCPT=[OK, b"450 4.2.0 greylisted\r\n"]) as server:
        sent = await send(server, COPIES)
    assert sent.state is DeliveryState.DEFERRED
    assert not server.mails


async def test_a_copy_that_is_put_off_for_long_is_left_out() -> None:
    async with scripted_smtp(RCPT=[OK, b"450 4.2.0 greylisted\r\n"]) as server:
        sent = await send(server, COPIES, age=timedelta(hours=1))
    assert sent.state is DeliveryState.SENT
    assert "bob@cc.test" in str(sent.error)
    assert len(server.mails) == 1


async def test_smtputf8_is_used_where_an_address_needs_it() -> None:
    async with scripted_smtp(EHLO=[b"250-scripted\r\n250 SMTPUTF8\r\n"]) as server, account_at(server) as account:
        await account.send(composed(outbound(recipient=to("用户@cc.test"))))
        await account.send(composed(outbound()))
    mails = [line for line in server.lines if line.startswith("MAIL")]
    assert mails == ["MAIL FROM:<support@cc.test> BODY=8BITMIME SMTPUTF8", "MAIL FROM:<support@cc.test>"]
    assert "RCPT TO:<用户@cc.test>" in server.lines


async def test_an_address_that_the_server_cannot_take_fails_clearly() -> None:
    async with scripted_smtp() as server:
        sent = await send(server, composed(outbound(recipient=to("用户@cc.test"))))
    assert sent.state is DeliveryState.FAILED
    assert "beyond ASCII" in str(sent.error)


async def test_without_starttls_nothing_is_sent_in_plain_text() -> None:
    async with scripted_smtp() as server:
        sent = await send(server, smtp_security=Security.STARTTLS, password="secret")
    assert sent.state is DeliveryState.DEFERRED
    assert "offers no encryption" in str(sent.error)
    assert server.verbs() == ["EHLO"]


@pytest.mark.parametrize("answer", [b"454 4.7.0 TLS not available\r\n", b"220 go\r\n250 injected\r\n", HANG, RESET])
async def test_a_starttls_that_comes_to_nothing_ends_the_attempt(answer: bytes | str) -> None:
    offers = EHLO.replace(b"250 8BITMIME", b"250 STARTTLS")
    async with scripted_smtp(EHLO=[offers], STARTTLS=[answer]) as server:
        sent = await send(server, smtp_security=Security.STARTTLS, password="secret", limits=HASTY)
    assert sent.state is DeliveryState.DEFERRED
    assert server.verbs()[:2] == ["EHLO", "STARTTLS"]
    assert not {"AUTH", "MAIL"} & set(server.verbs())


async def test_a_wrong_password_is_tried_once_and_waits_for_the_administrator() -> None:
    offers = EHLO.replace(b"250 8BITMIME", b"250 AUTH PLAIN LOGIN CRAM-MD5")
    async with scripted_smtp(EHLO=[offers], AUTH=[b"535 5.7.8 bad credentials\r\n"]) as server:
        sent = await send(server, password="wrong")
    assert sent.state is DeliveryState.DEFERRED
    assert "did not accept the login: 535 5.7.8 bad credentials" in str(sent.error)
    assert server.verbs().count("AUTH") == 1


OFFERS_OAUTH = EHLO.replace(b"250 8BITMIME", b"250 AUTH XOAUTH2")


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (
            ProviderError("the consent was withdrawn", retry=False),
            "did not accept the login: the consent was withdrawn",
        ),
        (ProviderError("nobody gives out tokens now", retry=True), "try again later: nobody gives out tokens now"),
    ],
)
async def test_a_token_that_cannot_be_had_puts_the_mail_off(problem: ProviderError, words: str) -> None:
    async def no_token() -> str:
        raise problem

    async with scripted_smtp(EHLO=[OFFERS_OAUTH]) as server:
        settings = settings_for(server, authentication=Authentication.OAUTH)
        sent = await SmtpAccount(settings, now=later(timedelta(0)), tokens=no_token).send(composed(outbound()))
    assert sent.state is DeliveryState.DEFERRED
    assert words in str(sent.error)


async def test_a_refused_token_is_forgotten_so_that_the_next_try_has_a_new_one() -> None:
    tokens = ["old", "new"]

    async def token() -> str:
        return tokens[0]

    refused = b"535 5.7.8 token expired\r\n"
    async with scripted_smtp(EHLO=[OFFERS_OAUTH] * 2, AUTH=[refused, b"235 2.7.0 welcome\r\n"]) as server:
        account = SmtpAccount(
            settings_for(server, authentication=Authentication.OAUTH),
            now=later(timedelta(0)),
            tokens=token,
            forget_token=lambda: tokens.remove("old"),
            limits=PATIENT,
        )
        states = [(await account.send(composed(outbound()))).state for _ in range(2)]
        await account.close()
    assert states == [DeliveryState.DEFERRED, DeliveryState.SENT]
    assert tokens == ["new"]


async def test_after_a_failure_to_connect_the_server_is_left_alone_for_a_while() -> None:
    async with (
        scripted_smtp(connect=[b"421 4.3.2 not now\r\n"]) as server,
        account_at(server, limits=Limits()) as account,
    ):
        sent = [await account.send(composed(outbound())) for _ in range(3)]
    assert [one.state for one in sent] == [DeliveryState.DEFERRED] * 3
    assert {one.error for one in sent} == {"The mail server asks to try again later: 421 4.3.2 not now"}
    assert server.connections == 1


async def test_after_a_limit_on_the_rate_the_server_is_left_alone_for_a_while() -> None:
    slow_down = b"450 4.7.1 slow down\r\n"
    async with scripted_smtp(RCPT=[slow_down]) as server, account_at(server, limits=Limits()) as account:
        sent = [await account.send(composed(outbound(recipient=to(f"{name}@cc.test")))) for name in ("ann", "bob")]
    assert [one.state for one in sent] == [DeliveryState.DEFERRED] * 2
    assert "ann@cc.test" in str(sent[0].error)
    assert str(sent[1].error) == "The mail server takes no more mails for a while: 450 4.7.1 slow down"
    assert server.verbs().count("RCPT") == 1


async def test_a_recipient_that_is_put_off_holds_up_nobody_else() -> None:
    async with (
        scripted_smtp(RCPT=[b"450 4.2.0 greylisted\r\n"]) as server,
        account_at(server, limits=Limits()) as account,
    ):
        states = [(await account.send(composed(outbound()))).state for _ in range(2)]
    assert states == [DeliveryState.DEFERRED, DeliveryState.SENT]


@pytest.mark.parametrize("host", ["", " ", "no such host", "a..b", "x" * 300, "a\r\nb"])
async def test_a_host_that_cannot_be_one_is_told(host: str) -> None:
    account = SmtpAccount(msgspec.structs.replace(SHOP, smtp_host=host), now=later(timedelta(0)))
    sent = await account.send(composed(outbound()))
    assert sent.state is DeliveryState.DEFERRED
    assert "cannot be reached" in str(sent.error)


async def test_what_cannot_be_composed_has_failed() -> None:
    async with scripted_smtp() as server, account_at(server) as account:
        sent = await account.deliver(outbound(recipient=to("no address")))
    assert sent.state is DeliveryState.FAILED
    assert "not an e-mail address: no address" in str(sent.error)
    assert server.connections == 0


async def test_nobody_listening_puts_the_mail_off() -> None:
    async with scripted_smtp() as server:
        pass
    sent = await send(server)
    assert sent.state is DeliveryState.DEFERRED
    assert "cannot be reached" in str(sent.error)


async def test_many_mails_at_once_go_one_after_the_other() -> None:
    mails = [composed(outbound(f"number {number}")) for number in range(20)]
    async with scripted_smtp() as server, account_at(server) as account, asyncio.TaskGroup() as group:
        sending = [group.create_task(account.send(mail)) for mail in mails]
    assert {task.result().state for task in sending} == {DeliveryState.SENT}
    assert server.connections == 1
    assert len(server.mails) == 20


async def test_a_cancelled_mail_leaves_no_half_used_connection() -> None:
    async with scripted_smtp(RCPT=[HANG]) as server, account_at(server) as account:
        sending = asyncio.create_task(account.send(composed(outbound())))
        await eventually(lambda: "RCPT" in server.verbs())
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert (await account.send(composed(outbound()))).state is DeliveryState.SENT
    assert server.connections == 2


async def eventually(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while True:
            if is_so():
                return
            await asyncio.sleep(0.01)
