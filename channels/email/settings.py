"""What an administrator sets to connect one mailbox."""

from enum import StrEnum
from typing import Annotated

import msgspec

Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Date = Annotated[str, msgspec.Meta(extra_json_schema={"format": "date"})]
Pem = Annotated[str, msgspec.Meta(extra_json_schema={"format": "pem"})]
Secret = Annotated[str, msgspec.Meta(extra_json_schema={"format": "password"})]  # encrypted at rest, never shown again


class Security(StrEnum):
    """There is no "TLS if offered": a wrong certificate or a missing STARTTLS ends the attempt."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"  # for a server on the same machine


class Authentication(StrEnum):
    PASSWORD = "password"
    OAUTH = "oauth"  # XOAUTH2 with a refresh token


class AfterFetching(StrEnum):
    NOTHING = "nothing"
    FLAG = "flag"  # as seen
    MOVE = "move"  # to ``move_to``


class Settings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One mailbox: where mail is fetched, where it is sent, and whom to believe."""

    address: str = ""  # what customers write to
    name: str = ""  # shown beside it
    aliases: tuple[str, ...] = ()  # other addresses that arrive here

    user: str = ""  # empty = the address
    authentication: Authentication = Authentication.PASSWORD
    password: Secret = ""
    oauth_token_url: str = ""
    oauth_client_id: str = ""
    oauth_client_secret: Secret = ""
    oauth_refresh_token: Secret = ""
    oauth_scope: str = ""

    imap_host: str = ""
    imap_port: Port = 993
    imap_security: Security = Security.TLS
    folder: str = "INBOX"
    after_fetching: AfterFetching = AfterFetching.FLAG
    move_to: str = ""
    fetch_since: Date = ""  # a date, 2026-01-31; empty = only what arrives from the first connection on

    smtp_host: str = ""
    smtp_port: Port = 465
    smtp_security: Security = Security.TLS
    certificates: Pem = ""  # PEM of a certificate authority of one's own, believed besides the machine's

    plus_addresses: bool = True  # replies go to address+token@; off where the server does not deliver those
    authentication_server: str = ""  # whose Authentication-Results are believed (RFC 8601 authserv-id)
    spam_headers: bool = True  # believe X-Spam-Flag and the like, set by the mail server
