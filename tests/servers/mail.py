"""A real Dovecot and a real Postfix for tests, in a temporary folder on ports that the system picks.

Mail to ANY@centre.test is delivered to the account of that name (``+anything`` is left aside), except nobody...@,
who is unknown; bounce.test comes back as a delivery report (RFC 3464), defer.test stays in the queue, reject.test is
refused at RCPT. Needs root and the packages dovecot-imapd (2.3), dovecot-lmtpd and postfix. Without them tests are
skipped by name; with CI=true they fail.
"""

import asyncio
import base64
import hashlib
import hmac
import imaplib
import itertools
import json
import os
import secrets
import shutil
import smtplib
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from tests.servers.certificates import Authority
from tests.servers.mail_settings import DOMAIN, write_account, write_dovecot, write_postfix

DOVECOT = "/usr/sbin/dovecot"
POSTFIX = "/usr/lib/postfix/sbin/master"
START_S = 30
ARRIVAL_S = 30
PORTS = ("imap", "imaps", "lmtp", "sasl", "smtp", "smtps", "refusing", "busy")


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody with a mailbox here; ``address`` is also the name to log in with."""

    address: str
    password: str

    def plus(self, detail: str) -> str:
        """The same mailbox under a plus address."""
        name, _, domain = self.address.partition("@")
        return f"{name}+{detail}@{domain}"


@dataclass
class MailServer:
    """Both servers. Either may be stopped and started again on the same mailboxes and the same ports."""

    folder: Path
    ports: dict[str, int]
    authority: Authority = field(default_factory=Authority)
    host: str = "localhost"
    _names: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _token_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def certificates(self) -> str:
        """PEM of the authority that signed both servers' certificate."""
        return self.authority.pem

    def start(self) -> None:
        self.folder.chmod(0o755)  # the servers' own users read below it
        pair = self.authority.issue(self.folder, self.host, "127.0.0.1")
        key = base64.b64encode(self._token_key).decode()
        self._dovecot = write_dovecot(self.folder, pair, self.ports, key)
        self._postfix = write_postfix(self.folder, pair, self.ports)
        self.start_dovecot()
        self.start_postfix()

    def start_dovecot(self) -> None:
        self._run("dovecot", [DOVECOT, "-F", "-c", str(self._dovecot)], self.ports["imap"])

    def start_postfix(self) -> None:
        self._run("postfix", [POSTFIX, "-d", "-c", str(self._postfix)], self.ports["smtp"])

    def stop_dovecot(self) -> None:
        """Every IMAP connection ends; SIGTERM to the master ends its children."""
        self._end("dovecot")

    def stop_postfix(self) -> None:
        self._end("postfix")

    def stop(self) -> None:
        for name in tuple(self._processes):
            self._end(name)

    def account(self, name: str = "", password: str = "") -> Account:
        """A fresh account with an empty mailbox; without a name one that nobody else has."""
        address = f"{name or f'person{next(self._names)}'}@{DOMAIN}"
        account = Account(address=address, password=password or secrets.token_urlsafe(9))
        write_account(self.folder, address, account.password)
        return account

    def access_token(self, account: Account, *, expires_in_s: int = 600) -> str:
        """For XOAUTH2, over IMAP and SMTP alike: a JWT (RFC 7519) that Dovecot checks by its signature."""
        claims = {"sub": account.address, "iat": int(time.time()) - 1, "exp": int(time.time()) + expires_in_s}
        signed = ".".join(_base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
        return f"{signed}.{_base64url(hmac.digest(self._token_key, signed.encode(), hashlib.sha256))}"

    def deliver(self, account: Account, *mails: bytes, recipient: str = "", sender: str = "ann@example.com") -> None:
        """Raw mails into the account's INBOX by LMTP, in this order; each gets Return-Path and Received before it."""
        with smtplib.LMTP("127.0.0.1", self.ports["lmtp"]) as lmtp:
            for mail in mails:
                lmtp.sendmail(sender, [recipient or account.address], mail)

    def append(self, account: Account, *mails: bytes, folder: str = "INBOX", at: datetime | None = None) -> None:
        """Raw mails into a folder, with that internal date; line ends become CRLF, nothing else changes."""
        when = imaplib.Time2Internaldate(at) if at else ""
        with self.imap(account) as imap:
            for mail in mails:
                _succeed(imap.append(folder, "", when, mail))

    def received(self, account: Account, folder: str = "INBOX") -> list[bytes]:
        """What lies in the folder now, in order of arrival, line ends as CRLF."""
        with self.imap(account) as imap:
            _, counted = imap.select(f'"{folder}"', readonly=True)
            _, parts = imap.fetch("1:*", "(BODY.PEEK[])") if counted != [b"0"] else ("OK", [])
            return [part[1] for part in parts if isinstance(part, tuple)]

    async def arrived(self, account: Account, count: int = 1, folder: str = "INBOX") -> list[bytes]:
        """The same, once at least ``count`` mails are there."""
        async with asyncio.timeout(ARRIVAL_S):
            while True:
                mails = await asyncio.to_thread(self.received, account, folder)
                if len(mails) >= count:
                    return mails
                await asyncio.sleep(0.05)

    @contextmanager
    def imap(self, account: Account) -> Iterator[imaplib.IMAP4]:
        """The standard library's own client, logged in: to arrange, and to look at the result independently."""
        with imaplib.IMAP4("127.0.0.1", self.ports["imap"]) as client:
            client.authenticate("PLAIN", lambda _: f"\0{account.address}\0{account.password}".encode())
            yield client

    def trust(self) -> ssl.SSLContext:
        """A TLS context that believes this server's authority and no other."""
        return ssl.create_default_context(cadata=self.certificates)

    def last_words(self) -> str:
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"{log.name}: {log.read_text('utf-8', 'replace')[-2_000:]}" for log in logs)

    def _run(self, name: str, command: Sequence[str], port: int) -> None:
        with open(self.folder / "output.log", "ab") as log:
            self._processes[name] = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + START_S
        while not _greets(port):
            assert self._processes[name].poll() is None and time.monotonic() < deadline, self.last_words()
            time.sleep(0.05)

    def _end(self, name: str) -> None:
        process = self._processes.pop(name)
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)


def _base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _succeed(answer: tuple[str, Sequence[object]]) -> None:
    assert answer[0] == "OK", answer


def _greets(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as probe:
            return bool(probe.recv(64))
    except OSError:
        return False


def _free_ports() -> dict[str, int]:
    """All different: every one is held until the last has been picked."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in PORTS]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return {name: probe.getsockname()[1] for name, probe in zip(PORTS, probes, strict=True)}


def what_is_missing() -> str | None:
    """Why the servers cannot run here, None if they can."""
    if not (os.access(DOVECOT, os.X_OK) and os.access(POSTFIX, os.X_OK)):
        return "no mail servers: apt-get install dovecot-imapd dovecot-lmtpd postfix"
    if os.getuid() != 0:
        return "Dovecot and Postfix start as root only"
    version = subprocess.run([DOVECOT, "--version"], capture_output=True, text=True, check=True).stdout
    return None if version.startswith("2.3.") else f"these settings are for Dovecot 2.3, not {version.strip()}"


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """For benchmarks too. The folder is not pytest's: that one is closed to the servers' own users."""
    folder = Path(tempfile.mkdtemp(prefix="mail-"))
    server = MailServer(folder, _free_ports())
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")  # a Dovecot that was started anew leaves Postfix with logins to the one before
def mail_server() -> Iterator[MailServer]:
    if (missing := what_is_missing()) is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with running_mail_server() as server:
        yield server
