"""`contactcenter import-articles PATH`, `contactcenter export-articles PATH`: the knowledge base as files.

PATH is a folder of Markdown (one folder a language) or of HTML, a JSON file, or the address of one's own sitemap.
Importing the same again changes nothing; a bad article is named with its file, line and field, the others go in.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contactcenter.commands.options import Subparsers, add_reach_options
from contactcenter.errors import ConfigError, OperatorError

if TYPE_CHECKING:
    from contactcenter.control import Centre
    from contactcenter.exchange.importing import Importing

STATES = ("work_in_progress", "not_validated", "validated", "archived")
AUDIENCES = ("internal", "agents", "companies", "customers", "public")


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    importing = subparsers.add_parser("import-articles", help="bring articles in from files or from your own site")
    importing.add_argument("path", metavar="PATH", help="folder or file (.md .html .json), or https://.../sitemap.xml")
    importing.add_argument("--language", default="en", help="of articles that name none (%(default)s)")
    importing.add_argument(
        "--state", choices=STATES, default=STATES[0], help="of new ones that name none (%(default)s)"
    )
    importing.add_argument("--audience", choices=AUDIENCES, default=AUDIENCES[0],
                           help="of new ones that name none (%(default)s)")  # fmt: skip
    importing.add_argument("--ignore-unknown", action="store_true", help="pass over front matter of other programs")
    importing.add_argument("--allow-network", action="append", default=[], metavar="CIDR", type=_network,
                           help="a network of your own that a sitemap may lead to")  # fmt: skip
    importing.set_defaults(func=run_import)
    exporting = subparsers.add_parser("export-articles", help="write the articles to a folder, or to a .json file")
    exporting.add_argument("path", metavar="PATH", type=Path)
    exporting.set_defaults(func=run_export)
    for parser in (importing, exporting):
        add_reach_options(parser)


def _network(text: str) -> object:
    try:
        return ip_network(text)
    except ValueError as exc:
        raise argparse.ArgumentTypeError(str(exc)) from exc


def run_import(args: argparse.Namespace) -> int:
    from contactcenter.commands.reach import on_centre

    if not _is_address(args.path) and not Path(args.path).exists():
        raise ConfigError(args.path, "there is no such file or folder")
    return on_centre(import_articles)(args)


def run_export(args: argparse.Namespace) -> int:
    from contactcenter.commands.reach import on_centre

    return on_centre(export_articles)(args)


def _is_address(path: str) -> bool:
    return path.startswith(("https://", "http://"))


async def import_articles(centre: Centre, args: argparse.Namespace) -> int:
    from contactcenter.exchange.importing import Importing

    importing = Importing(centre, {"state": args.state, "audience": args.audience}, ignore_unknown=args.ignore_unknown)
    await importing.begin()
    if _is_address(args.path):
        await _take_site(importing, args)
    else:
        from contactcenter.exchange.folder import read

        for one in read(Path(args.path), args.language):
            await importing.take(one)
    return _told(importing)


async def _take_site(importing: Importing, args: argparse.Namespace) -> None:
    from contactcenter.exchange.sitemap import pages
    from contactcenter.guarded_http import guarded_http

    async with guarded_http(args.allow_network) as http:
        async for one in pages(http, args.path, args.language):
            await importing.take(one)


def _told(importing: Importing) -> int:
    for bad in importing.bad:
        print(bad, file=sys.stderr)
    counts = ", ".join(f"{count} {word}" for word, count in importing.counts.items())
    print(f"articles: {counts}, {len(importing.bad)} not taken in", file=sys.stderr)
    return 1 if importing.bad else 0


async def export_articles(centre: Centre, args: argparse.Namespace) -> int:
    from contactcenter.exchange.exporting import files_of
    from contactcenter.exchange.files import SUFFIX
    from contactcenter.exchange.json_file import json_of

    articles = [one async for one in centre.pages("/admin/articles")]
    articles.sort(key=lambda one: (str(one["language"]), str(one["slug"]), str(one["id"])))
    try:
        if args.path.suffix == ".json":
            args.path.write_bytes(json_of(articles).encode())
        else:
            for name, text, article in files_of(articles):
                file = args.path / name
                _write(file, text.encode())
                await _write_files(centre, article, file.with_name(file.stem + SUFFIX))
    except OSError as exc:
        raise OperatorError(f"{exc.filename}: cannot be written: {exc.strerror}") from exc
    print(f"articles: {len(articles)} written", file=sys.stderr)
    return 0


async def _write_files(centre: Centre, article: Mapping[str, Any], folder: Path) -> None:
    from contactcenter.control import segment
    from contactcenter.exchange.files import is_plain

    for one in article.get("files", ()):
        if not is_plain(one["name"]):
            raise OperatorError(f"{article['slug']}: a file with an odd name: {one['name']!r}")
        path = f"/knowledge/articles/{segment(article['id'])}/files/{segment(one['name'])}"
        _write(folder / one["name"], await centre.download(path))


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
