"""`contactcenter quarantine list | show | retry`: inbound bytes that could not be read as a message."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from contactcenter.commands.options import Subparsers, add_reach_options

if TYPE_CHECKING:
    from contactcenter.control import Centre


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("quarantine", help="what arrived and could not be read")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="one line each: id, when, inbox, why")
    listing.add_argument("--json", action="store_true", help="JSON on standard output")
    show = actions.add_parser("show", help="all that is known of one, as JSON")
    retry = actions.add_parser("retry", help="read it again, after a fix")
    for action, run in ((listing, run_list), (show, run_show), (retry, run_retry)):
        add_reach_options(action)
        action.set_defaults(func=run)
    show.add_argument("id")
    retry.add_argument("id", nargs="+")


def run_list(args: argparse.Namespace) -> int:
    from contactcenter.commands.reach import on_centre

    return on_centre(list_all)(args)


def run_show(args: argparse.Namespace) -> int:
    from contactcenter.commands.reach import on_centre

    return on_centre(show)(args)


def run_retry(args: argparse.Namespace) -> int:
    from contactcenter.commands.reach import on_centre

    return on_centre(retry)(args)


async def list_all(centre: Centre, args: argparse.Namespace) -> int:
    items = [item async for item in centre.pages("/admin/quarantine")]
    if args.json:
        print(json.dumps(items, ensure_ascii=False))
        return 0
    for item in items:
        print(f"{item['id']}  {item['received_at']}  {item['inbox_id']}  {item.get('error') or ''}")
    return 0


async def show(centre: Centre, args: argparse.Namespace) -> int:
    """Exit code 1 when nothing of that id is in quarantine."""
    async for item in centre.pages("/admin/quarantine"):
        if item["id"] == args.id:
            print(json.dumps(item, ensure_ascii=False, indent=2))
            return 0
    return 1


async def retry(centre: Centre, args: argparse.Namespace) -> int:
    """Exit code 1 when one of them is still unreadable."""
    from contactcenter.control import segment

    left = 0
    for receipt in args.id:
        answer = await centre.request("POST", f"/admin/quarantine/{segment(receipt)}/retry", {})
        print(f"{receipt}  {answer['state']}")
        left += answer["state"] == "quarantined"
    return 1 if left else 0
