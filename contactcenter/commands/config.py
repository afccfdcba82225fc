"""`contactcenter config check`: what `serve` would read, without starting anything."""

from __future__ import annotations

import argparse

from contactcenter.commands.options import Subparsers, add_centre_options, settings


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("config", help="check the settings")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    check = actions.add_parser("check", help="read file, environment and options; print the result")
    add_centre_options(check)
    check.set_defaults(func=run_check)


def run_check(args: argparse.Namespace) -> int:
    """Prints the settings as TOML, passwords in the store's URL left out."""
    import json

    import msgspec

    from contactcenter.logs import redacted

    config = settings(args)
    for name, value in msgspec.structs.asdict(config).items():
        shown = redacted(value) if name == "store" else value
        print(f"{name} = {json.dumps(shown, ensure_ascii=False)}")
    print(f"# links start with {config.base_url}; keys are in {config.keys_path}")
    return 0
