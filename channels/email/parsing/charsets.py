"""Bytes to text whatever the label says: aliases, supersets, labels that lie, and no label at all.

Rules, in order: a byte order mark; valid UTF-8 beats a label that says otherwise; the label's superset as mailers use
it (gb2312 = GB 18030, iso-8859-1 = windows-1252, WHATWG Encoding); what the rest of the mail is in; a guess.
"""

import codecs
import re
from collections.abc import Sequence
from functools import lru_cache

from channels.email.parsing.defects import Defect
from channels.email.parsing.guess import guess, plainly_other
from channels.email.parsing.iso2022jp import ESCAPES, vendor_text

_MAX_LABEL_CHARS = 40
_MAX_STRAY = 20_000  # bytes that are looked at one by one
_MAX_JIS_BYTES = 256 * 1024
_UNLABELLED = frozenset(
    "|unknown|unknown-8bit|x-unknown|default|default_charset|none|null|binary|8bit|7bit|us-ascii|ascii"
    "|ansi_x3.4-1968|x-user-defined|charset".split("|")
)
_SUPERSETS = {  # what a label means in mail: canonical codec (or alias) -> what decodes all that is sent under it
    "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030",
    "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs", "euc_kr": "cp949", "shift_jis": "cp932",
    "iso2022_jp": "iso2022_jp_ext", "koi8-r": "koi8_r",
}  # fmt: skip
_ALIASES = {
    "x-sjis": "cp932", "windows-31j": "cp932", "ms_kanji": "cp932", "x-ms-cp932": "cp932", "x-gbk": "gb18030",
    "gb_2312-80": "gb18030", "csgb2312": "gb18030", "x-euc-jp": "euc_jp", "x-euc-kr": "cp949", "x-windows-949": "cp949",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "ksc5601": "cp949", "windows-949": "cp949", "x-big5": "big5hkscs",
    "big5-hkscs": "big5hkscs", "iso-8859-8-i": "iso8859_8", "iso-8859-8-e": "iso8859_8", "iso-8859-6-i": "iso8859_6",
    "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic", "x-cp1250": "cp1250",
    "x-cp1251": "cp1251", "x-cp1252": "cp1252", "windows-874": "cp874", "unicode-1-1-utf-7": "utf_7",
    "x-unicode-2-0-utf-7": "utf_7", "unicode-1-1-utf-8": "utf_8", "utf8mb4": "utf_8", "utf-8mb4": "utf_8",
    "unicode": "utf_16", "ucs-2": "utf_16", "iso-10646-ucs-2": "utf_16", "iso-2022-jp-ms": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext", "cp50221": "iso2022_jp_ext", "csiso2022jp": "iso2022_jp_ext", "koi8-ru": "koi8_u",
    "koi": "koi8_r", "koi8": "koi8_r", "hz-gb-2312": "hz", "dos-866": "cp866", "visual": "iso8859_8",
    "logical": "iso8859_8", "cp-1252": "cp1252", "cp-1251": "cp1251", "ansi": "cp1252", "win-1251": "cp1251",
}  # fmt: skip
_TEXT_CODECS = frozenset(  # canonical names; no mail may choose punycode or unicode_escape
    (
        "utf-8 utf-8-sig utf-7 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be gb2312 gbk gb18030 hz big5 "
        "big5hkscs cp950 cp932 shift_jis shift_jisx0213 shift_jis_2004 euc_jp euc_jis_2004 euc_jisx0213 iso2022_jp "
        "iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_jp_2004 iso2022_jp_ext iso2022_kr euc_kr cp949 johab koi8-r "
        "koi8-u koi8-t kz1048 ptcp154 mac-roman mac-cyrillic mac-greek mac-turkish mac-latin2 tis-620 hp-roman8 "
        + " ".join(f"iso8859-{part}" for part in range(1, 17))
        + " "
        + " ".join(f"cp{page}" for page in (*range(1250, 1259), 437, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862))
        + " cp863 cp864 cp865 cp866 cp869 cp874 cp720 cp1006 cp1125"
    ).split()
)
_SEVERAL_BYTES = frozenset("gb18030 big5hkscs cp932 cp949 euc_jp johab euc_jis_2004 shift_jisx0213".split())
_HTML_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)


