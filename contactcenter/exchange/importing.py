"""Bringing articles into a centre: each alone, so that a bad one is named and keeps no other out; no doubles."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import typing
from collections.abc import Mapping
from typing import Any

import msgspec

from contactcenter.control import Centre, RefusedByCentre, segment
from contactcenter.exchange.files import missing
from contactcenter.exchange.found import Bad, Found
from contactcenter.exchange.front_matter import LEFT_OUT
from contactcenter.ids import derived_id
from contactcenter.model.article import Article, ArticleState

TYPES: Mapping[str, Any] = typing.get_type_hints(Article)
NAMES = tuple(one.name for one in dataclasses.fields(Article) if one.name not in LEFT_OUT)
ALWAYS = ("slug", "language", "title", "body")
TOO_LARGE = 413
_DAY = re.compile(r"\A\d{4}-\d\d-\d\d\Z")


class Importing:
    """``take`` one article after the other; ``counts`` and ``bad`` say what became of them.

    ``defaults`` are for articles that are new here; ``ignore_unknown`` passes over fields that articles do not have.
    """

    def __init__(self, centre: Centre, defaults: Mapping[str, object], *, ignore_unknown: bool = False) -> None:
        self._centre = centre
        self._defaults = dict(defaults)
        self._ignore_unknown = ignore_unknown
        self._present: dict[str, dict[str, object]] = {}
        self._living: dict[tuple[object, object], str] = {}
        self._taken: dict[str, str] = {}  # id -> where it stood
        self.counts = {"added": 0, "changed": 0, "unchanged": 0}
        self.bad: list[Bad] = []

    async def begin(self) -> None:
        async for article in self._centre.pages("/admin/articles"):
            self._keep(article)

    async def take(self, one: Found | Bad) -> None:
        try:
            self.counts[await self._taken_in(_checked(one, self._ignore_unknown))] += 1
        except _NotTaken as exc:
            self.bad.append(exc.bad)

    async def _taken_in(self, found: Found) -> str:
        present = self._known(found.fields)
        id_ = str(present["id"]) if present else self._new_id(found.fields)
        if id_ in self._taken:
            raise _NotTaken(Bad(where=found.where, line=found.line, reason=f"is in {self._taken[id_]} already"))
        if missing := [name for name in ALWAYS if name not in (present or found.fields)]:
            raise _NotTaken(Bad(where=found.where, line=found.line, field=missing[0], reason="is missing"))
        before = {name: value for name, value in (present or {}).items() if name not in LEFT_OUT}
        wanted = (before or self._defaults) | dict(found.fields) | {"id": id_}
        self._taken[id_] = found.where
        if wanted == before:
            return "unchanged"
        await self._upload(found, wanted, before)
        self._keep(await self._sent(found, wanted, present))
        return "changed" if present else "added"

    async def _upload(self, found: Found, wanted: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        """Files that the article brings along, before it names them."""
        for one in missing(wanted.get("files", ()), before.get("files", ())):
            path = found.files.get(one["name"])
            if path is None:
                continue  # it may be here already; else the centre says that it is not
            try:
                content = path.read_bytes()
            except OSError as exc:
                raise _NotTaken(self._of_file(found, f"{path}: {exc.strerror}")) from exc
            if hashlib.sha256(content).hexdigest() != one["blob_id"]:
                raise _NotTaken(self._of_file(found, f"{path} is another file than the article names"))
            try:
                await self._centre.upload(one["name"], content, one["content_type"])
            except RefusedByCentre as exc:
                raise _NotTaken(self._of_file(found, f"{path}: {exc}")) from exc

    def _of_file(self, found: Found, reason: str) -> Bad:
        return Bad(where=found.where, line=found.line_of("files"), field="files", reason=reason)

    async def _sent(
        self, found: Found, wanted: Mapping[str, object], present: Mapping[str, object] | None
    ) -> dict[str, object]:
        try:
            if present is None:
                return await self._centre.request("POST", "/admin/articles", wanted)
            guard = {"If-Match": f'"{present["version"]}"'}
            return await self._centre.request("PUT", f"/admin/articles/{segment(str(wanted['id']))}", wanted, guard)
        except RefusedByCentre as exc:
            path = str(exc.problem.get("path") or ("body" if exc.status == TOO_LARGE else ""))
            reason = str(exc.problem.get("detail") or exc.problem.get("title") or exc.status)
            bad = Bad(where=found.where, line=found.line_of(path), field=path, reason=reason)
            raise _NotTaken(bad) from exc

    def _known(self, fields: Mapping[str, object]) -> dict[str, object] | None:
        """The article here that is meant: by its id, else the living one with this slug in this language."""
        twin = None if fields.get("state") == ArticleState.ARCHIVED else self._living.get(_name(fields))
        for id_ in (fields.get("id"), twin, self._new_id(fields)):
            if isinstance(id_, str) and id_ in self._present:
                return self._present[id_]
        return None

    def _new_id(self, fields: Mapping[str, object]) -> str:
        """Its own, else one that the same article gets again."""
        return str(fields.get("id") or derived_id("article", str(fields.get("language")), str(fields.get("slug"))))

    def _keep(self, article: dict[str, object]) -> None:
        self._present[str(article["id"])] = article
        if article.get("state") != ArticleState.ARCHIVED:
            self._living[_name(article)] = str(article["id"])


def _name(fields: Mapping[str, object]) -> tuple[object, object]:
    return fields.get("language"), fields.get("slug")


class _NotTaken(Exception):
    def __init__(self, bad: Bad) -> None:
        self.bad = bad


def _checked(one: Found | Bad, ignore_unknown: bool) -> Found:
    """With values of the types that the fields have."""
    if isinstance(one, Bad):
        raise _NotTaken(one)
    fields: dict[str, object] = {}
    for name, value in one.fields.items():
        if name in LEFT_OUT:
            continue
        if name in NAMES:
            fields[name] = _converted(one, name, value)
        elif not ignore_unknown:
            raise _NotTaken(
                Bad(where=one.where, line=one.line_of(name), field=name, reason="articles have no such field")
            )
    return dataclasses.replace(one, fields=fields)


def _converted(one: Found, name: str, value: object) -> object:
    if name == "review_at" and isinstance(value, str) and _DAY.match(value):
        value = f"{value}T00:00:00Z"
    try:
        return msgspec.json.decode(msgspec.json.encode(msgspec.convert(value, TYPES[name], strict=False)))
    except msgspec.ValidationError as exc:
        reason, _, path = str(exc).partition(" - at `$")
        path = name + path.rstrip("`")
        raise _NotTaken(Bad(where=one.where, line=one.line_of(path), field=path, reason=reason)) from exc
