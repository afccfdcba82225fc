"""The main job by mail, through real servers: asked, answered, handed over, replied, continued, returned."""

import re
from pathlib import Path

import msgspec

from channels.email import EmailChannel
from contactcenter.desk.replies import reply
from contactcenter.ids import AgentId, uuid7
from contactcenter.model.bodies import DeliveryChange, DeliveryState, EntryKind
from contactcenter.model.conversation import Awaiting, State
from contactcenter.model.message import Message
from tests.email.post_office import post_office, written
from tests.email.receiving import settings_for
from tests.servers.mail import MailServer


async def test_a_chinese_question_is_answered_then_taken_to_a_person_and_goes_on_in_one_thread(
    mail_server: MailServer, tmp_path: Path
) -> None:
    customer = mail_server.account()
    async with post_office(mail_server, tmp_path) as office:
        await office.come("lin")
        await office.come("ira")
        question = written(customer, office.mailbox.address, "请问我应该买多大尺寸的袖带？", subject="袖带")
        mail_server.deliver(office.mailbox, question, sender=customer.address)

        answer = (await office.received(customer, 1))[0]
        head = await office.until(lambda one: one.state is State.ANSWERED)
        text = answer.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert "M 号袖带" in text and "如何选择袖带尺寸" in text
        assert answer["In-Reply-To"] == _name(question) and answer["Auto-Submitted"] == "auto-replied"

        person = _link(text, "我需要人工服务")
        assert (await office.http.get(person)).status == 200
        assert (await office.conversation()).state is State.ANSWERED  # looking is not pressing
        assert (await office.http.post(person, data={"action": "person"})).status == 200
        head = await office.until(lambda one: one.state is State.ASSIGNED)
        assert head.agent_id == "lin"

        await reply(office.desk, AgentId("lin"), head.id, external_id=uuid7(), text="您的臂围是多少厘米？")
        answers = [mail for mail in await office.received(customer, 3) if not mail["Auto-Submitted"]]
        ours = answers[0]
        assert _name(question) in ours["References"].split() and "Lin，客服中心" in _text(ours)
        sent = await office.wait_for(lambda: _state(office, head, DeliveryState.SENT))
        assert sent

        again = written(
            customer, ours["Reply-To"], "臂围 30 厘米。", subject=str(ours["Subject"]),
            In_Reply_To=ours["Message-ID"], References=f"{ours['References']} {ours['Message-ID']}",
        )  # fmt: skip
        mail_server.deliver(office.mailbox, again, sender=customer.address)
        await office.until(lambda one: one.awaiting is Awaiting.AGENT)
        last = (await office.entries(head, EntryKind.MESSAGE))[-1].body
        assert isinstance(last, Message) and last.text == "臂围 30 厘米。"
        assert len(await office.heads()) == 1


async def test_a_reply_that_comes_back_shows_at_the_message_and_to_its_owner(
    mail_server: MailServer, tmp_path: Path
) -> None:
    async with post_office(mail_server, tmp_path) as office:
        await office.come("lin")
        stranger = mail_server.account()
        gone = written(stranger, office.mailbox.address, "Where is my parcel? I ordered it two weeks ago.").replace(
            stranger.address.encode(), b"gone@bounce.test"
        )
        mail_server.deliver(office.mailbox, gone, sender="gone@bounce.test")
        head = await office.until(lambda one: one.state is State.ASSIGNED)
        await reply(office.desk, AgentId("lin"), head.id, external_id=uuid7(), text="It is on its way.")
        assert await office.wait_for(lambda: _state(office, head, DeliveryState.BOUNCED))
        assert (await office.conversation()).awaiting is Awaiting.AGENT
        assert len(await office.heads()) == 1


async def _state(office: object, head: object, state: DeliveryState) -> bool | None:
    entries = await office.entries(head, EntryKind.DELIVERY)  # type: ignore[attr-defined]
    found = [one.body for one in entries if isinstance(one.body, DeliveryChange) and one.body.state is state]
    return True if found else None


def _name(raw: bytes) -> str:
    found = re.search(rb"Message-ID: (<[^>]+>)", raw)
    assert found is not None
    return found[1].decode()


def _text(mail: object) -> str:
    return mail.get_body(("plain",)).get_content()  # type: ignore[attr-defined,no-any-return]


def _link(text: str, label: str) -> str:
    """The path behind a label in the text version."""
    found = re.search(rf"{label}\W{{1,3}}\s*<?http://[^/]+(/\S+?)>?(?:\s|$)", text)
    assert found is not None, text
    return found[1]


async def test_trying_a_mailbox_out_tells_how_much_old_mail_would_come(mail_server: MailServer) -> None:
    account = mail_server.account()
    mail_server.append(account, *(written(account, account.address, f"Old mail {number}") for number in range(3)))
    settings = settings_for(mail_server, account, fetch_since="2020-01-01")
    sending = {"smtp_host": mail_server.host, "smtp_port": mail_server.ports["smtps"]}
    health = await EmailChannel(msgspec.structs.replace(settings, **sending)).probe()
    assert health.problem is None and "3" in str(health.note)