@lru_cache(maxsize=256)
def codec_of(label: str) -> str | None:
    """Python's codec for a label as mail uses it; None for a label that names no charset. '' and us-ascii: ''."""
    name = label.strip(" \t\"'<>;,").lower()
    if name in _UNLABELLED:
        return ""
    if len(name) > _MAX_LABEL_CHARS or not name.isascii():
        return None
    alias = _ALIASES.get(name) or _ALIASES.get(name.replace("_", "-"))
    try:
        canonical = codecs.lookup(alias or name.removeprefix("charset=")).name
    except (LookupError, ValueError):
        return None
    if canonical == "ascii":
        return ""
    return _SUPERSETS.get(canonical, canonical) if canonical in _TEXT_CODECS else None


def decode(data: bytes, label: str, defects: set[Defect], also: Sequence[str] = ()) -> str:
    """Text of ``data``, which says it is in ``label`` ('' = it does not say).

    ``also``: labels seen elsewhere in the mail, tried before guessing. Never raises; what was wrong goes to
    ``defects``.
    """
    codec = codec_of(label)
    if codec is None:
        defects.add(Defect.UNKNOWN_CHARSET)
        codec = ""
    if data.isascii() and b"\x1b" not in data and b"\0" not in data and not codec.startswith(("utf-7", "utf-16", "hz")):
        return data.decode("ascii")
    marked = _by_mark(data)
    if marked is not None:
        return marked
    if not codec:
        return _unlabelled(data, defects, also)
    return _labelled(data, codec, defects, also)


def html_label(data: bytes) -> str:
    """The charset that an HTML document names in itself, '' if none."""
    found = _HTML_CHARSET.search(data[:4096])
    return found.group(1).decode("ascii") if found else ""


def _by_mark(data: bytes) -> str | None:
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _strict(data[len(mark) :], codec)
    return None


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _unlabelled(data: bytes, defects: set[Defect], also: Sequence[str]) -> str:
    if ESCAPES.search(data) and data.isascii():
        return _japanese(data, defects)
    if data.isascii():
        return data.decode("ascii")
    text = _strict(data, "utf-8")
    if text is not None:
        return text
    defects.add(Defect.WRONG_CHARSET)
    for label in also:
        codec = codec_of(label)
        if codec and not codec.startswith("utf") and (text := _strict(data, codec)) is not None:
            return text
    return _guessed(data, defects)


def _labelled(data: bytes, codec: str, defects: set[Defect], also: Sequence[str]) -> str:
    if codec == "utf-8":
        text = _strict(data, "utf-8")
        return text if text is not None else _broken_utf8(data, defects, also)
    if codec.startswith("iso2022_jp"):
        return _japanese(data, defects)
    if codec in ("utf-16", "utf-32"):
        return _wide(data, defects)
    as_utf8 = None if data.isascii() else _strict(data, "utf-8")
    if as_utf8 is not None and (codec not in _SEVERAL_BYTES or _is_surely_utf8(as_utf8)):
        defects.add(Defect.WRONG_CHARSET)
        return as_utf8
    text = _strict(data, codec)
    if text is not None:
        other = plainly_other(data, codec)
        if other is None:
            return text
        defects.add(Defect.WRONG_CHARSET)
        return data.decode(other, "replace")
    if as_utf8 is not None:
        defects.add(Defect.WRONG_CHARSET)
        return as_utf8
    return _mostly(data, codec, defects)


def _is_surely_utf8(text: str) -> bool:
    """Two or three characters of a Chinese charset may be UTF-8 by chance, six are not."""
    return _foreign(text) >= 6


