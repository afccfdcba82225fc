"""One IMAP connection: each trap of aioimaplib, and servers that hang, hang up, lie or refuse to encrypt."""

import asyncio
import contextlib
import dataclasses
import random
import ssl
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from channels.email.faults import (
    CertificateRefused,
    ConnectionEnded,
    EncryptionRefused,
    LoginRefused,
    MailServerError,
    NotUnderstood,
    Refused,
    TooSlow,
)
from channels.email.imap.client import Imap
from channels.email.imap.connection import Server
from channels.email.imap.pace import Pace
from channels.email.imap.syntax import Fetched, mailbox_name
from channels.email.settings import Security
from channels.email.tls import tls_context
from tests.email.receiving import QUICK, mail, opened, plain, settings_for
from tests.servers.certificates import Authority
from tests.servers.mail import MailServer
from tests.servers.scripted_imap import GREETING, ScriptedImap, holding, scripted_imap

SHORT = dataclasses.replace(QUICK, answer=timedelta(milliseconds=300), connect=timedelta(seconds=10))
HOUR = timedelta(hours=1)
MESSAGE = Fetched(uid=1, size_bytes=10)

COMMANDS: dict[str, Callable[[Imap], Any]] = {
    "SELECT": lambda imap: imap.select("INBOX"),
    "LIST": lambda imap: imap.folders(),
    "UID SEARCH": lambda imap: imap.search("UID 1:*"),
    "UID FETCH": lambda imap: imap.fetch([MESSAGE]),
    "UID STORE": lambda imap: imap.flag_seen("1"),
    "UID MOVE": lambda imap: imap.move("1", "Done"),
    "IDLE": lambda imap: imap.wait_for_news(HOUR),
}


async def wait_a_little(imap: Imap) -> None:
    await imap.wait_for_news(timedelta(milliseconds=100))


async def ready(server: ScriptedImap, pace: Pace = QUICK) -> Imap:
    imap = await opened(plain(server.port), pace)
    await imap.select("INBOX")
    await imap.search("UID 1:*")
    return imap


async def connected_to(server: ScriptedImap, pace: Pace = QUICK) -> Imap:
    where = Server(host="127.0.0.1", port=server.port, security=Security.NONE, tls=tls_context(""))
    return await Imap.connect(where, pace)


# --- trap 1: many lines in one read


@pytest.mark.parametrize("line", [b"* 1 EXPUNGE\r\n", b"* 1 FETCH (FLAGS (\\Seen))\r\n", b"* 5000 EXISTS\r\n"])
async def test_five_thousand_lines_in_one_read_are_followed(line: bytes) -> None:
    flood = line * 5_000 + b"* SEARCH 5\r\n{tag} OK found\r\n"
    async with scripted_imap() as server, await ready(server) as imap:
        server.replies["UID SEARCH"] = flood
        assert await imap.search("UID 1:*") == (5,)


# --- trap 2: notices that come during another command


@pytest.mark.parametrize(
    "reply", [b"* SEARCH\r\n* 1 EXISTS\r\n{tag} OK\r\n", b"* 1 EXISTS\r\n* SEARCH\r\n{tag} OK\r\n"]
)
async def test_a_notice_during_the_search_ends_the_next_wait_at_once(reply: bytes) -> None:
    async with scripted_imap(replies={"UID SEARCH": reply}) as server, await ready(server) as imap:
        async with asyncio.timeout(10):
            await imap.wait_for_news(HOUR)
    assert "IDLE" not in server.commands()


async def test_a_notice_before_idle_has_begun_ends_the_wait() -> None:
    async with scripted_imap() as server, await ready(server) as imap:
        server.replies["IDLE"] = b"* 1 EXISTS\r\n+ idling\r\n"
        async with asyncio.timeout(10):
            await imap.wait_for_news(HOUR)
    assert server.commands()[-3:-1] == ["UID SEARCH", "IDLE"]


async def test_what_is_no_new_mail_does_not_end_the_wait() -> None:
    async with scripted_imap() as server, await ready(server) as imap:
        server.replies["IDLE"] = b"+ idling\r\n* OK still here\r\n* 1 EXPUNGE\r\n* 2 FETCH (FLAGS (\\Seen))\r\n"
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await imap.wait_for_news(HOUR)


