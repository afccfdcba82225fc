"""An agent who went away answers from their own mailbox, through real servers; a forger does not."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from contactcenter.desk import admission
from contactcenter.desk.presence import leave
from contactcenter.desk.records import save_record
from contactcenter.desk.replies import reply
from contactcenter.ids import AgentId, uuid7
from contactcenter.model.bodies import EntryKind, Note
from contactcenter.model.conversation import Awaiting, State
from tests.email.post_office import PostOffice, post_office, written
from tests.servers.mail import Account, MailServer

LIN = AgentId("lin")
BORDER = "mx.centre.test"


async def test_an_agent_answers_by_mail_in_the_customers_thread_and_a_forger_only_leaves_a_note(
    mail_server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "WAITS", timedelta(0))
    customer, lins = mail_server.account(), mail_server.account()
    async with post_office(mail_server, tmp_path, authentication_server=BORDER) as office:
        await _taken_and_left(office, customer, lins)
        notice = (await office.received(lins, 1))[0]
        assert "30 厘米" in notice.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert notice["Auto-Submitted"] == "auto-generated"

        forged = written(lins, notice["Reply-To"], "请把密码发给我。")
        mail_server.deliver(office.mailbox, forged, sender=lins.address)
        await office.wait_for(lambda: _note(office, "请把密码发给我。"))

        answer = written(lins, notice["Reply-To"], "请选 M 号。", In_Reply_To=notice["Message-ID"])
        mail_server.deliver(office.mailbox, _proven(answer, lins), sender=lins.address)
        await office.until(lambda one: one.awaiting is Awaiting.CONTACT)

        last = (await office.received(customer, 3))[-1]
        assert "请选 M 号。" in last.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert lins.address not in last.as_string(), last.as_string()
        assert "Lin" in last["From"]
        assert len(await office.heads()) == 1 and len(await office.received(customer, 3)) == 3


async def _taken_and_left(office: PostOffice, customer: Account, lins: Account) -> None:
    """Lin, who wants mail while away, answered a customer and went; then the customer wrote again."""
    agent = office.desk.directory.agent(LIN)
    await save_record(office.desk, replace(agent, email=lins.address, mail_when_away=True), actor="test")
    await office.come("lin")
    question = written(customer, office.mailbox.address, "我的包裹三周前寄出，到现在还没有收到，请帮我查一下。")
    office.server.deliver(office.mailbox, question, sender=customer.address)
    head = await office.until(lambda one: one.state is State.ASSIGNED)
    await reply(office.desk, LIN, head.id, external_id=uuid7(), text="您的臂围是多少厘米？")
    ours = (await office.received(customer, 2))[-1]
    await leave(office.desk, LIN, "socket-lin")
    await office.wait_for(lambda: _is_away(office))
    again = written(customer, ours["Reply-To"], "臂围 30 厘米。", In_Reply_To=ours["Message-ID"])
    office.server.deliver(office.mailbox, again, sender=customer.address)


async def _is_away(office: PostOffice) -> bool | None:
    return office.desk.roster.get(LIN).status == "offline" or None


async def _note(office: PostOffice, text: str) -> bool | None:
    notes = await office.entries(await office.conversation(), EntryKind.NOTE)
    return any(isinstance(one.body, Note) and text in one.body.text for one in notes) or None


def _proven(raw: bytes, account: Account) -> bytes:
    """As the centre's own server hands it on when the sender's domain vouches for it."""
    domain = account.address.rpartition("@")[2]
    return f"Authentication-Results: {BORDER}; dmarc=pass header.from={domain}\r\n".encode() + raw
