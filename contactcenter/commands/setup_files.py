"""`contactcenter export | apply FILE`: what administrators keep, as one JSON file to version and to carry over.

The file is an object: kind -> list of records, as GET /api/v1/admin/{kind} answers them. Applying it again changes
nothing; what the file does not name stays as it is.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from contactcenter.commands.options import Subparsers, add_reach_options
from contactcenter.errors import ConfigError

if TYPE_CHECKING:
    from contactcenter.control import Centre

# In the order in which a record may name another.
KINDS = (
    "roles",
    "skills",
    "teams",
    "agents",
    "queues",
    "inboxes",
    "companies",
    "products",
    "symptoms",
    "fact-keys",
    "tags",
    "canned-replies",
    "articles",
    "problems",
)


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    export = subparsers.add_parser("export", help="write agents, inboxes, queues, articles ... to a file")
    export.add_argument("file", type=Path, nargs="?", metavar="FILE", help="standard output without it")
    export.set_defaults(func=run_export)
    apply = subparsers.add_parser("apply", help="bring a centre to what such a file says")
    apply.add_argument("file", type=Path, metavar="FILE")
    apply.set_defaults(func=run_apply)
    for parser in (export, apply):
        add_reach_options(parser)


def run_export(args: argparse.Namespace) -> int:
    from contactcenter.commands.reach import on_centre

    return on_centre(export)(args)


def run_apply(args: argparse.Namespace) -> int:
    from contactcenter.commands.reach import on_centre

    args.records = read_setup(args.file)
    return on_centre(apply)(args)


def read_setup(file: Path) -> dict[str, list[dict[str, object]]]:
    """The records in `file` by kind. Raises ConfigError naming file, kind and number of what is wrong."""
    try:
        content = json.loads(file.read_text("utf-8"))
    except OSError as exc:
        raise ConfigError(str(file), f"cannot be read: {exc.strerror}") from exc
    except ValueError as exc:
        raise ConfigError(str(file), f"is not JSON in UTF-8: {exc}") from exc
    if not isinstance(content, dict):
        raise ConfigError(str(file), "expected an object: kind -> list of records")
    for kind, records in content.items():
        if kind not in KINDS:
            raise ConfigError(f"{file}: {kind}", "is no kind of record", hint=" ".join(KINDS))
        _check_records(f"{file}: {kind}", records)
    return content


def _check_records(path: str, records: object) -> None:
    if not isinstance(records, list):
        raise ConfigError(path, "expected a list of records")
    for index, record in enumerate(records):
        if not isinstance(record, dict) or not isinstance(record.get("id"), str):
            raise ConfigError(f"{path}[{index}].id", "expected an object with an id")


async def export(centre: Centre, args: argparse.Namespace) -> int:
    content = {}
    for kind in KINDS:
        content[kind] = [_without_version(record) async for record in centre.pages(f"/admin/{kind}")]
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if args.file:
        args.file.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)
    return 0


async def apply(centre: Centre, args: argparse.Namespace) -> int:
    for kind in KINDS:
        wanted = args.records.get(kind, [])
        present = {str(record["id"]): record async for record in centre.pages(f"/admin/{kind}")} if wanted else {}
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        for record in wanted:
            counts[await _apply_one(centre, kind, record, present.get(record["id"]))] += 1
        if wanted:
            print(f"{kind}: {', '.join(f'{count} {word}' for word, count in counts.items())}", file=sys.stderr)
    return 0


async def _apply_one(
    centre: Centre, kind: str, record: Mapping[str, object], present: Mapping[str, object] | None
) -> str:
    from contactcenter.control import segment

    wanted = _without_version(record)
    if present is None:
        await centre.request("POST", f"/admin/{kind}", wanted)
        return "added"
    if wanted == _without_version(present):
        return "unchanged"
    guard = {"If-Match": f'"{present["version"]}"'}
    await centre.request("PUT", f"/admin/{kind}/{segment(str(record['id']))}", wanted, guard)
    return "changed"


_OF_THE_CENTRE = frozenset({"version", "updated_at", "updated_by"})


def _without_version(record: Mapping[str, object]) -> dict[str, object]:
    """What of a record is worth comparing: without what each centre counts itself, its permissions (a set) in order."""
    kept = {name: value for name, value in record.items() if name not in _OF_THE_CENTRE}
    if isinstance(permissions := kept.get("permissions"), list):
        kept["permissions"] = sorted(permissions)
    return kept
