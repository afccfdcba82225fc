"""A rotated ring is taken up while the server runs: what old keys made stays good until they are dropped."""

from pathlib import Path

import pytest

from contactcenter.config import Config
from contactcenter.keys import Keyring, new_key, write_keyring
from tests.web.site import MakeSite, Site, problem

REREAD = "/api/v1/admin/keys/reread"


@pytest.fixture
async def site(make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.delenv("CONTACTCENTER_KEYS", raising=False)
    return await make_site(config=Config(data=str(tmp_path / "data")))


async def take_up(site: Site, ring: Keyring) -> list[str]:
    write_keyring(site.centre.config.keys_path, ring)
    answer = await site.client.post(REREAD, json={}, headers=await site.agent("admin"))
    assert answer.status == 200, await answer.text()
    return list((await answer.json())["keys"])


def key_of(visitor: dict[str, str]) -> str:
    return visitor["Authorization"].removeprefix("Bearer ").partition(".")[0]


async def status_of(site: Site, visitor: dict[str, str]) -> int:
    return (await site.client.get("/api/v1/visitor/conversations", headers=visitor)).status


async def test_after_a_rotation_new_tokens_name_the_new_key_and_old_ones_stay_good(site: Site) -> None:
    before = await site.visitor()
    ring = site.centre.keyring.rotated()
    assert await take_up(site, ring) == list(ring.ids)
    after = await site.visitor()
    assert (key_of(after), key_of(before)) == ring.ids
    assert [await status_of(site, visitor) for visitor in (before, after)] == [200, 200]


async def test_what_a_dropped_key_made_is_refused_at_once(site: Site) -> None:
    before = await site.visitor()
    ring = site.centre.keyring.rotated()
    await take_up(site, ring)
    after = await site.visitor()
    await take_up(site, ring.without(key_of(before)))
    assert [await status_of(site, visitor) for visitor in (before, after)] == [401, 200]


async def test_a_ring_that_is_not_the_stores_is_refused_and_the_old_one_stays(site: Site) -> None:
    visitor = await site.visitor()
    await take_up(site, site.centre.keyring.rotated())
    write_keyring(site.centre.config.keys_path, Keyring([new_key()]))
    answer = await site.client.post(REREAD, json={}, headers=await site.agent("admin"))
    assert answer.status == 409
    assert "not among the given ones" in (await problem(answer))["detail"]
    assert await status_of(site, visitor) == 200


@pytest.mark.parametrize("role", ["agent", "supervisor"])
async def test_only_who_may_make_tokens_may_do_it(site: Site, role: str) -> None:
    assert (await site.client.post(REREAD, json={}, headers=await site.agent(role))).status == 403
