"""A real Prosody for tests: accounts with archive, offline storage and uploads, and one component.

Needs the packages prosody and lua-sec. Without them tests are skipped by name; with CI=true they fail.
"""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.servers.certificates import Authority

START_S = 20
COMPONENT = "support.localhost"
CONFIGURATION = """
run_as_root = true
pidfile = "{folder}/prosody.pid"
data_path = "{folder}/data"
log = {{ info = "{folder}/prosody.log" }}
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {c2s} }}
c2s_direct_tls_ports = {{}}
s2s_ports = {{}}
component_ports = {{ {component} }}
component_interfaces = {{ "127.0.0.1" }}
http_ports = {{ {http} }}
http_interfaces = {{ "127.0.0.1" }}
https_ports = {{}}
authentication = "internal_hashed"
c2s_require_encryption = true
allow_unencrypted_plain_auth = false
limits = {{}}
ssl = {{ key = "{key}", certificate = "{certificate}" }}
modules_enabled = {{ "roster", "saslauth", "tls", "disco", "smacks", "mam", "offline", "ping", "posix", "http" }}
modules_disabled = {{ "s2s" }}
admins = {{}}
VirtualHost "localhost"
  disco_items = {{ {{ "upload.localhost", "uploads" }} }}
Component "upload.localhost" "http_file_share"
  http_host = "localhost"
  http_external_url = "http://localhost:{http}/"
  http_file_share_size_limit = 10*1024*1024
  http_file_share_access = {{ "{name}", "localhost" }}
  http_paths = {{ file_share = "/upload" }}
Component "{name}"
  component_secret = "{secret}"
  modules_enabled = {{}}
"""


@dataclass(frozen=True, kw_only=True)
class XmppAccount:
    address: str
    password: str


@dataclass
class Prosody:
    """May be stopped and started again on the same accounts and ports."""

    folder: Path
    ports: dict[str, int]
    certificates: str
    component_secret: str = field(default_factory=lambda: secrets.token_hex(8))
    _process: "subprocess.Popen[bytes] | None" = None

    host: str = "127.0.0.1"

    def account(self, name: str = "") -> XmppAccount:
        """A new one."""
        made = XmppAccount(address=f"{name or 'p' + secrets.token_hex(4)}@localhost", password=secrets.token_hex(8))
        self._control("register", made.address.partition("@")[0], "localhost", made.password)
        return made

    def forget(self, account: XmppAccount) -> None:
        self._control("deluser", account.address)

    def change_password(self, account: XmppAccount) -> None:
        self._control("register", account.address.partition("@")[0], "localhost", secrets.token_hex(8))

    def start(self) -> None:
        command = ["prosody", "--config", str(self.folder / "prosody.cfg.lua"), "-F"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + START_S
        while not all(_is_listening(port) for port in self.ports.values()):
            assert time.monotonic() < deadline, (self.folder / "prosody.log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def _control(self, *words: str) -> None:
        command = ["prosodyctl", "--config", str(self.folder / "prosody.cfg.lua"), *words]
        subprocess.run(command, check=True, capture_output=True, timeout=30)


def _is_listening(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def _free_ports(count: int) -> list[int]:
    opened = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in opened]
    for one in opened:
        one.close()
    return ports


@contextmanager
def running_prosody(folder: Path) -> Iterator[Prosody]:
    """In an empty folder, on free ports."""
    (folder / "data").mkdir()
    authority = Authority()
    pair = authority.issue(folder, "localhost", "upload.localhost")
    ports = dict(zip(("c2s", "component", "http"), _free_ports(3), strict=True))
    server = Prosody(folder, ports, authority.pem)
    written = CONFIGURATION.format(
        folder=folder, key=pair.key, certificate=pair.certificate, name=COMPONENT, secret=server.component_secret,
        **ports,
    )  # fmt: skip
    (folder / "prosody.cfg.lua").write_text(written)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def prosody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prosody]:
    if shutil.which("prosody") is None or os.geteuid() != 0:
        pytest.skip("needs prosody and lua-sec, and root")
    with running_prosody(tmp_path_factory.mktemp("prosody")) as server:
        yield server
