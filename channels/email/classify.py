"""What sort of mail it is."""

from collections.abc import Sequence

from channels.email.headers import Headers
from contactcenter.model.bodies import MessageClass


def classify(headers: Headers, content_types: Sequence[str], subject: str, text: str, sender: str) -> MessageClass:
    return MessageClass.HUMAN
