"""The centre a command works on: the running server, one elsewhere, or, with none running, the store opened here."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from contactcenter.commands.options import settings
from contactcenter.config import TOKEN_VARIABLE
from contactcenter.control import Centre, centre_at_socket, centre_at_url, is_served
from contactcenter.errors import ConfigError


@asynccontextmanager
async def reached(args: argparse.Namespace) -> AsyncIterator[Centre]:
    """The centre that `args` mean, for as long as the block runs."""
    if args.url:
        async with centre_at_url(args.url, _token()) as centre:
            yield centre
        return
    config = settings(args)
    if await is_served(config.control_socket):
        async with centre_at_socket(config.control_socket) as centre:
            yield centre
        return
    from contactcenter.runtime import serve_control

    async with serve_control(config), centre_at_socket(config.control_socket) as centre:
        yield centre


def _token() -> str:
    token = os.environ.get(TOKEN_VARIABLE, "")
    if not token:
        raise ConfigError(f"environment: {TOKEN_VARIABLE}", "is needed with --url", hint="contactcenter token create")
    return token


def on_centre(command: Callable[[Centre, argparse.Namespace], Awaitable[int]]) -> Callable[[argparse.Namespace], int]:
    """`command` as what argparse calls."""

    async def run(args: argparse.Namespace) -> int:
        async with reached(args) as centre:
            return await command(centre, args)

    return lambda args: asyncio.run(run(args))
