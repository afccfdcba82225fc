"""A visitor who writes by HTTP alone, and an agent signed in to the demo with a console open."""

import json
from typing import Any

from playwright.sync_api import APIRequestContext, BrowserContext, Page

from contactcenter.ids import uuid7


class Visitor:
    """One contact with one conversation in the inbox ``webshop``."""

    def __init__(self, request: APIRequestContext, origin: str, language: str = "en") -> None:
        self._request, self._origin = request, origin
        self._headers = {"Origin": origin}
        answer = request.post(
            f"{origin}/api/v1/widget/webshop/visitors", data={"language": language}, headers=self._headers
        )
        self._headers["Authorization"] = f"Bearer {answer.json()['token']}"
        self.conversation: str | None = None

    def write(self, text: str) -> None:
        body = {"external_id": uuid7(), "conversation": self.conversation, "text": text}
        answer = self._request.post(f"{self._origin}/api/v1/visitor/messages", data=body, headers=self._headers)
        assert answer.ok, answer.text()
        self.conversation = answer.json()["conversation"]

    def ask_for_person(self, text: str) -> None:
        """Writes, then asks for a person: the conversation is offered to an agent."""
        self.write(text)
        self.write("I want to talk to a person")

    def sees(self) -> dict[str, Any]:
        """The entries and the head as the contact gets them."""
        url = f"{self._origin}/api/v1/visitor/conversations/{self.conversation}/entries"
        found: dict[str, Any] = self._request.get(url, headers=self._headers).json()
        return found

    def texts(self) -> list[str]:
        return [one["body"].get("text", "") for one in self.sees()["items"] if one["kind"] == "message"]


def sign_in(context: BrowserContext, origin: str, agent_id: str, status: str = "online") -> Page:
    """The console of the agent, connected and with the status given."""
    headers = {"X-Requested-With": "contactcenter", "Origin": origin, "Content-Type": "application/json"}
    api = context.request
    answer = api.post(f"{origin}/api/v1/demo/login", data=json.dumps({"agent_id": agent_id}), headers=headers)
    assert answer.ok, answer.text()
    for path, body in (("availability", {"status": status}), ("language", {"language": "en"})):
        assert api.put(f"{origin}/api/v1/me/{path}", data=json.dumps(body), headers=headers).ok
    page = context.new_page()
    page.goto(f"{origin}/console")
    page.get_by_role("switch", name="Online").wait_for()
    return page
