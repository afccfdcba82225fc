"""OpenAPI 3.1, made of the route table and the very types that decode and encode."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from aiohttp import hdrs, web

from contactcenter.desk.access import Permission
from contactcenter.web.errors import Problem
from contactcenter.web.routes import JSON, Route

ROUTES = web.AppKey("routes", Sequence[Route])
REF = "#/components/schemas/{name}"
VERSION = {"type": "string", "pattern": '^"[0-9]{1,15}"$', "description": "the version that is changed"}
_PARAMETER = re.compile(r"\{(\w+)(?::[^}]*)?\}")
_cached: dict[int, bytes] = {}


def document_of(app: web.Application) -> bytes:
    routes = app[ROUTES]
    if id(routes) not in _cached:
        _cached.clear()
        _cached[id(routes)] = msgspec.json.encode(document(routes))
    return _cached[id(routes)]


def document(routes: Iterable[Route]) -> dict[str, Any]:
    """The whole document as plain values."""
    listed = list(routes)
    kinds = [kind for route in listed for kind in (route.body, route.raw, route.answer) if kind is not None]
    kinds += [route.query for route in listed if route.query is not None] + [Problem]
    unique = list(dict.fromkeys(kinds))
    schemas, components = msgspec.json.schema_components(unique, schema_hook=_anything, ref_template=REF)
    schema_of = dict(zip(unique, schemas, strict=True))
    paths: dict[str, Any] = {}
    for route in listed:
        path = _PARAMETER.sub(r"{\1}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, schema_of, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Contact centre", "version": "1", "description": "See docs/protocol.md."},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-contactcenter"},
            },
        },
    }


def _anything(kind: type) -> dict[str, Any]:
    """A value of any kind, such as the body of an entry (docs/events.md)."""
    return {"description": "any value"}


def _operation(route: Route, schema_of: dict[Any, Any], components: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{route.method.lower()} {_PARAMETER.sub(r'{1}', route.path)}".replace("{1}", "*"),
        "summary": route.summary,
        "description": f"Needs the permission `{route.needs}`.",
        "parameters": [*_path_parameters(route), *_query_parameters(route, schema_of, components), *_headers(route)],
        "responses": {
            "200": _answer(route, schema_of),
            "default": {
                "description": "An error",
                "content": {"application/problem+json": {"schema": schema_of[Problem]}},
            },
        },
    }
    body = route.body or route.raw
    if body is not None:
        operation["requestBody"] = {"required": True, "content": {JSON: {"schema": schema_of[body]}}}
    elif route.takes_file:
        content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        operation["requestBody"] = {"required": True, "content": content}
    if route.needs is not Permission.PUBLIC:
        operation["security"] = [{"bearer": []}, {"session": []}]
    return operation


def _answer(route: Route, schema_of: dict[Any, Any]) -> dict[str, Any]:
    schema = schema_of[route.answer] if route.answer else {"type": "string"}
    if route.gives == JSON and route.answer is None:
        schema = {"type": "object"}
    return {"description": "Done", "content": {route.gives: {"schema": schema}}}


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    names = _PARAMETER.findall(route.path)
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name in names]


def _query_parameters(route: Route, schema_of: dict[Any, Any], components: dict[str, Any]) -> list[dict[str, Any]]:
    if route.query is None:
        return []
    schema = components[schema_of[route.query]["$ref"].rpartition("/")[2]]
    required = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": inner}
        for name, inner in schema.get("properties", {}).items()
    ]


def _headers(route: Route) -> list[dict[str, Any]]:
    text = {"type": "string", "maxLength": 200}
    if route.if_match:
        description = 'the version that is changed, like "3"'
        return [
            {"name": str(hdrs.IF_MATCH), "in": "header", "required": True, "description": description, "schema": text}
        ]
    if route.method == hdrs.METH_POST and not route.takes_file:
        return [{"name": "Idempotency-Key", "in": "header", "required": False, "schema": text}]
    return []
