"""The fixture `nginx_site`: the nginx of deploy/ in front of a server under test, on free ports, with https."""

from __future__ import annotations

import datetime
import ipaddress
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "deploy" / "nginx.conf"
PLAIN, SECURE = 80, 443

AROUND = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def nginx_program() -> str:
    """Where nginx is; skips the test by name when it is nowhere."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip("nginx is not installed (apt-get install nginx)")
    return found


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Certificate and key for 127.0.0.1 and localhost, good for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=5))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    chain, private = folder / "fullchain.pem", folder / "privkey.pem"
    chain.write_bytes(certificate.public_bytes(encoding))
    private.write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
    return chain, private


def write_site(folder: Path, upstream_port: int, plain_port: int, secure_port: int) -> Path:
    """The configuration to start: deploy/nginx.conf with its places replaced and nothing else changed."""
    chain, private = self_signed(folder)
    site = SITE.read_text("utf-8")
    for old, new in {
        "server 127.0.0.1:8080;": f"server 127.0.0.1:{upstream_port};",
        f"listen {PLAIN};": f"listen 127.0.0.1:{plain_port};",
        f"listen [::]:{PLAIN};": "",
        f"listen {SECURE} ssl http2;": f"listen 127.0.0.1:{secure_port} ssl http2;",
        f"listen [::]:{SECURE} ssl http2;": "",
        "server_name support.example.com;": "server_name localhost 127.0.0.1;",
        "/etc/letsencrypt/live/support.example.com/fullchain.pem": str(chain),
        "/etc/letsencrypt/live/support.example.com/privkey.pem": str(private),
        "/var/log/nginx/contactcenter.log": f"{folder}/access.log",
    }.items():
        assert old in site, f"deploy/nginx.conf no longer says {old!r}"
        site = site.replace(old, new)
    (folder / "site.conf").write_text(site, "utf-8")
    main = folder / "nginx.conf"
    main.write_text(AROUND.format(folder=folder), "utf-8")
    return main


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        assert process.poll() is None, "nginx ended at once"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail("nginx did not listen within 10 s")


@pytest.fixture
def nginx_site(tmp_path: Path) -> Iterator[Callable[[int], str]]:
    """`nginx_site(port)` puts the nginx of deploy/ in front of the server on that port of loopback.

    Answers the origin to open, `https://localhost:N`; its certificate is self-signed. Browsers and servers under test
    need `ignore_https_errors`, and the server `public_url` set to that origin, so start it on a port chosen before.
    """
    program = nginx_program()
    started: list[subprocess.Popen[bytes]] = []

    def start(upstream_port: int, secure_port: int | None = None) -> str:
        folder = tmp_path / f"nginx{len(started)}"
        folder.mkdir()
        # nginx started as root gives its workers to nobody, who must be able to write bodies here
        os.chmod(folder, 0o755)
        port = secure_port or free_port()
        main = write_site(folder, upstream_port, free_port(), port)
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen([program, "-p", folder, "-c", main], stdout=said, stderr=said)
        started.append(process)
        _wait_for(port, process)
        return f"https://localhost:{port}"

    yield start
    for process in started:
        process.terminate()
        process.wait(10)
