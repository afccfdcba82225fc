"""ISO-2022-JP with the rows of NEC and IBM, which mailers send under its name and Python's codecs refuse."""

import re

ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\$\([A-Z]|\([ABHIJ]|\$\)C|\$A)")


def vendor_text(data: bytes) -> str:
    """Run by run, each two bytes moved into Shift_JIS, whose Windows table knows the vendors' rows."""
    texts: list[str] = []
    position, escape = 0, b"\x1b(B"
    for found in (*ESCAPES.finditer(data), None):
        run = data[position : found.start() if found else len(data)]
        if escape in (b"\x1b$@", b"\x1b$B"):
            texts.append(_jis_to_shifted(run).decode("cp932", "replace"))
        elif escape == b"\x1b(I":
            texts.append(bytes(byte | 0x80 for byte in run).decode("cp932", "replace"))
        else:
            texts.append(run.decode("cp932", "replace"))
        if found:
            position, escape = found.end(), found.group()
    return "".join(texts)


def _jis_to_shifted(run: bytes) -> bytes:
    """JIS X 0208 in 7 bits to Shift_JIS (JIS X 0208 appendix 1); a line end is ASCII again."""
    out, position = bytearray(), 0
    while position < len(run):
        first, second = run[position], run[position + 1] if position + 1 < len(run) else 0
        if not (0x21 <= first <= 0x7E and 0x21 <= second <= 0x7E):
            out.append(first)
            position += 1
            continue
        row = (first - 0x21) // 2
        out.append(row + (0x81 if row < 0x1F else 0xC1))
        if first % 2:
            out.append(second + (0x1F if second < 0x60 else 0x20))
        else:
            out.append((second + 0x7E) & 0xFF)
        position += 2
    return bytes(out)
