"""The command `contactcenter`: the guard, the options, and one line for whatever the operator can put right.

Each command lives in a module of contactcenter.commands, which imports what it needs only when it runs, so that
`contactcenter --help` is quick.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from contactcenter.commands import COMMANDS
from contactcenter.errors import CentreError, ConfigError, OperatorError

OURS = "Channels: protocol in, protocol out"  # how channels/__init__.py begins
FOREIGN_CHANNELS = (
    "contactcenter: the package `channels` found here is not the contact centre's but {where} (Django Channels uses "
    "the same name): install contactcenter in a virtual environment of its own"
)

EXIT_FAILED = 1
EXIT_BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; its exit code: 0 done, 1 failed, 2 bad input."""
    if where := foreign_channels():
        print(FOREIGN_CHANNELS.format(where=where), file=sys.stderr)
        return EXIT_FAILED
    args = command_line().parse_args(arguments)
    os.umask(0o077)  # whatever a command writes holds people's words, or keys: for its owner alone
    try:
        return int(args.func(args) or 0)
    except ConfigError as exc:
        return _fail(exc, EXIT_BAD_INPUT)
    except OperatorError as exc:
        return _fail(exc, EXIT_FAILED)
    except CentreError as exc:
        return _fail(exc, EXIT_FAILED)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _fail(exc: CentreError, code: int) -> int:
    print(f"contactcenter: {exc}", file=sys.stderr)
    return code


def foreign_channels() -> str | None:
    """Where the `channels` that Python would import lies, if it is not ours. It is looked at, not imported."""
    spec = importlib.util.find_spec("channels")
    if spec is None or spec.origin is None:
        return "missing"
    source = Path(spec.origin)
    if OURS in source.read_text("utf-8", errors="replace")[:200]:
        return None
    return str(source.parent)


def command_line() -> argparse.ArgumentParser:
    """The parser with every command."""
    parser = argparse.ArgumentParser(prog="contactcenter", description="An omnichannel contact centre.")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    subparsers = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for register in COMMANDS:
        register(subparsers)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when asked: importlib.metadata takes 25 ms of every start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(_version())
        parser.exit()


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("contactcenter")
    except PackageNotFoundError:
        return "not installed"
