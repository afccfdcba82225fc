"""Text from outside, made safe for both stores once, at the edge."""

import re

# C0 and C1 controls but tab and newline; one store or the other breaks on NUL and on lone surrogates
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_ZALGO = re.compile(r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})[\u0300-\u036f"
                    r"\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")  # fmt: skip


def clean(text: str) -> str:
    """Newlines as ``\\n``, no control characters, no lone surrogates, at most three combining marks on a letter.

    Nothing a person wrote to be read is lost: marks of direction stay, display isolates them.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ZALGO.sub(r"\1", _CONTROLS.sub("", text))
