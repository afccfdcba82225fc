"""The Bot API's server side, strictly: core.telegram.org/bots/api, Bot API 9.2 (15 August 2025), read 2026-11-27.

Offsets confirm, long polls wait, a second one ends the first (409), a webhook excludes polling (409), calls carry the
secret, files have paths and limits, 429 has retry_after, 403 and 400 have Telegram's words. What goes out in answers
and calls is checked by aiogram's models.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiogram import types
from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
BOT = {"id": 123456789, "is_bot": True, "first_name": "Support", "username": "support_bot"}
MAX_DOWNLOAD_BYTES = 20 * 2**20
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass
class Telegram:
    base: str = ""
    updates: list[dict[str, Any]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)  # calls that sent something, as they came
    calls: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    refusals: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)  # of the next sending calls
    webhook: dict[str, Any] | None = None
    blocked: set[int] = field(default_factory=set)
    known_chats: set[int] = field(default_factory=set)
    presses: list[str] = field(default_factory=list)
    _update_id: int = 1000
    _message_id: int = 0
    _polls: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def message(self, text: str = "", *, person: int = 42, chat: dict[str, Any] | None = None, **more: Any) -> Any:
        """A message of a person to the bot, as an update that waits to be fetched."""
        self._message_id += 1
        self.known_chats.add(person)
        body = {
            "message_id": self._message_id,
            "from": {"id": person, "is_bot": False, "first_name": "Ann", "last_name": "Lee", "language_code": "en"},
            "chat": chat or {"id": person, "first_name": "Ann", "last_name": "Lee", "type": "private"},
            "date": 1_764_200_000 + self._message_id,
        }
        return self.update("message", body | ({"text": text} if text else {}) | more)

    def update(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        self._update_id += 1
        update = {"update_id": self._update_id, kind: body}
        types.Update.model_validate(update)
        self.updates.append(update)
        self._changed.set()
        return update

    def press(self, data: str, *, person: int = 42) -> None:
        shown = {"message_id": 1, "date": 1_764_200_000, "chat": {"id": person, "type": "private", "first_name": "A"}}
        user = {"id": person, "is_bot": False, "first_name": "Ann"}
        press = {"id": f"press-{self._update_id}", "from": user, "chat_instance": "1", "data": data, "message": shown}
        self.update("callback_query", press)

    async def call(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != TOKEN:
            return _no(401, "Unauthorized")
        method = request.match_info["method"]
        self.calls.append(method)
        values = await _values(request)
        answer = getattr(self, f"_{method}", None)
        return await answer(values) if answer else _no(404, "Not Found")

    async def _getMe(self, values: dict[str, Any]) -> web.Response:
        return _yes(types.User.model_validate(BOT).model_dump(exclude_none=True))

    async def _getUpdates(self, values: dict[str, Any]) -> web.Response:
        if self.webhook:
            return _no(409, "Conflict: can't use getUpdates method while webhook is active")
        assert values.get("allowed_updates") and 0 <= values.get("timeout", 0) <= 50
        self._polls += 1
        own = self._polls
        self._changed.set()
        if offset := values.get("offset"):
            self.updates = [one for one in self.updates if one["update_id"] >= offset]
        deadline = asyncio.get_running_loop().time() + min(values.get("timeout", 0), 5)
        while not self.updates:
            self._changed.clear()
            wait = deadline - asyncio.get_running_loop().time()
            try:
                await asyncio.wait_for(self._changed.wait(), max(0.0, wait))
            except TimeoutError:
                break
            if own != self._polls:
                return _no(409, "Conflict: terminated by other getUpdates request")
        return _yes(self.updates[:100])

    async def _setWebhook(self, values: dict[str, Any]) -> web.Response:
        assert values["url"].startswith("https://") and SECRET.fullmatch(values["secret_token"])
        self.webhook = values
        return _yes(True)

    async def _deleteWebhook(self, values: dict[str, Any]) -> web.Response:
        self.webhook = None
        return _yes(True)

    async def _getWebhookInfo(self, values: dict[str, Any]) -> web.Response:
        info = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        if self.webhook:
            info |= {"url": self.webhook["url"], "allowed_updates": self.webhook["allowed_updates"]}
        types.WebhookInfo.model_validate(info)
        return _yes(info)

    async def _answerCallbackQuery(self, values: dict[str, Any]) -> web.Response:
        self.presses.append(values["callback_query_id"])
        return _yes(True)

    async def _getFile(self, values: dict[str, Any]) -> web.Response:
        data = self.files.get(values["file_id"])
        if data is None:
            return _no(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(data) > MAX_DOWNLOAD_BYTES:
            return _no(400, "Bad Request: file is too big")
        found = {"file_id": values["file_id"], "file_unique_id": "u", "file_path": f"documents/{values['file_id']}"}
        types.File.model_validate(found)
        return _yes(found)

    async def _sendMessage(self, values: dict[str, Any]) -> web.Response:
        if not values.get("text"):
            return _no(400, "Bad Request: message text is empty")
        if len(values["text"].encode("utf-16-le")) // 2 > 4096:
            return _no(400, "Bad Request: message is too long")
        if keyboard := values.get("reply_markup"):
            rows = types.InlineKeyboardMarkup.model_validate(keyboard).inline_keyboard
            if not all(1 <= len((one.callback_data or "x").encode()) <= 64 for row in rows for one in row):
                return _no(400, "Bad Request: BUTTON_DATA_INVALID")
        return self._take("sendMessage", values)

    async def _sendDocument(self, values: dict[str, Any]) -> web.Response:
        return self._take("sendDocument", values)

    async def _sendPhoto(self, values: dict[str, Any]) -> web.Response:
        return self._take("sendPhoto", values)

    def _take(self, method: str, values: dict[str, Any]) -> web.Response:
        chat = int(values["chat_id"])
        if self.refusals:
            return _no(*self.refusals.pop(0))
        if chat in self.blocked:
            return _no(403, "Forbidden: bot was blocked by the user")
        if chat > 0 and chat not in self.known_chats:
            return _no(400, "Bad Request: chat not found")
        self._message_id += 1
        self.sent.append(values | {"method": method})
        kind = {"id": chat, "type": "private", "first_name": "Ann"} if chat > 0 else {"id": chat, "type": "group"}
        result = {"message_id": self._message_id, "date": 1_764_200_000, "chat": kind, "from": BOT}
        types.Message.model_validate(result)
        return _yes(result)

    async def file(self, request: web.Request) -> web.Response:
        data = self.files.get(request.match_info["path"].removeprefix("documents/"))
        if request.match_info["token"] != TOKEN or data is None:
            raise web.HTTPNotFound
        return web.Response(body=data)


async def _values(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    form = await request.post()
    return {
        name: value if isinstance(value, str) else {"name": value.filename, "data": value.file.read()}  # type: ignore[union-attr]
        for name, value in form.items()
    }


def _yes(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _no(code: int, description: str, parameters: dict[str, Any] | None = None) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=code)


@asynccontextmanager
async def telegram() -> AsyncIterator[Telegram]:
    one = Telegram()
    app = web.Application(client_max_size=64 * 2**20)
    app.router.add_post("/bot{token}/{method}", one.call)
    app.router.add_get("/file/bot{token}/{path:.+}", one.file)
    async with TestServer(app) as server:
        one.base = str(server.make_url("/")).rstrip("/")
        yield one
