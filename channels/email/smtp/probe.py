"""Trying out the way out before it is used: what is wrong, and what to do, in words for an administrator."""

from channels.email.composing.fields import address
from channels.email.faults import MailServerError
from channels.email.settings import Authentication, Security, Settings
from channels.email.smtp.connect import TokenSource, cannot_start, connect, own_context
from channels.email.smtp.refusals import Reason, Refusal, Step
from channels.email.smtp.wire import Limits
from contactcenter.errors import Invalid
from contactcenter.ports import Health

ELSEWHERE = "postmaster@example.com"  # reserved (RFC 2606): is the server one that takes mail for others at all?
PROBE_LIMITS = Limits()

_ADVICE = {
    Reason.AUTHENTICATION: "Check user name and password. Many providers want an app password, or OAuth instead.",
    Reason.CERTIFICATE: "Use the host name that stands in the certificate, or give the certificate authority's PEM.",
    Reason.NO_ENCRYPTION: "Choose TLS (port 465 with most providers), or a server that offers STARTTLS.",
    Reason.LATER: "Try again in some minutes.",
    Reason.RATE: "Wait until the provider's limit is over, or ask for a higher one.",
    Reason.LOST: "Check port and kind of encryption: TLS is 465, STARTTLS is 587 with most providers.",
}
_UNREACHABLE = "Check host name and port; port 25 is closed in many networks, 465 and 587 rarely are."
_RELAY = "relay"


async def probe_smtp(settings: Settings, tokens: TokenSource | None = None, limits: Limits = PROBE_LIMITS) -> Health:
    """Connects, logs in, and asks whether this inbox may send to itself and to others; sends nothing."""
    try:
        own = address(settings.address)
        context = await own_context(settings)
    except Invalid as error:
        return Health(problem=f"The inbox has no usable address: {error.message}", advice="Enter its e-mail address.")
    except MailServerError as error:
        return told(cannot_start(error), settings)
    wire = await connect(settings, context, tokens, limits)
    if isinstance(wire, Refusal):
        return told(wire, settings)
    try:
        found = await wire.check(own, own)
        if found is None and (elsewhere := await wire.check(own, ELSEWHERE)) and _RELAY in elsewhere.said.lower():
            found = elsewhere
    finally:
        wire.leave()
    return told(found, settings) if found else Health()


def told(found: Refusal, settings: Settings) -> Health:
    """Pure: the cause with the server's words, and the next step."""
    return Health(problem=str(found), advice=_advice(found, settings))


def _advice(found: Refusal, settings: Settings) -> str:
    if found.reason is Reason.REFUSED and _RELAY in found.said.lower():
        return "The server takes mail for other domains after a login only: enter user and password, or another server."
    if found.reason is Reason.REFUSED and found.step is Step.SENDER:
        return "Let this login send as the inbox's address at the provider, or use the login of that address."
    if found.reason is Reason.AUTHENTICATION and settings.authentication is Authentication.OAUTH:
        return "Connect the account again: its consent was withdrawn, or does not cover sending."
    if found.step is Step.CONNECT and found.reason in (Reason.UNREACHABLE, Reason.NO_MAIL_SERVER):
        return _about_the_port(found, settings)
    return _ADVICE.get(found.reason, "Ask whoever runs the mail server what these words mean.")


def _about_the_port(found: Refusal, settings: Settings) -> str:
    """A server that expects TLS says nothing to one that waits for a greeting, and the other way round it stumbles."""
    if settings.smtp_security is Security.TLS and found.reason is Reason.NO_MAIL_SERVER:
        return "This port does not begin with TLS: choose STARTTLS, or the port for TLS (465 with most providers)."
    if settings.smtp_security is not Security.TLS and found.said == "no answer in time":
        return "Nothing was said after connecting: if this is a port for TLS (such as 465), choose TLS."
    return _UNREACHABLE