# --- trap 3: nothing returned when the connection died


@pytest.mark.parametrize("name", COMMANDS)
async def test_every_command_ends_with_the_connection(name: str) -> None:
    async with scripted_imap() as server, await ready(server) as imap:
        server.replies[name] = None
        with pytest.raises(ConnectionEnded):
            async with asyncio.timeout(10):
                await COMMANDS[name](imap)


@pytest.mark.parametrize("name", COMMANDS)
async def test_every_command_has_its_own_limit(name: str) -> None:
    async with scripted_imap() as server, await ready(server, SHORT) as imap:
        server.replies[name] = b""
        with pytest.raises(TooSlow):
            async with asyncio.timeout(10):
                await COMMANDS[name](imap)


async def test_a_copy_has_its_own_limit() -> None:
    async with scripted_imap(capabilities="IMAP4rev1") as server, await ready(server, SHORT) as imap:
        with pytest.raises(TooSlow):
            await imap.move("1", "Done")
    assert "UID COPY" in server.commands()


async def test_a_log_in_has_its_own_limit() -> None:
    async with scripted_imap(replies={"LOGIN": b""}) as server:
        with pytest.raises(TooSlow):
            await opened(plain(server.port), SHORT)


async def test_an_idle_that_is_not_ended_when_asked_is_given_up() -> None:
    async with scripted_imap() as server, await ready(server, SHORT) as imap:
        server.replies["DONE"] = b""
        with pytest.raises(TooSlow):
            async with asyncio.timeout(10):
                await imap.wait_for_news(timedelta(milliseconds=50))


async def test_the_words_of_a_server_that_says_goodbye_are_told() -> None:
    async with scripted_imap() as server, await ready(server) as imap:
        server.replies["UID SEARCH"] = b"* BYE Shutting down for the night\r\n"
        asyncio.get_running_loop().call_later(0.1, server.hang_up)
        with pytest.raises(ConnectionEnded, match="Shutting down for the night"):
            await imap.search("UID 1:*")


# --- trap 4: the state after a time-out or a cancellation is unknown


async def test_after_a_time_out_the_connection_is_thrown_away() -> None:
    async with scripted_imap(replies={"LIST": b""}) as server, await ready(server, SHORT) as imap:
        with pytest.raises(TooSlow):
            await imap.folders()
        with pytest.raises(ConnectionEnded):
            await imap.search("UID 1:*")
        assert server.commands()[-1] == "LIST"


async def test_after_a_cancellation_the_connection_is_thrown_away() -> None:
    async with scripted_imap(replies={"LIST": b""}) as server, await ready(server) as imap:
        listing = asyncio.create_task(imap.folders())
        await asyncio.sleep(0.05)
        listing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listing
        with pytest.raises(ConnectionEnded):
            await imap.search("UID 1:*")


async def test_a_refused_token_is_told_at_once_with_the_reason_that_the_server_hides(mail_server: MailServer) -> None:
    tls = tls_context(mail_server.certificates)
    server = Server(host=mail_server.host, port=mail_server.ports["imaps"], security=Security.TLS, tls=tls)
    async with await Imap.connect(server, QUICK) as imap:
        with pytest.raises(LoginRefused, match='"status":"401"'):
            await imap.log_in_with_token("support@centre.test", "forged")


async def test_a_challenge_to_a_token_is_answered_by_an_empty_line() -> None:
    challenge = b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n"  # {"status":"400"}
    replies = {"AUTHENTICATE": challenge, "": b"{tag} NO refused\r\n"}
    async with scripted_imap(replies=replies) as server, await connected_to(server) as imap:
        with pytest.raises(LoginRefused, match='"status":"400"'):
            await imap.log_in_with_token("support", "old")


# --- trap 5: what it cannot read is not asked for


