"""Files: what comes in, who gets it out, and that nothing in it runs at our address."""

from typing import Any

from contactcenter.ids import uuid7
from tests.web.site import Site, problem

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
HTML = b"<html><script>alert(1)</script></html>" + bytes(100)


async def uploaded(site: Site, who: dict[str, str], data: bytes, kind: str, name: str = "a.png") -> dict[str, Any]:
    path = "/api/v1/visitor/files" if "." in who["Authorization"] else "/api/v1/files"
    headers = who | {"Content-Type": kind}
    answer = await site.client.post(path, params={"name": name}, data=data, headers=headers)
    assert answer.status == 200, await answer.text()
    return dict(await answer.json())


async def test_a_picture_goes_both_ways_and_is_shown(site: Site) -> None:
    visitor, agent = await site.visitor(), await site.agent()
    file = await uploaded(site, visitor, PNG, "image/png")
    assert (file["content_type"], file["size_bytes"]) == ("image/png", len(PNG))
    ack = await site.sent(visitor, "look", attachments=[file])
    seen = await site.client.get(f"/api/v1/conversations/{ack['conversation']}/files/{file['blob_id']}", headers=agent)
    assert (await seen.read(), seen.content_type) == (PNG, "image/png")
    assert seen.headers["Content-Disposition"].startswith("inline")

    other = await uploaded(site, agent, PNG + b"2", "image/png", "b.png")
    body = {"external_id": uuid7(), "text": "", "attachments": [other]}
    path = f"/api/v1/conversations/{ack['conversation']}/messages"
    answer = await site.client.post(path, json=body, headers=agent)
    assert answer.status == 200, await answer.text()
    got = await site.client.get(
        f"/api/v1/visitor/conversations/{ack['conversation']}/files/{other['blob_id']}", headers=visitor
    )
    assert await got.read() == PNG + b"2"


async def test_a_page_that_calls_itself_a_picture_is_neither(site: Site) -> None:
    agent = await site.agent()
    file = await uploaded(site, agent, HTML, "image/png", "x.png")
    assert file["content_type"] == "application/octet-stream"
    ack = await site.sent(await site.visitor())
    body = {
        "external_id": uuid7(),
        "text": "",
        "attachments": [file | {"content_type": "text/html"}],
    }
    path = f"/api/v1/conversations/{ack['conversation']}"
    assert (await site.client.post(f"{path}/messages", json=body, headers=agent)).status == 200
    got = await site.client.get(f"{path}/files/{file['blob_id']}", headers=agent)
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.content_type == "application/octet-stream"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]


async def test_svg_is_never_shown_inline(site: Site) -> None:
    agent = await site.agent()
    file = await uploaded(site, agent, b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "image/svg+xml")
    assert file["content_type"] == "application/octet-stream"


async def test_a_file_is_given_out_only_through_a_conversation_that_names_it(site: Site) -> None:
    visitor = await site.visitor()
    file = await uploaded(site, visitor, PNG, "image/png")
    ack = await site.sent(visitor, "no file here")
    path = f"/api/v1/visitor/conversations/{ack['conversation']}/files/{file['blob_id']}"
    assert (await site.client.get(path, headers=visitor)).status == 404


async def test_a_file_of_a_note_is_not_the_contacts(site: Site) -> None:
    visitor, agent = await site.visitor(), await site.agent()
    ack = await site.sent(visitor)
    file = await uploaded(site, agent, PNG, "image/png")
    body = {"external_id": uuid7(), "text": "internal", "attachments": [file]}
    path = f"/api/v1/conversations/{ack['conversation']}/notes"
    assert (await site.client.post(path, json=body, headers=agent)).status == 200
    theirs = f"/api/v1/visitor/conversations/{ack['conversation']}/files/{file['blob_id']}"
    assert (await site.client.get(theirs, headers=visitor)).status == 404


async def test_a_file_that_is_too_large_is_refused_before_it_is_read(site: Site) -> None:
    headers = await site.visitor() | {"Content-Type": "image/png", "Content-Length": str(10**9)}
    reader, writer = await _raw(site, "/api/v1/visitor/files", headers)
    answer = (await reader.readuntil(b"\r\n")).decode()
    writer.close()
    assert " 413 " in answer


async def _raw(site: Site, path: str, headers: dict[str, str]) -> Any:
    import asyncio

    reader, writer = await asyncio.open_connection("127.0.0.1", site.client.port)
    lines = [f"POST {path} HTTP/1.1", "Host: x", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    writer.write("\r\n".join(lines).encode())
    return reader, writer


async def test_a_file_that_grows_too_large_is_not_kept(site: Site) -> None:
    async def chunks() -> Any:
        for _ in range(26):
            yield PNG[:8] + bytes(2**20)

    headers = await site.visitor() | {"Content-Type": "image/png"}
    answer = await site.client.post("/api/v1/visitor/files", data=chunks(), headers=headers)
    assert (await problem(answer))["code"] == "too_large"


async def test_a_type_that_is_not_taken_is_said_so(site: Site) -> None:
    headers = await site.visitor() | {"Content-Type": "application/x-msdownload"}
    answer = await site.client.post("/api/v1/visitor/files?name=a.exe", data=b"MZ" + bytes(50), headers=headers)
    assert (answer.status, (await problem(answer))["path"]) == (422, "Content-Type")


async def test_an_empty_file_is_refused(site: Site) -> None:
    headers = await site.visitor() | {"Content-Type": "image/png"}
    assert (await site.client.post("/api/v1/visitor/files", data=b"", headers=headers)).status == 422


async def test_a_file_that_was_not_uploaded_cannot_be_attached(site: Site) -> None:
    file = {"blob_id": "0" * 64, "name": "a", "content_type": "image/png", "size_bytes": 5}
    body = {"external_id": uuid7(), "text": "x", "attachments": [file]}
    answer = await site.client.post("/api/v1/visitor/messages", json=body, headers=await site.visitor())
    assert (await problem(answer))["path"] == "attachments[0].blob_id"


async def test_a_hostile_name_does_nothing(site: Site) -> None:
    visitor = await site.visitor()
    name = '../../etc/"pass\r\nwd\u202egnp.exe'
    file = await uploaded(site, visitor, PNG, "image/png", name)
    ack = await site.sent(visitor, "x", attachments=[file | {"name": name}])
    path = f"/api/v1/visitor/conversations/{ack['conversation']}/files/{file['blob_id']}"
    header = (await site.client.get(path, headers=visitor)).headers["Content-Disposition"]
    assert "/" not in header and "\r" not in header and '"' not in header
