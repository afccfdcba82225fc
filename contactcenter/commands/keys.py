"""`contactcenter keys new | list | rotate | drop`: the ring of keys, its file or the words for the environment."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from contactcenter.commands.options import Subparsers, add_centre_options, settings
from contactcenter.errors import CentreError, OperatorError

if TYPE_CHECKING:
    from pathlib import Path

    from contactcenter.keys import Keyring


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("keys", help="make, list, rotate and drop keys")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    new = actions.add_parser("new", help="print a new key, for CONTACTCENTER_KEYS or keys_file on every node")
    new.set_defaults(func=run_new)
    listing = actions.add_parser("list", help="ids of the keys, the active one first")
    listing.set_defaults(func=run_list)
    rotate = actions.add_parser("rotate", help="make a new active key; what older keys made stays good")
    rotate.set_defaults(func=run_rotate)
    drop = actions.add_parser("drop", help="forget an old key: tokens and secrets made with it are lost")
    drop.add_argument("key", metavar="ID")
    drop.set_defaults(func=run_drop)
    for action in (listing, rotate, drop):
        add_centre_options(action)


def run_new(args: argparse.Namespace) -> int:
    from contactcenter.keys import Keyring, new_key

    print(Keyring([new_key()]).dump(), end="")
    return 0


def run_list(args: argparse.Namespace) -> int:
    for number, key in enumerate(_ring(args).ids):
        print(f"{key}  {'active' if number == 0 else 'old'}")
    return 0


def run_rotate(args: argparse.Namespace) -> int:
    ring = _ring(args).rotated()
    _keep(args, ring)
    return 0


def run_drop(args: argparse.Namespace) -> int:
    _keep(args, _ring(args).without(args.key))
    return 0


def _ring(args: argparse.Namespace) -> Keyring:
    from contactcenter.keys import open_keyring

    config = settings(args)
    return open_keyring(config.keys_path, _from_environment(), may_create=config.store_url.startswith("sqlite:"))


def _keep(args: argparse.Namespace, ring: Keyring) -> None:
    """Into the file, and to the server that runs here; where the environment holds the ring, print what to set."""
    import asyncio

    from contactcenter.keys import write_keyring

    if _from_environment():
        print(" ".join(ring.dump().split()))
        print("keys: set CONTACTCENTER_KEYS to this on every node, then restart them", file=sys.stderr)
        return
    config = settings(args)
    write_keyring(config.keys_path, ring)
    told = asyncio.run(_tell_server(config.control_socket, ring))
    print(f"keys: {config.keys_path} written, active key {ring.ids[0]}; {told}", file=sys.stderr)


async def _tell_server(socket: Path, ring: Keyring) -> str:
    """The server that runs here takes up what is written now; in words, whether it did."""
    from contactcenter.control import centre_at_socket, is_served

    if not await is_served(socket):
        return "no server runs here; restart those that run elsewhere"
    try:
        async with centre_at_socket(socket) as centre:
            answer = await centre.request("POST", "/admin/keys/reread", {})
    except (CentreError, OperatorError) as error:
        return f"restart the server to use it ({error})"
    if answer["keys"] != list(ring.ids):
        return "the running server was given other keys: restart it with these"
    return "the running server uses it"


def _from_environment() -> str | None:
    from contactcenter.config import KEYS_VARIABLE

    return os.environ.get(KEYS_VARIABLE)
