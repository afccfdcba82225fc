"""What was wrong with a mail: the closed list. docs/parse-email.md says what each means and what was done about it."""

from enum import StrEnum


class Defect(StrEnum):
    """Order is the order in which they are reported."""

    UNPARSABLE = "unparsable"

    TOO_LARGE = "too_large"
    HEADERS_CUT = "headers_cut"
    ADDRESSES_CUT = "addresses_cut"
    REFERENCES_CUT = "references_cut"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_DEEP = "too_deep"

    NO_HEADERS = "no_headers"
    JUNK_BEFORE_HEADERS = "junk_before_headers"
    JUNK_IN_HEADERS = "junk_in_headers"
    MISSING_BLANK_LINE = "missing_blank_line"
    EIGHT_BIT_HEADER = "eight_bit_header"
    DUPLICATE_HEADER = "duplicate_header"
    BARE_CR = "bare_cr"

    NO_SENDER = "no_sender"
    SEVERAL_SENDERS = "several_senders"
    ENCODED_ADDRESS = "encoded_address"
    INVALID_ADDRESS = "invalid_address"
    INVALID_DATE = "invalid_date"
    INVALID_CONTENT_TYPE = "invalid_content_type"

    MISSING_BOUNDARY = "missing_boundary"
    WRONG_BOUNDARY = "wrong_boundary"
    TRUNCATED = "truncated"
    CONTENT_OUTSIDE_PARTS = "content_outside_parts"

    UNKNOWN_ENCODING = "unknown_encoding"
    BROKEN_BASE64 = "broken_base64"
    BROKEN_QUOTED_PRINTABLE = "broken_quoted_printable"
    BROKEN_UUENCODE = "broken_uuencode"

    UNKNOWN_CHARSET = "unknown_charset"
    WRONG_CHARSET = "wrong_charset"
    UNDECODABLE = "undecodable"


_RANK = {defect: rank for rank, defect in enumerate(Defect)}


def in_order(defects: set[Defect]) -> tuple[Defect, ...]:
    return tuple(sorted(defects, key=_RANK.__getitem__))
