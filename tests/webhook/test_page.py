"""The examples of the documentation are run as they stand, against a centre."""

import asyncio
import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contactcenter.model.rows import ReceiptState
from tests.web.site import MakeSite
from tests.webhook.service import INBOX, SECRET, Service, connect

PAGE = (Path(__file__).parents[2] / "docs" / "channels" / "webhook.md").read_text("utf-8")
NEEDED = ("sh", "curl", "openssl", "base64", "od")


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("language", ["sh", "python"])
async def test_the_examples_bring_a_message(make_site: MakeSite, language: str) -> None:
    if language == "sh" and not all(shutil.which(one) for one in NEEDED):
        pytest.skip("needs curl and openssl")
    connected = await connect(await make_site(), Service())
    program = ["sh", "-ec"] if language == "sh" else [sys.executable, "-c"]
    url = str(connected.site.client.make_url(f"/hooks/{INBOX}"))
    environment = {"SECRET": SECRET, "CENTRE": url, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    process = await asyncio.create_subprocess_exec(
        *program, example(language), env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0, errors.decode()
    received = (await connected.site.desk.store.receipts(ReceiptState.RECEIVED)).items
    assert len(received) == 1
    assert await connected.reading.step() == 1
    assert (await connected.site.desk.store.receipts(ReceiptState.RECORDED)).items
    assert abs((received[0].received_at - datetime.now(UTC)).total_seconds()) < 3600