async def test_neither_envelope_nor_bodystructure_is_ever_asked_for() -> None:
    async with scripted_imap(replies=holding({1: mail(1)})) as server, await ready(server) as imap:
        [found] = await imap.look_up([1])
        [whole] = await imap.fetch([found])
        [headers] = await imap.fetch_headers(found)
    asked = [line.partition("(")[2] for line in server.heard if "FETCH" in line]
    assert asked == [
        "UID FLAGS INTERNALDATE RFC822.SIZE)",
        "UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])",
        "UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]<0.262144>)",
    ]
    assert (type(whole.raw), whole.raw) == (bytes, mail(1))
    assert headers.raw == b"Message-ID: <1@example.com>\r\n\r\n"


# --- trap 6: STARTTLS, names of mailboxes


@pytest.mark.parametrize("name", ["Anfragen über & mehr", 'with "quotes" and \\', "客户支持", "a b"])
async def test_folders_of_any_name_can_be_opened_and_moved_to(mail_server: MailServer, name: str) -> None:
    account = mail_server.account()
    with mail_server.imap(account) as other:
        other.create(mailbox_name(name))
    mail_server.append(account, mail(1))
    async with await opened(settings_for(mail_server, account)) as imap:
        assert name in await imap.folders()
        await imap.select("INBOX")
        await imap.move("1", name)
        await imap.select(name)
        assert await imap.search("UID 1:*") == (1,)


async def test_starttls_encrypts_and_logs_in(mail_server: MailServer) -> None:
    account = mail_server.account()
    settings = settings_for(mail_server, account, imap_port=mail_server.ports["imap"], imap_security=Security.STARTTLS)
    async with await opened(settings) as imap:
        assert imap._wire.transport.get_extra_info("peercert")
        await imap.select("INBOX")


async def test_without_starttls_nothing_secret_is_sent() -> None:
    async with scripted_imap() as server:
        with pytest.raises(EncryptionRefused, match="does not offer STARTTLS"):
            await opened(plain(server.port, imap_security=Security.STARTTLS))
    assert server.commands() == ["CAPABILITY"]


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (b"{tag} NO not today\r\n", EncryptionRefused),
        (b"{tag} OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", NotUnderstood),
        (b"{tag} OK go\r\nA1", NotUnderstood),
    ],
)
async def test_a_starttls_that_fails_is_an_error_and_nothing_secret_is_sent(
    reply: bytes, fault: type[MailServerError]
) -> None:
    async with scripted_imap(capabilities="IMAP4rev1 STARTTLS", replies={"STARTTLS": reply}) as server:
        with pytest.raises(fault):
            await opened(plain(server.port, imap_security=Security.STARTTLS), SHORT)
    assert "LOGIN" not in server.commands()


@pytest.mark.parametrize("name", ["localhost", "mail.example.com"])
async def test_a_certificate_of_another_authority_or_for_another_name_is_refused(tmp_path: Path, name: str) -> None:
    authority = Authority()
    known = authority if name != "localhost" else Authority()
    pair = authority.issue(tmp_path, name)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(pair.certificate, pair.key)
    replies = {"STARTTLS": b"{tag} OK go\r\n"}
    async with scripted_imap(capabilities="IMAP4rev1 STARTTLS", replies=replies, tls=tls) as server:
        settings = plain(server.port, imap_host="localhost", imap_security=Security.STARTTLS, certificates=known.pem)
        with pytest.raises(CertificateRefused):
            await opened(settings)
    assert "LOGIN" not in server.commands()


async def test_tls_to_a_port_without_it_says_which_ports_fit(mail_server: MailServer) -> None:
    settings = settings_for(mail_server, mail_server.account(), imap_port=mail_server.ports["imap"])
    with pytest.raises(EncryptionRefused) as refusal:
        await opened(settings)
    assert "993 with TLS, 143 with STARTTLS" in refusal.value.advice


# --- logging in


@pytest.mark.parametrize("password", ['quo"te', "back\\slash", "pässwörd", "two words", "密码"])
async def test_passwords_of_any_characters_log_in(mail_server: MailServer, password: str) -> None:
    async with await opened(settings_for(mail_server, mail_server.account(password=password))) as imap:
        await imap.select("INBOX")


