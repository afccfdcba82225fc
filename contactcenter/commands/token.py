"""`contactcenter token create`: a token for programs, shown once."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from contactcenter.commands.options import Subparsers, add_reach_options

if TYPE_CHECKING:
    from contactcenter.control import Centre


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("token", help="tokens for programs")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    create = actions.add_parser("create", help="print a new token: `Authorization: Bearer` over HTTP")
    create.add_argument("--role", required=True, help="what it may do: the id of a role, such as api or admin")
    create.add_argument("--agent", metavar="NAME", help="whose work it does: an agent's id, name or e-mail address")
    create.add_argument("--name", help="what it is called in the list of tokens")
    add_reach_options(create)
    create.set_defaults(func=run_create)


def run_create(args: argparse.Namespace) -> int:
    from contactcenter.commands.reach import on_centre

    return on_centre(create)(args)


async def create(centre: Centre, args: argparse.Namespace) -> int:
    body = {"name": args.name or args.agent or args.role, "role": args.role}
    if args.agent:
        body["agent"] = args.agent
    answer = await centre.request("POST", "/admin/tokens", body)
    print(answer["token"])
    return 0
