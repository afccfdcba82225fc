"""Sending through a real Postfix, read back from a real Dovecot."""

from datetime import timedelta
from email import message_from_bytes

import msgspec
import pytest

from channels.email.composing.compose import Mail, compose
from channels.email.settings import Authentication, Security, Settings
from channels.email.smtp.connect import TokenSource
from channels.email.smtp.probe import probe_smtp
from channels.email.smtp.sending import SmtpAccount
from channels.email.smtp.wire import Limits
from contactcenter.clock import ManualClock
from contactcenter.model.bodies import DeliveryState
from contactcenter.ports import LinkPurpose, OutboundMessage, Sent
from tests.email.outbound import SENT_AT, TOKEN, copy_to, file, markup, outbound, plain, quoted, read, to
from tests.email.scripted_smtp import EHLO, scripted_smtp
from tests.servers.certificates import Authority
from tests.servers.mail import Account, MailServer
from tests.servers.mail_settings import BOUNCING, DEFERRING, DOMAIN, REJECTING

CHINESE = "您好，\n\n您的订单已经发出：\n- 查询 https://shop.test/订单/1\n- 单号 42\n\n祝好"


@pytest.fixture
def inbox(mail_server: MailServer) -> Account:
    return mail_server.account()


@pytest.fixture
def customer(mail_server: MailServer) -> Account:
    return mail_server.account()


def settings_of(server: MailServer, account: Account, **changes: object) -> Settings:
    settings = Settings(
        address=account.address,
        name="Shop",
        password=account.password,
        smtp_host=server.host,
        smtp_port=server.ports["smtps"],
        certificates=server.certificates,
    )
    return msgspec.structs.replace(settings, **changes)


async def send(settings: Settings, message: OutboundMessage, *, tokens: TokenSource | None = None) -> Sent:
    account = SmtpAccount(settings, now=ManualClock(SENT_AT + timedelta(seconds=1)).now, tokens=tokens)
    try:
        return await account.deliver(message, labels={LinkPurpose.PERSON: "Ein Mensch, bitte"})
    finally:
        await account.close()


def below_the_trace(arrived: bytes, mail: Mail) -> bytes:
    """What arrived without the fields that the servers put on top."""
    return arrived[arrived.index(b"Message-ID:") :][: len(mail.raw) + 2]


async def test_what_arrives_is_byte_for_byte_what_was_composed(
    mail_server: MailServer, inbox: Account, customer: Account
) -> None:
    settings = settings_of(mail_server, inbox)
    message = outbound(
        CHINESE + "\n.\n..dots\nFrom the start" + "长" * 2000,
        recipient=to(customer.address),
        files=(file("发票 2026.pdf", bytes(range(256)) * 400), file("a.png", b"\x89PNG", "image/png", inline=True)),
    )
    assert (await send(settings, message)).state is DeliveryState.SENT
    [arrived] = await mail_server.arrived(customer)
    mail = compose(settings, message, labels={})
    assert below_the_trace(arrived, mail) == mail.raw


async def test_a_customer_sees_the_reply_in_its_thread(
    mail_server: MailServer, inbox: Account, customer: Account
) -> None:
    message = outbound(
        CHINESE, recipient=to(customer.address), recipient_name="王小明", author_name="Анна", language="zh-Hans",
        subject="Re: 我的订单在哪里？" + "很长的主题" * 20, thread=("<first@customer.test>", "<last@customer.test>"),
        quoted=quoted("我的订单呢？", "王小明"), links={LinkPurpose.PERSON: "https://centre.test/p/1"},
        is_automatic=True,
    )  # fmt: skip
    await send(settings_of(mail_server, inbox), message)
    [arrived] = await mail_server.arrived(customer)
    mail = read(arrived)
    assert mail["From"].addresses[0].display_name == "Анна (Shop)"
    assert mail["From"].addresses[0].addr_spec == inbox.address
    assert mail["To"].addresses[0].display_name == "王小明"
    assert mail["Subject"] == "Re: 我的订单在哪里？" + "很长的主题" * 20 + " [#K7PX-2MQD]"
    assert mail["Reply-To"].addresses[0].addr_spec == inbox.plus(TOKEN)
    assert mail["In-Reply-To"] == "<last@customer.test>"
    assert mail["References"] == "<first@customer.test> <last@customer.test>"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert plain(arrived) == (
        f"{CHINESE}\n\nEin Mensch, bitte: https://centre.test/p/1\n\n"
        "王小明 于 2026-03-01 08:00 UTC 写道：\n> 我的订单呢？\n"
    )
    assert f'data-cc="{TOKEN}"' in markup(arrived)


async def test_the_answer_to_the_reply_address_reaches_the_inbox(
    mail_server: MailServer, inbox: Account, customer: Account
) -> None:
    await send(settings_of(mail_server, inbox), outbound(recipient=to(customer.address)))
    [arrived] = await mail_server.arrived(customer)
    answer_to = read(arrived)["Reply-To"].addresses[0].addr_spec
    await send(settings_of(mail_server, customer), outbound(recipient=to(answer_to)))
    [answer] = await mail_server.arrived(inbox)
    assert message_from_bytes(answer)["Delivered-To"] == inbox.plus(TOKEN)


