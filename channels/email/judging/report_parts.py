"""The reports that a mail brings, from the parts that are made for them, else out of its words."""

from collections.abc import Sequence

from channels.email.judging.bounce_text import read_bounce
from channels.email.judging.reports import Disposition, Report, delivery_reports, disposition
from channels.email.parsing.mail import Part


def reports_of(parts: Sequence[Part], text: str) -> tuple[Report, ...]:
    """What became of mails of ours, one report a recipient; servers that write their own words are read too."""
    if reports := status_reports(parts):
        return reports
    return read_bounce(text)


def status_reports(parts: Sequence[Part]) -> tuple[Report, ...]:
    """Those of RFC 3464 alone."""
    status = b"".join(_data(parts, "message/delivery-status"))
    returned = next(iter((*_data(parts, "message/rfc822"), *_data(parts, "text/rfc822-headers"))), b"")
    return delivery_reports(status, returned) if status else ()


def receipts_of(parts: Sequence[Part]) -> tuple[Disposition, ...]:
    """What became of mails of ours at their readers (RFC 8098)."""
    found = (disposition(data) for data in _data(parts, "message/disposition-notification"))
    return tuple(one for one in found if one is not None)


def _data(parts: Sequence[Part], content_type: str) -> list[bytes]:
    return [part.data for part in parts if part.data and part.content_type.startswith(content_type)]