async def test_login_quotes_the_name_and_the_password() -> None:
    async with scripted_imap() as server, await opened(plain(server.port, user='a"b c', password='x"\\y')):
        pass
    assert 'LOGIN "a\\"b c" "x\\"\\\\y"' in server.heard[1]


async def test_a_password_with_a_line_break_sends_no_second_command() -> None:
    async with scripted_imap() as server:
        with pytest.raises(LoginRefused, match="control character"):
            await opened(plain(server.port, password="x\r\nA1 DELETE INBOX"))
    assert server.commands() == ["CAPABILITY"]


@pytest.mark.parametrize(
    ("words", "fault", "advice"),
    [
        (b"[AUTHENTICATIONFAILED] no", LoginRefused, "Check the name"),
        (b"[ALERT] Application-specific password required", LoginRefused, "app password"),
        (b"AUTHENTICATE failed.", LoginRefused, "use OAuth"),
        (b"[UNAVAILABLE] try later", Refused, "tried again"),
    ],
)
async def test_a_refused_log_in_says_what_to_do(words: bytes, fault: type[MailServerError], advice: str) -> None:
    async with scripted_imap(replies={"LOGIN": b"{tag} NO " + words + b"\r\n"}) as server:
        with pytest.raises(fault) as refusal:
            await opened(plain(server.port))
    assert words.decode() in refusal.value.message
    assert advice in refusal.value.advice


# --- servers that lie


@pytest.mark.parametrize(
    "greeting", [b"* BYE too many connections\r\n", b"220 mx ESMTP\r\n", b"* PREAUTH hello\r\n", b"\xff\xfe\x00\r\n"]
)
async def test_a_greeting_that_is_none_is_told(greeting: bytes) -> None:
    async with scripted_imap(greeting=greeting) as server:
        with pytest.raises(NotUnderstood, match="greets with"):
            await opened(plain(server.port))


@pytest.mark.parametrize("greeting", [b"", b"* OK rea", GREETING[:-2]])
async def test_a_server_that_does_not_greet_is_given_up(greeting: bytes) -> None:
    async with scripted_imap(greeting=greeting) as server:
        with pytest.raises(TooSlow, match="connecting"):
            await opened(plain(server.port), dataclasses.replace(SHORT, connect=timedelta(milliseconds=300)))


@pytest.mark.parametrize(("greeting", "security"), [(b"", Security.TLS), (GREETING, Security.STARTTLS)])
async def test_a_server_that_never_shakes_hands_is_given_up(greeting: bytes, security: Security) -> None:
    pace = dataclasses.replace(SHORT, connect=timedelta(milliseconds=500))
    script = {"greeting": greeting, "capabilities": "IMAP4rev1 STARTTLS", "replies": {"STARTTLS": b"{tag} OK go\r\n"}}
    async with scripted_imap(**script) as server:
        with pytest.raises(TooSlow, match="connecting"):
            await opened(plain(server.port, imap_security=security), pace)
    assert "LOGIN" not in server.commands()


