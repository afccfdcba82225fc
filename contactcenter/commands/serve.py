"""`contactcenter serve` and `contactcenter demo`: run the server until it is told to stop."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from contactcenter.commands.options import Subparsers, add_centre_options, settings
from contactcenter.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from contactcenter.config import Config

DEMO_WEEKS = 8

# A chat message leaves no cycles but makes some hundred objects: at Python's 700 new ones a collection the collector
# takes about a tenth of its processor time (362 -> 323 us, median of four noisy rounds)
COLLECT_AFTER = 10_000, 20, 20


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    serve = subparsers.add_parser("serve", help="run the server")
    _add_server_options(serve)
    serve.set_defaults(func=run_serve)
    demo = subparsers.add_parser("demo", help="run the server with the demo centre, for this machine alone")
    _add_server_options(demo)
    demo.add_argument("--weeks", type=int, default=DEMO_WEEKS, metavar="N", help="weeks of generated history")
    demo.set_defaults(func=run_demo)


def _add_server_options(parser: argparse.ArgumentParser) -> None:
    add_centre_options(parser)
    parser.add_argument("--port", type=int, metavar="N", help="TCP port; 0 takes a free one")


def run_serve(args: argparse.Namespace) -> int:
    with _for_good():
        from contactcenter.runtime import serve
    config = settings(args)
    _start_logging(config)
    return _run(serve(config, demo=False))


def run_demo(args: argparse.Namespace) -> int:
    """The demo signs anybody in with one click: it answers on loopback or not at all."""
    with _for_good():
        from contactcenter.runtime import serve
    config = settings(args)
    if not config.is_loopback:
        raise ConfigError("address", f"the demo serves this machine alone, not {config.address}", hint="127.0.0.1")
    _start_logging(config)
    return _run(serve(config, demo=True, weeks=args.weeks))


@contextmanager
def _for_good() -> Iterator[None]:
    """What is imported inside stays: no need to collect garbage meanwhile (5 % of a start), or to look at it later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _start_logging(config: Config) -> None:
    from contactcenter.logs import start_logging

    start_logging(config.log_level, config.log_format)


def _run(main: Coroutine[object, object, int]) -> int:
    import asyncio
    import sys

    gc.set_threshold(*COLLECT_AFTER)
    if sys.platform == "win32":
        return asyncio.run(main)
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(main)
