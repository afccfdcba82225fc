"""Signatures are those of Standard Webhooks."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from channels.webhook.signing import key_of, signature, verified_id
from contactcenter.errors import Unauthenticated

VECTOR = json.loads((Path(__file__).parents[1] / "data" / "webhook" / "signature.json").read_text())
AT = datetime.fromtimestamp(VECTOR["timestamp"], UTC)
BODY = VECTOR["body"].encode()
HEADERS = {
    "webhook-id": VECTOR["id"],
    "webhook-timestamp": str(VECTOR["timestamp"]),
    "webhook-signature": VECTOR["signature"],
}


def test_the_published_vector_is_signed_and_believed() -> None:
    assert signature(VECTOR["secret"], VECTOR["id"], VECTOR["timestamp"], BODY) == VECTOR["signature"]
    assert verified_id(VECTOR["secret"], HEADERS, BODY, AT) == VECTOR["id"]


def test_one_of_several_signatures_is_enough_while_a_secret_is_replaced() -> None:
    both = HEADERS | {"webhook-signature": f"v1,AAAA v1a,BBBB {VECTOR['signature']}"}
    assert verified_id(VECTOR["secret"], both, BODY, AT) == VECTOR["id"]


@pytest.mark.parametrize(
    ("headers", "body", "at"),
    [
        ({}, BODY, AT),
        ({"webhook-id": ""}, BODY, AT),
        ({"webhook-id": "x"}, BODY, AT),
        ({"webhook-id": "x" * 129}, BODY, AT),
        ({"webhook-id": "\u0434"}, BODY, AT),
        ({"webhook-timestamp": "1614265331"}, BODY, AT),
        ({"webhook-timestamp": "-1"}, BODY, AT),
        ({"webhook-timestamp": "\u0661"}, BODY, AT),
        ({"webhook-timestamp": "9" * 400}, BODY, AT),
        ({"webhook-signature": VECTOR["signature"].removeprefix("v1,")}, BODY, AT),
        ({"webhook-signature": "v1,\u0434"}, BODY, AT),
        (HEADERS, BODY + b" ", AT),
        (HEADERS, BODY[:-1], AT),
        (HEADERS, BODY, AT + timedelta(minutes=6)),
        (HEADERS, BODY, AT - timedelta(minutes=6)),
    ],
)
def test_everything_else_is_refused(headers: dict[str, str], body: bytes, at: datetime) -> None:
    with pytest.raises(Unauthenticated) as refused:
        verified_id(VECTOR["secret"], HEADERS | headers if headers else {}, body, at)
    assert VECTOR["signature"] not in str(refused.value) and VECTOR["secret"] not in str(refused.value)


@pytest.mark.parametrize("secret", ["", "short", "whsec_", "whsec_!!!", "whsec_AAAA"])
def test_secrets_that_anybody_could_guess_are_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        key_of(secret)
    with pytest.raises(Unauthenticated):
        verified_id(secret, HEADERS, BODY, AT)
