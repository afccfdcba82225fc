"""What an administrator sets to connect one address on an XMPP server."""

from enum import StrEnum
from typing import Annotated

import msgspec

Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
Pem = Annotated[str, msgspec.Meta(extra_json_schema={"format": "pem"})]
Secret = Annotated[str, msgspec.Meta(extra_json_schema={"format": "password"})]  # encrypted at rest, never shown again


class Connects(StrEnum):
    """As an account like anybody's, or as a component that the server hands a whole domain (XEP-0114)."""

    ACCOUNT = "account"
    COMPONENT = "component"


class Settings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One address that customers write to."""

    xmpp_address: str = ""  # support@example.com; of a component: support@support.example.com
    xmpp_connects: Connects = Connects.ACCOUNT
    xmpp_password: Secret = ""  # of the account, or the component's secret
    xmpp_host: str = ""  # empty = found by the address (SRV records)
    xmpp_port: Port = 0  # 0 = the usual one; 5223 = TLS from the first byte
    xmpp_upload: str = ""  # XEP-0363 service; empty = asked of the server
    certificates: Pem = ""  # PEM of a certificate authority of one's own, believed besides the machine's

    @property
    def domain(self) -> str:
        return self.xmpp_address.partition("@")[2] or self.xmpp_address

    @property
    def is_component(self) -> bool:
        return self.xmpp_connects is Connects.COMPONENT
