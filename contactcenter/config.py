"""What one process needs to know before it can start: a TOML file, then the environment, then the command line.

Everything operational (inboxes, agents, queues, rules) lives in the store and is edited in the browser; here are
only addresses, paths and the like. Each setting `name` may be given as `CONTACTCENTER_NAME` in the environment.
"""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec

from contactcenter.errors import ConfigError

ENVIRONMENT_PREFIX = "CONTACTCENTER_"
# The keys themselves, the command line's API token, a model server's key: secrets, so never settings in a file.
KEYS_VARIABLE = "CONTACTCENTER_KEYS"
TOKEN_VARIABLE = "CONTACTCENTER_TOKEN"
SEMANTIC_KEY_VARIABLE = "CONTACTCENTER_SEMANTIC_KEY"

SECRETS = (KEYS_VARIABLE, TOKEN_VARIABLE, SEMANTIC_KEY_VARIABLE)

Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]


class Config(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The settings of one process; docs/configuration.md describes each."""

    address: str = "127.0.0.1"
    port: Port = 8080
    public_url: str = ""
    data: str = "data"
    store: str = ""
    keys_file: str = ""
    trusted_proxies: tuple[str, ...] = ()
    own_networks: tuple[str, ...] = ()
    semantic: str = ""
    semantic_model: str = ""
    semantic_question: str = ""
    semantic_passage: str = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["logfmt", "json"] = "logfmt"

    @property
    def networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """Those behind this machine that channels may connect to."""
        return tuple(ipaddress.ip_network(one, strict=False) for one in self.own_networks)

    @property
    def data_folder(self) -> Path:
        return Path(self.data).expanduser().absolute()

    @property
    def store_url(self) -> str:
        """The store's URL: `sqlite:///ABSOLUTE/PATH` below the data folder unless one is set."""
        return self.store or f"sqlite:///{self.data_folder / 'centre.sqlite'}"

    @property
    def keys_path(self) -> Path:
        return Path(self.keys_file).expanduser().absolute() if self.keys_file else self.data_folder / "keys"

    @property
    def control_socket(self) -> Path:
        return self.data_folder / "control.sock"

    @property
    def base_url(self) -> str:
        """What every link starts with, without a slash at the end."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"http://{host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        try:
            return ipaddress.ip_address(self.address).is_loopback
        except ValueError:
            return self.address == "localhost"


def load_config(
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    overrides: Mapping[str, object] | None = None,
) -> Config:
    """The settings from `file`, overridden by the environment, overridden by `overrides` (None is "not given").

    Raises ConfigError, naming the setting and where it was read, for anything unknown or of the wrong type.
    """
    settings = _from_file(file) if file else {}
    settings |= _from_environment(environ or {})
    settings |= {name: value for name, value in (overrides or {}).items() if value is not None}
    config = _convert(settings)
    _check_public_url(config.public_url)
    _check_store(config.store)
    _check_networks("trusted_proxies", config.trusted_proxies)
    _check_networks("own_networks", config.own_networks)
    return config


def _from_file(file: Path) -> dict[str, object]:
    try:
        settings = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigError(str(file), f"cannot be read: {getattr(exc, 'strerror', None) or exc}") from exc
    except tomllib.TOMLDecodeError as exc:
        raise ConfigError(str(file), f"is not TOML: {exc}") from exc
    _convert(settings, where=f"{file}: ", strict=True)
    return settings


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    settings: dict[str, object] = {}
    for variable, text in environ.items():
        if not variable.startswith(ENVIRONMENT_PREFIX) or variable in SECRETS:
            continue
        name = variable.removeprefix(ENVIRONMENT_PREFIX).lower()
        settings[name] = _split(text) if name in ("trusted_proxies", "own_networks") else text
        _convert({name: settings[name]}, where="environment: ")
    return settings


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _convert(settings: Mapping[str, Any], *, where: str = "", strict: bool = False) -> Config:
    unknown = sorted(settings.keys() - {field.name for field in msgspec.structs.fields(Config)})
    if unknown:
        raise ConfigError(f"{where}{unknown[0]}", "is not a setting", hint="docs/configuration.md lists them all")
    try:
        return msgspec.convert(settings, Config, strict=strict)
    except msgspec.ValidationError as exc:
        message, _, path = str(exc).partition(" - at `$")
        raise ConfigError(f"{where}{path.strip('.`') or 'settings'}", message[0].lower() + message[1:]) from exc


def _check_public_url(url: str) -> None:
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query):
        raise ConfigError("public_url", f"expected https://HOST[:PORT], got {url!r}", hint="no path, no query")


def _check_store(url: str) -> None:
    if url and not url.startswith(("sqlite:///", "mongodb://", "mongodb+srv://")):
        raise ConfigError("store", "expected sqlite:///PATH or mongodb://...", hint="four slashes for an absolute path")


def _check_networks(name: str, networks: tuple[str, ...]) -> None:
    for index, network in enumerate(networks):
        try:
            ipaddress.ip_network(network)
        except ValueError as exc:
            raise ConfigError(f"{name}[{index}]", f"expected an address or network, got {network!r}") from exc
