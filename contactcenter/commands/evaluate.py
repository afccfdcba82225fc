"""`contactcenter eval ...`: measures of the centre's parts on an operator's own data."""

from __future__ import annotations

import argparse

from contactcenter.commands.options import Subparsers


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("eval", help="measure language detection, search and answers on your own data")
    parser.add_argument("what", choices=["language", "retrieval", "answers"], help="what to measure")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="its options; --help lists them")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Hands over to the measure's own parser, so that its imports (large tables) cost other commands nothing."""
    from contactcenter.evals import answers, language, retrieval

    parser = argparse.ArgumentParser(prog="contactcenter eval")
    actions = parser.add_subparsers(required=True)
    for one in (language, retrieval, answers):
        one.register(actions)
    chosen = parser.parse_args([args.what, *args.rest])
    return int(chosen.func(chosen))
