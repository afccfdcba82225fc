"""Fixtures: a running centre, furnished."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from channels import CHANNELS
from contactcenter.clock import ManualClock
from contactcenter.config import Config
from contactcenter.desk.desk import Desk
from contactcenter.web.app import make_app
from tests.web.site import START, MakeSite, Site, furnish, make_desk


@pytest.fixture
async def make_site(tmp_path: Path) -> AsyncIterator[MakeSite]:
    opened: list[Site] = []
    desks: list[Desk] = []

    async def make(**more: Any) -> Site:
        clock = ManualClock(START)
        desk = await make_desk(tmp_path, clock)
        desks.append(desk)
        await furnish(desk)
        config = more.pop("config", Config())
        app = make_app(desk, config, CHANNELS, **more)
        client: TestClient[web.Request, web.Application] = TestClient(TestServer(app))
        await client.start_server()
        site = Site(app, client, desk, clock)
        opened.append(site)
        return site

    yield make
    for site in opened:
        await site.client.close()
    for desk in desks:
        await desk.store.close()


@pytest.fixture
async def site(make_site: MakeSite) -> Site:
    return await make_site(is_demo=True)