def _foreign(text: str) -> int:
    """How many characters are above ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _mostly(data: bytes, codec: str, defects: set[Defect]) -> str:
    """A label that fits but for some bytes is believed; one that does not fit at all is not."""
    text = data.decode(codec, "replace")
    bad = text.count("\ufffd")
    foreign = _foreign(text)
    if bad * 10 <= foreign or codec.startswith("cp125") or codec == "utf-7":
        defects.add(Defect.UNDECODABLE)
        return text
    defects.add(Defect.WRONG_CHARSET)
    return _guessed(data, defects)


def _guessed(data: bytes, defects: set[Defect]) -> str:
    text = data.decode(guess(data), "replace")
    if "\ufffd" in text:
        defects.add(Defect.UNDECODABLE)
    return text


def _broken_utf8(data: bytes, defects: set[Defect], also: Sequence[str]) -> str:
    """UTF-8 with some other bytes in it (two mailers wrote it, or it was cut), or not UTF-8 at all."""
    text = data.decode("utf-8", "surrogateescape")
    readable = data.decode("utf-8", "ignore")
    bad, good = len(text) - len(readable), _foreign(readable)
    if bad > good and not (good == 0 and bad <= 3 and _is_cut(data)):
        defects.add(Defect.WRONG_CHARSET)
        return _unlabelled(data, defects, also)
    defects.add(Defect.UNDECODABLE)
    return _STRAY.sub(_stray, text) if bad <= _MAX_STRAY else data.decode("utf-8", "replace")


_STRAY = re.compile("[\udc80-\udcff]+")


def _is_cut(data: bytes) -> bool:
    """Whether the only thing wrong is that the last character is incomplete."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _stray(found: re.Match[str]) -> str:
    """The pieces of a broken character are one U+FFFD; a byte beside Latin letters is read as windows-1252."""
    data = found.group().encode("utf-8", "surrogateescape")
    is_leading = 0xC2 <= data[0] <= 0xF4
    if is_leading and (_is_tail(data[1:]) or (len(data) == 1 and not _is_beside_latin(found))):
        return "\ufffd"
    return data.decode("cp1252", "replace")


def _is_beside_latin(found: re.Match[str]) -> bool:
    beside = found.string[max(found.start() - 1, 0) : found.start()] + found.string[found.end() : found.end() + 1]
    return any(letter.isascii() and letter.isalpha() for letter in beside)


def _is_tail(data: bytes) -> bool:
    return bool(data) and all(0x80 <= byte <= 0xBF for byte in data)


def _wide(data: bytes, defects: set[Defect]) -> str:
    """UTF-16 without a mark: the half with the zeros is the upper one; without any zeros it is not UTF-16."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    codec = "utf-16-be" if even > odd else "utf-16-le"
    text = _strict(data, codec) if even or odd else None
    if text is not None:
        return text
    defects.add(Defect.WRONG_CHARSET)
    if even or odd:
        return data.decode(codec, "replace")
    return _unlabelled(data, defects, ())


def _japanese(data: bytes, defects: set[Defect]) -> str:
    """ISO-2022-JP and what is sent under its name: half-width kana, NEC and IBM rows, and bare Shift_JIS or EUC-JP."""
    if not data.isascii() and not ESCAPES.search(data):
        defects.add(Defect.WRONG_CHARSET)
        text = _strict(data, "utf-8")
        return text if text is not None else _guessed(data, defects)
    if b"\x1b$)C" in data:
        return data.decode("iso2022_kr", "replace")
    for codec in ("iso2022_jp_ext", "iso2022_jp_2"):
        text = _strict(data, codec)
        if text is not None:
            return text
    defects.add(Defect.WRONG_CHARSET)
    if len(data) > _MAX_JIS_BYTES:
        return data.decode("iso2022_jp_ext", "replace")
    return vendor_text(data)