TOKENS = (
    b"* 1 FETCH (", b"UID 1 ", b"BODY[] {3}\r\nabc", b"{7}\r\n", b")\r\n", b"\r\n", b"* SEARCH 1 2",
    b"* 99 EXISTS\r\n", b"+ go\r\n", b"{tag} OK ", b"{tag} NO ", b"{tag} ", b"XX1 OK \r\n", b"* BYE \xff\r\n",
    b"\x00\xfe", b"{99999999999}", b"{" + b"9" * 5_000 + b"}\r\n", b"* " + b"(" * 300 + b"\r\n", b'"',
    b"* SEARCH " + b"7" * 6_000 + b"\r\n",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
async def test_whatever_a_server_answers_ends_in_an_answer_or_a_mail_server_error(seed: int) -> None:
    chance = random.Random(seed)

    def garbage(line: str) -> bytes:
        return b"".join(chance.choices(TOKENS, k=chance.randrange(1, 12))) + chance.choice((b"", b"{tag} OK .\r\n"))

    replies = {"UID SEARCH": garbage, "UID FETCH": garbage, "IDLE": garbage, "LIST": garbage}
    async with scripted_imap(replies=replies) as server, await opened(plain(server.port), SHORT) as imap:
        await imap.select("INBOX")
        async with asyncio.timeout(30):
            for run in (
                imap.search("UID 1:*"),
                imap.fetch([MESSAGE]),
                imap.folders(),
                imap.wait_for_news(SHORT.answer),
            ):
                with contextlib.suppress(MailServerError):
                    await run


async def test_a_message_shorter_than_the_server_said_is_given_up() -> None:
    reply = b"* 1 FETCH (UID 1 RFC822.SIZE 10 BODY[] {1000}\r\nshort\r\n{tag} OK fetched\r\n"
    async with scripted_imap(replies={"UID FETCH": reply}) as server, await ready(server, SHORT) as imap:
        with pytest.raises(TooSlow):
            await imap.fetch([MESSAGE])


async def test_a_message_far_larger_than_the_server_said_is_given_up() -> None:
    reply = b"* 1 FETCH (UID 1 RFC822.SIZE 10 BODY[] {40000000}\r\n" + b"x" * 40_000_000
    async with scripted_imap(replies={"UID FETCH": reply}) as server, await ready(server) as imap:
        with pytest.raises(NotUnderstood, match="far more than was asked for"):
            await imap.fetch([MESSAGE])


async def test_an_answer_to_a_command_that_was_not_given_ends_the_connection() -> None:
    async with scripted_imap(replies={"UID SEARCH": b"XYZ9 OK found\r\n"}) as server:
        imap = await opened(plain(server.port))
        await imap.select("INBOX")
        with pytest.raises(NotUnderstood):
            async with asyncio.timeout(10):
                await imap.search("UID 1:*")
        await imap.close()


async def test_changes_of_flags_by_others_do_not_hide_a_message() -> None:
    raw = mail(1)
    body = b'* 1 FETCH (FLAGS () INTERNALDATE " 1-Jan-2026 10:00:00 +0100" RFC822.SIZE 9 UID 1 BODY[] {%d}\r\n' % len(
        raw
    )
    seen = b"* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n"
    reply = seen + body + raw + b")\r\n" + seen + b"{tag} OK fetched\r\n"
    async with scripted_imap(replies={"UID FETCH": reply}) as server, await ready(server) as imap:
        [message] = await imap.fetch([MESSAGE])
    assert message.raw == raw
    assert str(message.internal_date) == "2026-01-01 09:00:00+00:00"


# --- servers that can less


async def test_without_move_it_is_copied_and_only_that_message_is_removed() -> None:
    replies = {"UID COPY": b"{tag} OK .\r\n", "UID EXPUNGE": b"{tag} OK .\r\n"}
    async with scripted_imap(capabilities="IMAP4rev1 UIDPLUS", replies=replies) as server, await ready(server) as imap:
        await imap.move("4:5", "Done")
    heard = [line.partition(" ")[2] for line in server.heard if "UID " in line]
    assert heard[1:] == ['UID COPY 4:5 "Done"', "UID STORE 4:5 +FLAGS.SILENT (\\Seen \\Deleted)", "UID EXPUNGE 4:5"]


async def test_without_uidplus_nothing_is_removed_for_good() -> None:
    replies = {"UID COPY": b"{tag} OK .\r\n"}
    async with scripted_imap(capabilities="IMAP4rev1", replies=replies) as server, await ready(server) as imap:
        await imap.move("4:5", "Done")
    assert server.commands()[-2:] == ["UID STORE", "LOGOUT"]


@pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 IDLE"])
async def test_without_idle_or_with_one_that_is_refused_it_waits_a_short_time(capabilities: str) -> None:
    pace = dataclasses.replace(QUICK, look_without_idle=timedelta(milliseconds=50))
    replies = {"IDLE": b"{tag} NO not here\r\n"}
    async with scripted_imap(capabilities=capabilities, replies=replies) as server, await ready(server, pace) as imap:
        async with asyncio.timeout(10):
            await imap.wait_for_news(HOUR)
        assert await imap.search("UID 1:*") == ()