async def test_starttls_is_used_where_it_is_set(mail_server: MailServer, inbox: Account, customer: Account) -> None:
    settings = settings_of(mail_server, inbox, smtp_port=mail_server.ports["smtp"], smtp_security=Security.STARTTLS)
    assert (await send(settings, outbound(recipient=to(customer.address)))).state is DeliveryState.SENT
    [arrived] = await mail_server.arrived(customer)
    assert " with ESMTPSA " in " ".join(str(read(arrived).get_all("Received")).split())


async def test_an_access_token_stands_for_the_password(
    mail_server: MailServer, inbox: Account, customer: Account
) -> None:
    async def token() -> str:
        return mail_server.access_token(inbox)

    settings = settings_of(mail_server, inbox, password="", authentication=Authentication.OAUTH)
    assert (await send(settings, outbound(recipient=to(customer.address)), tokens=token)).state is DeliveryState.SENT
    assert len(await mail_server.arrived(customer)) == 1


async def test_an_expired_access_token_is_told_as_a_refused_login(mail_server: MailServer, inbox: Account) -> None:
    async def token() -> str:
        return mail_server.access_token(inbox, expires_in_s=-60)

    settings = settings_of(mail_server, inbox, password="", authentication=Authentication.OAUTH)
    sent = await send(settings, outbound(recipient=to(inbox.address)), tokens=token)
    assert sent.state is DeliveryState.DEFERRED
    assert "did not accept the login: 535" in str(sent.error)


@pytest.mark.parametrize("recipient", [f"anybody@{REJECTING}", f"nobody@{DOMAIN}"])
async def test_an_unknown_recipient_fails_at_once_with_the_server_s_words(
    mail_server: MailServer, inbox: Account, recipient: str
) -> None:
    sent = await send(settings_of(mail_server, inbox), outbound(recipient=to(recipient)))
    assert sent.state is DeliveryState.FAILED
    assert f"refused the recipient {recipient}: 550 5.1.1" in str(sent.error)


async def test_a_domain_that_defers_or_bounces_later_is_sent_for_us(mail_server: MailServer, inbox: Account) -> None:
    settings = settings_of(mail_server, inbox)
    states = [
        (await send(settings, outbound(recipient=to(f"anybody@{domain}")))).state for domain in (DEFERRING, BOUNCING)
    ]
    assert states == [DeliveryState.SENT] * 2
    [report] = await mail_server.arrived(inbox)
    returned = message_from_bytes(report).get_payload()[2]
    assert compose(settings, outbound()).message_id in str(returned)


async def test_of_several_recipients_the_refused_copy_is_named_and_the_others_get_the_mail(
    mail_server: MailServer, inbox: Account, customer: Account
) -> None:
    colleague = mail_server.account()
    copies = (copy_to(f"gone@{REJECTING}"), copy_to(colleague.address))
    sent = await send(settings_of(mail_server, inbox), outbound(recipient=to(customer.address), copies=copies))
    assert sent.state is DeliveryState.SENT
    assert f"gone@{REJECTING}: 550" in str(sent.error)
    assert len(await mail_server.arrived(customer)) == 1
    assert len(await mail_server.arrived(colleague)) == 1


async def test_a_refused_recipient_keeps_the_mail_from_the_copies(mail_server: MailServer, inbox: Account) -> None:
    colleague, later = mail_server.account(), mail_server.account()
    settings = settings_of(mail_server, inbox)
    message = outbound(recipient=to(f"gone@{REJECTING}"), copies=(copy_to(colleague.address),))
    assert (await send(settings, message)).state is DeliveryState.FAILED
    await send(settings, outbound("after it", recipient=to(later.address), copies=(copy_to(colleague.address),)))
    await mail_server.arrived(later)
    assert [plain(mail) for mail in await mail_server.arrived(colleague)] == ["after it\n"]


async def test_a_mail_beyond_the_server_s_limit_is_not_even_begun(mail_server: MailServer, inbox: Account) -> None:
    message = outbound(recipient=to(inbox.address), files=(file("film.mp4", bytes(20 * 2**20), "video/mp4"),))
    sent = await send(settings_of(mail_server, inbox), message)
    assert sent.state is DeliveryState.FAILED
    assert "it has 28.7 MB, the server takes 26.2 MB" in str(sent.error)


async def test_a_wrong_password_is_told_and_nothing_is_lost(mail_server: MailServer, inbox: Account) -> None:
    sent = await send(settings_of(mail_server, inbox, password="wrong"), outbound(recipient=to(inbox.address)))
    assert sent.state is DeliveryState.DEFERRED
    assert "did not accept the login: 535 5.7.8" in str(sent.error)


