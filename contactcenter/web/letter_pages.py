"""The pages that links in letters open: one conversation for its contact, without an account and without scripts.

Whoever has the link may read and write there, as whoever has the mailbox may. Opening changes nothing; only the
buttons act. The page names nobody but its reader and is kept out of search engines.
"""

from urllib.parse import parse_qs

import msgspec
from aiohttp import hdrs, web

from contactcenter.desk.access import Permission
from contactcenter.desk.feedback import give_feedback
from contactcenter.desk.handover import ask_for_person, time_zone_of
from contactcenter.desk.languages import choose_language
from contactcenter.desk.letter_links import opened_link
from contactcenter.errors import Invalid, NotFound
from contactcenter.ids import derived_id
from contactcenter.model.bodies import Feedback, FeedbackVerdict
from contactcenter.model.conversation import ParticipantRole
from contactcenter.ports import LinkPurpose
from contactcenter.texts import COMPLETE
from contactcenter.web import files
from contactcenter.web.letter_view import NotTaken, Opened, conversation, question, thanks
from contactcenter.web.pages import HTML, NO_FRAME, document, html_response, policy
from contactcenter.web.routes import Call, RouteTable

routes = RouteTable()

SHOWN = 200  # newest entries


@routes.get("/c/{token}", Permission.PUBLIC, gives=HTML)
async def page(call: Call) -> web.Response:
    """The conversation, or the one question that the link asks."""
    opened = await opened_by(call)
    if opened.link.purpose is LinkPurpose.CONVERSATION:
        return await conversation_page(call, opened)
    return _shown(call, opened, question(opened))


class Form(msgspec.Struct, frozen=True):
    """A form of the page, as browsers send it."""

    action: str
    language: str = ""


@routes.post("/c/{token}", Permission.PUBLIC, gives=HTML, raw=Form)
async def act(call: Call, raw: bytes) -> web.Response:
    """What its reader pressed: a verdict, a person, another language."""
    opened = await opened_by(call)
    form = _form(raw)
    match form.action:
        case "helped":
            await _judge(call, opened, FeedbackVerdict.HELPED)
        case "person":
            await _person(call, opened)
        case "language" if form.language in COMPLETE:
            await choose_language(call.desk, opened.author, opened.head.id, form.language)
        case _:
            raise Invalid("no such action", path="action")
    if opened.link.purpose is LinkPurpose.CONVERSATION:
        return back(opened)
    return _shown(call, opened, thanks(opened))


@routes.get("/c/{token}/files/{blob_id}", Permission.PUBLIC, gives="application/octet-stream")
async def file(call: Call) -> web.StreamResponse:
    """A file of the conversation."""
    opened = await opened_by(call)
    return await files.give_out(call, opened.head, call.path("blob_id"))


async def opened_by(call: Call) -> Opened:
    """Raises errors.NotFound: wrong, ended and erased look alike."""
    token = call.request.match_info["token"]
    link = opened_link(call.desk.keyring, token, call.desk.clock.now())
    head = await call.desk.store.conversation(link.conversation_id) if link else None
    if head is not None and head.merged_into:
        head = await call.desk.store.conversation(head.merged_into)
    if link is None or head is None:
        raise NotFound("this link has ended: write to us again")
    contact = next(one for one in head.participants if one.role is ParticipantRole.CONTACT)
    zone = await time_zone_of(call.desk, head)
    return Opened(token=token, link=link, head=head, contact=contact, words=call.desk.words, zone=zone)


async def conversation_page(call: Call, opened: Opened, refused: NotTaken | None = None) -> web.Response:
    """The conversation; with an answer that could not be taken, still to be changed and sent."""
    before = opened.head.seq + 1
    entries = await call.desk.store.entries_before(opened.head.id, before, SHOWN, contact_only=True)
    return _shown(call, opened, conversation(opened, entries, refused))


def back(opened: Opened) -> web.Response:
    """To the page itself, so that a reload sends nothing again."""
    return web.Response(status=303, headers={hdrs.LOCATION: f"/c/{opened.token}"})


def _form(raw: bytes) -> Form:
    fields = {name: values[0] for name, values in parse_qs(raw.decode(errors="replace"), max_num_fields=10).items()}
    return msgspec.convert({"action": "", **fields}, Form)


# --- acting ------------------------------------------------------------------------------------------------


async def _judge(call: Call, opened: Opened, verdict: FeedbackVerdict) -> None:
    """Once per answer and verdict, however often the button is pressed."""
    said = Feedback(verdict=verdict, answer=opened.link.answer or None)
    external_id = derived_id("letter feedback", opened.head.id, opened.link.answer, verdict)
    await give_feedback(call.desk, opened.head.id, external_id=external_id, feedback=said)


async def _person(call: Call, opened: Opened) -> None:
    if opened.link.answer:
        await _judge(call, opened, FeedbackVerdict.PERSON)
    else:
        await ask_for_person(call.desk, opened.head.id, derived_id("letter person", opened.head.id))


def _shown(call: Call, opened: Opened, body: str) -> web.Response:
    text = document(opened.language, opened.title, f"<h1>{opened.title}</h1>{body}")
    response = html_response(call, text, policy(call, NO_FRAME, scripts=False))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
    response.headers[hdrs.CACHE_CONTROL] = "no-store"
    return response
