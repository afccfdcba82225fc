"""`contactcenter backup DIR` and `contactcenter restore DIR`: a copy of a SQLite centre, taken while it serves."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from contactcenter.commands.options import Subparsers, add_centre_options, settings
from contactcenter.errors import OperatorError

if TYPE_CHECKING:
    from contactcenter.config import Config


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    backup = subparsers.add_parser("backup", help="copy database and blobs into a folder, while serving or not")
    backup.add_argument("folder", type=Path, metavar="DIR", help="a folder that is absent or empty")
    backup.set_defaults(func=run_backup)
    restore = subparsers.add_parser("restore", help="put a backup into an empty data folder")
    restore.add_argument("folder", type=Path, metavar="DIR", help="what `backup` wrote")
    restore.set_defaults(func=run_restore)
    for parser in (backup, restore):
        add_centre_options(parser)


def run_backup(args: argparse.Namespace) -> int:
    from contactcenter.store.snapshot import take_snapshot

    config = settings(args)
    count = take_snapshot(*_places(config), args.folder)
    print(f"backup: {args.folder} holds the database and {count} blobs", file=sys.stderr)
    print("backup: keys are not in it; keep a copy of them elsewhere", file=sys.stderr)
    return 0


def run_restore(args: argparse.Namespace) -> int:
    import asyncio

    from contactcenter.control import is_served
    from contactcenter.store.snapshot import put_back

    config = settings(args)
    places = _places(config)
    if asyncio.run(is_served(config.control_socket)):
        raise OperatorError(f"a server is running on {config.data_folder}", hint="stop it first")
    put_back(args.folder, *places)
    print(f"restore: {config.data_folder} holds the centre of {args.folder}", file=sys.stderr)
    if not config.keys_path.exists():
        print(f"restore: put the keys back at {config.keys_path} before serving", file=sys.stderr)
    return 0


def _places(config: Config) -> tuple[Path, Path]:
    """The database file and the folder of blobs."""
    if not config.store_url.startswith("sqlite:"):
        raise OperatorError("this centre's store is MongoDB", hint="mongodump and mongorestore: see deploy/README.md")
    database = Path(config.store_url.removeprefix("sqlite:///")).absolute()
    return database, config.data_folder / "blobs"