@pytest.mark.parametrize(("port", "security"), [("smtps", Security.TLS), ("smtp", Security.STARTTLS)])
@pytest.mark.parametrize("change", ["authority", "name"])
async def test_a_wrong_certificate_is_refused_and_nothing_is_sent(
    mail_server: MailServer, inbox: Account, port: str, security: Security, change: str
) -> None:
    wrong = {"authority": {"certificates": Authority().pem}, "name": {"smtp_host": "127.1"}}[change]
    settings = settings_of(mail_server, inbox, smtp_port=mail_server.ports[port], smtp_security=security)
    settings = msgspec.structs.replace(settings, **wrong)
    sent = await send(settings, outbound(recipient=to(inbox.address)))
    assert sent.state is DeliveryState.DEFERRED
    assert "certificate is not to be trusted" in str(sent.error)


async def test_a_password_may_hold_any_letters(mail_server: MailServer, customer: Account) -> None:
    inbox = mail_server.account(password='Öffne "dich"\\ 密码')
    sent = await send(settings_of(mail_server, inbox), outbound(recipient=to(customer.address)))
    assert sent.state is DeliveryState.SENT


async def test_a_stopped_server_puts_mail_off_and_a_started_one_gets_it(
    mail_server: MailServer, inbox: Account, customer: Account
) -> None:
    settings = settings_of(mail_server, inbox)
    account = SmtpAccount(settings, now=ManualClock(SENT_AT).now, limits=Limits(pause=timedelta(0)))
    mail = compose(settings, outbound(recipient=to(customer.address)))
    mail_server.stop_postfix()
    try:
        while_stopped = await account.send(mail)
    finally:
        mail_server.start_postfix()
    afterwards = [await account.send(mail)]
    mail_server.stop_postfix()
    mail_server.start_postfix()
    afterwards.append(await account.send(mail))  # the warm connection is gone
    await account.close()
    assert while_stopped.state is DeliveryState.DEFERRED
    assert [sent.state for sent in afterwards] == [DeliveryState.SENT] * 2
    ids = {message_from_bytes(one)["Message-ID"] for one in await mail_server.arrived(customer, 2)}
    assert ids == {mail.message_id}


# --- probing ------------------------------------------------------------------------------------------------


async def test_a_mailbox_that_may_send_has_no_problem(mail_server: MailServer, inbox: Account) -> None:
    assert (await probe_smtp(settings_of(mail_server, inbox))).problem is None
    assert mail_server.received(inbox) == []


@pytest.mark.parametrize(
    ("changes", "problem", "advice"),
    [
        ({"password": "wrong"}, "did not accept the login: 535", "app password"),
        ({"password": ""}, "refused the recipient postmaster@example.com: 554 5.7.1", "after a login"),
        ({"certificates": ""}, "certificate is not to be trusted", "certificate authority's PEM"),
        ({"certificates": "no PEM"}, "authority that was entered cannot be read", "certificate authority's PEM"),
        ({"smtp_host": "no-such-host.invalid"}, "there is no server of that name", "Check host name"),
        ({"address": "nobody"}, "no usable address", "e-mail address"),
    ],
)
async def test_a_wrong_setting_is_named_with_advice(
    mail_server: MailServer, inbox: Account, changes: dict[str, object], problem: str, advice: str
) -> None:
    settings = settings_of(mail_server, inbox, **({"user": inbox.address} | changes))
    health = await probe_smtp(settings)
    assert problem in str(health.problem)
    assert advice in str(health.advice)


@pytest.mark.parametrize(
    ("port", "security", "advice"),
    [
        ("smtp", Security.TLS, "choose STARTTLS"),
        ("imap", Security.NONE, "Check host name and port"),
        ("imap", Security.STARTTLS, "Check host name and port"),
    ],
)
async def test_a_wrong_port_is_told_from_what_answers_there(
    mail_server: MailServer, inbox: Account, port: str, security: Security, advice: str
) -> None:
    settings = settings_of(mail_server, inbox, smtp_port=mail_server.ports[port], smtp_security=security)
    assert advice in str((await probe_smtp(settings)).advice)


async def test_a_port_for_tls_without_tls_is_told(mail_server: MailServer, inbox: Account) -> None:
    settings = settings_of(mail_server, inbox, smtp_security=Security.STARTTLS)
    health = await probe_smtp(settings, limits=Limits(connect=timedelta(seconds=1)))
    assert "choose TLS" in str(health.advice)


async def test_a_login_that_may_not_send_as_the_inbox_is_told(mail_server: MailServer, inbox: Account) -> None:
    settings = settings_of(mail_server, inbox, certificates="", password="", smtp_security=Security.NONE)
    async with scripted_smtp(EHLO=[EHLO], MAIL=[b"550 5.7.60 SendAsDenied\r\n"]) as server:
        here = msgspec.structs.replace(settings, smtp_host="127.0.0.1", smtp_port=server.port)
        health = await probe_smtp(here)
    assert health.problem == "The mail server does not let this inbox send: 550 5.7.60 SendAsDenied"
    assert "at the provider" in str(health.advice)
