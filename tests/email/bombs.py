"""Mails made to cost time or memory: name -> bytes. Also what `python -m bench.mail_parsing` measures."""

from collections.abc import Callable, Mapping

MEGABYTE = 2**20
_QP = b"Content-Transfer-Encoding: quoted-printable\r\n"
_JIS = b"Content-Type: text/plain; charset=iso-2022-jp\r\n"
_UTF8 = b"Content-Type: text/plain; charset=utf-8\r\n"
_FLOWED = b"Content-Type: text/plain; format=flowed\r\n"
_HEAD = b"From: Ann <ann@example.com>\r\nSubject: hello\r\nMIME-Version: 1.0\r\n"


def _nested_multiparts(levels: int) -> bytes:
    opening = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(levels)
    )
    return _HEAD + opening + b"Content-Type: text/plain\r\n\r\nhello\r\n"


def _nested_mails(levels: int) -> bytes:
    return _HEAD + b"Content-Type: message/rfc822\r\n\r\n" * levels + b"\r\nhello\r\n"


def _parts(count: int, part: bytes) -> bytes:
    return _HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + (b"--b\r\n" + part) * count + b"--b--\r\n"


def _text(body: bytes, more: bytes = b"") -> bytes:
    return _HEAD + more + b"\r\n" + body


def _to(count: int) -> bytes:
    return b"To: " + b",\r\n ".join(b"User %d <user%d@example.com>" % (n, n) for n in range(count)) + b"\r\n"


BOMBS: Mapping[str, Callable[[], bytes]] = {
    "20,000 addresses": lambda: _text(b"hello", _to(20_000)),
    "100,000 empty parts": lambda: _parts(100_000, b"\r\n"),
    "20,000 encoded words": lambda: _text(b"hello", b"Subject: " + b"=?utf-8?Q?a?=\r\n " * 20_000 + b"\r\n"),
    "20,000 encoded words in From": lambda: b"From: " + b"=?utf-8?Q?a?=\r\n " * 20_000 + b"<a@b>\r\n\r\nhello",
    "1,000 nested multiparts": lambda: _nested_multiparts(1000),
    "1,000 nested mails": lambda: _nested_mails(1000),
    "100,000 fields": lambda: _text(b"hello", b"X-Field: value\r\n" * 100_000),
    "2 MB of folds": lambda: _text(b"hello", b"References:\r\n" + b" x\r\n" * 500_000),
    "100,000 references": lambda: _text(b"hello", b"References: " + b"<a@b>\r\n " * 100_000 + b"\r\n"),
    "open brackets": lambda: _text(b"hello", b"To: " + b"<" * 300_000 + b"\r\nCc: " + b"(" * 300_000 + b"\r\n"),
    "open quotes": lambda: _text(b"hello", b"To: " + b'"\\"' * 100_000 + b"\r\nCc: " + b'<"a' * 100_000 + b"\r\n"),
    "unclosed encoded words": lambda: _text(b"hello", b"To: " + b"=?u?q?" * 50_000 + b"\r\n"),
    "names without addresses": lambda: _text(b"hello", b"To: " + b"a," * 200_000 + b"\r\n"),
    "open parameters": lambda: _text(b"hello", b"Content-Type: text/plain" + b';a="\\' * 100_000 + b"\r\n"),
    "continued parameters": lambda: _text(
        b"hello", b"Content-Type: a/b" + b"".join(b";name*%d*=%%41" % n for n in range(50_000)) + b"\r\n"
    ),
    "almost boundaries": lambda: _parts(1, b"\r\n" + b"\n--bX" * 2_000_000),
    "nested boundaries over 10 MB": lambda: (
        _nested_multiparts(24).removesuffix(b"hello\r\n") + b"\n--x" * (10 * MEGABYTE // 4)
    ),
    "uuencode without end": lambda: _text(b"begin 644 a\r\n#86)C\r\n" * 100_000),
    "20 MB of base64 with junk": lambda: _text(
        b"QUJD*\r\n" * (20 * MEGABYTE // 7), b"Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n"
    ),
    "20 MB of base64 pieces": lambda: _text(
        b"QQ==\r\n" * (20 * MEGABYTE // 6), b"Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n"
    ),
    "5 MB of soft breaks": lambda: _text(b"= \r\n" * (5 * MEGABYTE // 4), _QP),
    "5 MB of broken escapes": lambda: _text(b"=X" * (5 * MEGABYTE // 2), _QP),
    "5 MB of broken UTF-8": lambda: _text(b"\xd0\x9f\xd0 " * (5 * MEGABYTE // 4), _UTF8),
    "5 MB of flowed blanks": lambda: _text(b"a \r\n" * (5 * MEGABYTE // 4), _FLOWED),
    "5 MB of escape sequences": lambda: _text(b"\x1b$B!!\x1b(B" * (5 * MEGABYTE // 8), _JIS),
    "5 MB of broken escape sequences": lambda: _text(b"\x1b$B-!\x1b(B" * (5 * MEGABYTE // 8), _JIS),
    "20 MB of text in one line": lambda: _text(b"a" * 20 * MEGABYTE),
    "20 MB of blanks": lambda: _text(b" " * 20 * MEGABYTE),
    "20 MB of line ends": lambda: b"\r\n" * (10 * MEGABYTE),
    "punycode": lambda: _text(b"hello", b"To: a@" + b"xn--" + b"a" * 200_000 + b"\r\n"),
    "a date of 500,000 digits": lambda: _text(b"hello", b"Date: " + b"1" * 500_000 + b"\r\n"),
}  # fmt: skip
