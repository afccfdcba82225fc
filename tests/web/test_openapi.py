"""The OpenAPI document says all, and what it says is true (a short, seeded run of schemathesis)."""

import asyncio
import os
import re
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from contactcenter.web.app import all_routes
from contactcenter.web.limits import Buckets
from tests.web.site import Site

DOCUMENT = "/api/openapi.json"


async def document(site: Site) -> dict[str, Any]:
    return dict(await (await site.client.get(DOCUMENT)).json())


async def test_every_route_is_described(site: Site) -> None:
    paths = (await document(site))["paths"]
    for route in all_routes():
        path = re.sub(r"\{(\w+):[^}]*\}", r"{\1}", route.path)
        operation = paths[path][route.method.lower()]
        assert operation["summary"]
        assert str(route.needs) in operation["description"]


async def test_the_documented_protocol_is_served(site: Site) -> None:
    text = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text()
    served = {re.sub(r"\{[^}]+\}", "{}", route.path) for route in all_routes()}
    named = set(re.findall(r"`(?:GET|POST|PUT|DELETE)[^`/.]*(/[^`?\s]+)", text))
    missing = {path for path in named if re.sub(r"\{[^}]+\}", "{}", path) not in served}
    assert missing == {"/api/v1/admin/{kind}", "/api/v1/admin/{kind}/{id}"}  # one route for each kind of record


CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


EXAMPLES = int(os.environ.get("SOAK_EXAMPLES", "5"))
SAME_AS_OTHERS = re.compile(r"/admin/(teams|skills|companies|products|symptoms|fact-keys|tags|canned-replies|problems)")
SKIPPED = {"/metrics", "/readyz", "/api/v1/logout", "/api/v1/sync"}  # text, draining, our own session, waiting


@pytest.mark.timeout(300)
async def test_what_the_document_says_is_true(site: Site) -> None:
    site.centre.limits = Buckets(size=0)
    visitor = await site.visitor()
    ack = await site.sent(visitor)
    schema = schemathesis.openapi.from_dict(await document(site))
    schema.config.update(base_url=site.origin)
    answered = await asyncio.to_thread(run, schema, await site.agent("admin"), visitor, ack["conversation"])
    assert answered > len(list(schema.get_all_operations()))  # most doors were passed, not only refused


def run(schema: Any, staff: dict[str, str], visitor: dict[str, str], conversation: str) -> int:
    """How many requests were done rather than refused."""
    answered = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        path = operation.path
        if path in SKIPPED or SAME_AS_OTHERS.search(path) or "text/html" in str(operation.definition.raw):
            continue
        answered += probe(operation, visitor if "/visitor/" in path else staff, conversation)
    return answered


def probe(operation: Any, headers: dict[str, str], conversation: str) -> int:
    done: list[int] = []

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    def holds(case: Any) -> None:
        if "/conversations/{id}" in operation.path:
            case.path_parameters["id"] = conversation
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS, headers=headers)
        done.extend([response.status_code] if response.status_code == 200 else [])

    holds()
    return len(done)
