"""The Bot API over HTTPS (core.telegram.org/bots/api). The token is part of every address: nothing here says one."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import aiohttp
import msgspec

from contactcenter.errors import ProviderError
from contactcenter.guarded_http import GuardedHttp, NotFetched

CALL_SECONDS = 30.0
MAX_ANSWER_BYTES = 16 * 2**20
JSON = {"Content-Type": "application/json"}


class Parameters(msgspec.Struct, frozen=True):
    retry_after: int | None = None
    migrate_to_chat_id: int | None = None


class Answer(msgspec.Struct, frozen=True):
    ok: bool
    result: msgspec.Raw = msgspec.Raw(b"null")
    error_code: int = 0
    description: str = ""
    parameters: Parameters = Parameters()


class Refusal(ProviderError):
    """Telegram's own words; ``retry``: the same call may work later."""

    def __init__(self, answer: Answer) -> None:
        again = answer.error_code == 429 or answer.error_code >= 500 or answer.error_code in (401, 409)
        super().__init__(f"Telegram says {answer.error_code}: {answer.description[:200]}", retry=again)
        self.status = answer.error_code
        self.description = answer.description
        self.parameters = answer.parameters


class BotApi:
    def __init__(self, http: GuardedHttp, base: str, token: str) -> None:
        self._http = http
        self._base = base.rstrip("/")
        self._token = token

    async def call(self, method: str, values: Mapping[str, Any], *, seconds: float = CALL_SECONDS) -> Any:
        """The plain result. Raises Refusal, and ProviderError when there is no answer."""
        return await self._call(method, msgspec.json.encode(dict(values)), JSON, seconds)

    async def send_file(self, method: str, values: Mapping[str, str], field: str, name: str, data: bytes) -> Any:
        form = aiohttp.FormData()
        for key, value in values.items():
            form.add_field(key, value)
        form.add_field(field, data, filename=name, content_type="application/octet-stream")
        return await self._call(method, form, {}, 4 * CALL_SECONDS)

    async def download(self, file_id: str, most_bytes: int) -> bytes:
        """Raises ProviderError; Telegram gives bots files of at most 20 MB."""
        found = await self.call("getFile", {"file_id": file_id})
        path = str(found.get("file_path", ""))
        try:
            url = f"{self._base}/file/bot{self._token}/{quote(path)}"
            return (await self._http.get(url, most_bytes=most_bytes)).content
        except NotFetched as error:
            raise ProviderError(f"not fetched: {self._without_token(str(error))}", retry=False) from None

    async def _call(
        self, method: str, body: bytes | aiohttp.FormData, headers: Mapping[str, str], seconds: float
    ) -> Any:
        try:
            answered = await self._http.send(
                "POST", f"{self._base}/bot{self._token}/{method}", body=body, headers=headers,
                most_bytes=MAX_ANSWER_BYTES, seconds=seconds,
            )  # fmt: skip
            answer = msgspec.json.decode(answered.content, type=Answer)
        except NotFetched as error:  # its causes name the address, and with it the token
            raise ProviderError(f"Telegram was not reached: {self._without_token(str(error))}", retry=True) from None
        except (msgspec.MsgspecError, UnicodeError):
            raise ProviderError("Telegram gave an answer that is none", retry=True) from None
        if not answer.ok:
            raise Refusal(answer)
        return msgspec.json.decode(answer.result)

    def _without_token(self, words: str) -> str:
        return words.replace(self._token, "...").replace(quote(self._token), "...") if self._token else words
