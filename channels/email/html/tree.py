"""HTML of mails as a well-formed and shallow stream of tags.

Parsers that follow the HTML standard repair broken nesting in quadratic time: nh3 needs two minutes for 100,000 open
<div>. Here every element is closed, in order, tables hold rows and rows cells, and nothing is deeper than MAX_DEPTH,
so that whoever reads the stream has nothing to repair. No text is lost on the way.
"""

from collections import Counter
from collections.abc import Iterator

from channels.email.html.tokens import Kind, Token, tokens

MAX_DEPTH = 200

VOID = frozenset("br hr img wbr".split())
INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strong sub sup u var".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
BLOCKS = HEADINGS | frozenset("blockquote center dd div dl dt hr li ol p pre table ul".split())
SECTIONS = frozenset(("tbody", "thead", "tfoot"))
CELLS = frozenset(("td", "th", "caption"))
ROWS = SECTIONS | {"tr"}
ELEMENTS = VOID | INLINE | BLOCKS | ROWS | CELLS
RENAMED = {
    **dict.fromkeys(
        "address article aside body details dialog fieldset figcaption figure footer form header hgroup legend main "
        "nav optgroup option section select summary textarea".split(),
        "div",
    ),
    **dict.fromkeys("dir menu".split(), "ul"),
    **dict.fromkeys("listing xmp plaintext".split(), "pre"),
    "strike": "s",
    "tt": "code",
    "image": "img",
}
CLOSED_BY = {  # an open element of these, up to the scope, ends where the key begins
    "li": ("li", frozenset(("ul", "ol"))),
    "dt": ("dd dt", frozenset(("dl",))),
    "dd": ("dd dt", frozenset(("dl",))),
    "a": ("a", frozenset()),
    **dict.fromkeys(HEADINGS, (" ".join(sorted(HEADINGS)), frozenset())),
}


def tree(source: str) -> Iterator[Token]:
    """Start tags each with their end tag, void ones without; names of ELEMENTS only; attributes as written."""
    builder = _Builder()
    for token in tokens(source):
        if token.kind is Kind.TEXT:
            yield from builder.text(token)
            continue
        name = RENAMED.get(token.value, token.value)
        if name not in ELEMENTS:
            continue
        if token.kind is Kind.START:
            yield from builder.start(token._replace(value=name))
        else:
            yield from builder.end(name)
    yield from builder.close(0)


class _Builder:
    """``_open`` are the names of the open elements; ``_cells`` and ``_tables`` say where among them those are."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._count: Counter[str] = Counter()
        self._cells: list[int] = []
        self._tables: list[int] = []

    def text(self, token: Token) -> Iterator[Token]:
        if self._is_between_cells():
            if not token.value.strip():
                return
            yield from self._cell()
        yield token

    def start(self, token: Token) -> Iterator[Token]:
        name = token.value
        if name in ROWS or name in CELLS:
            yield from self._table_part(token)
            return
        if self._is_between_cells():
            yield from self._cell()
        if name in BLOCKS:
            yield from self._end_within_cell("p")
        names, scope = CLOSED_BY.get(name, ("", frozenset()))
        for each in names.split():
            yield from self._end_within_cell(each, scope)
        if name in VOID:
            yield token
        elif len(self._open) < MAX_DEPTH:
            yield self._push(token)

    def end(self, name: str) -> Iterator[Token]:
        if name == "br":
            yield Token(Kind.START, "br")
        elif name == "table" and self._tables:
            yield from self.close(self._tables[-1])
        elif (name in ROWS or name in CELLS) and self._tables:
            yield from self._end_from(name, self._tables[-1])
        else:
            yield from self._end_within_cell(name)

    def close(self, length: int) -> Iterator[Token]:
        """Ends elements until so many are open."""
        while len(self._open) > length:
            name = self._open.pop()
            self._count[name] -= 1
            yield Token(Kind.END, name)
        for places in (self._cells, self._tables):
            while places and places[-1] >= length:
                places.pop()

    def _push(self, token: Token) -> Token:
        if token.value in CELLS:
            self._cells.append(len(self._open))
        elif token.value == "table":
            self._tables.append(len(self._open))
        self._open.append(token.value)
        self._count[token.value] += 1
        return token

    def _is_between_cells(self) -> bool:
        return bool(self._open) and (self._open[-1] == "table" or self._open[-1] in ROWS)

    def _end_within_cell(self, name: str, scope: frozenset[str] = frozenset()) -> Iterator[Token]:
        """Ends the innermost ``name`` of this cell, if none of ``scope`` is around it more closely."""
        if not self._count[name]:
            return
        begin = self._cells[-1] + 1 if self._cells else 0
        if self._tables and self._tables[-1] >= begin:
            begin = self._tables[-1] + 1
        yield from self._end_from(name, begin, scope)

    def _end_from(self, name: str, begin: int, scope: frozenset[str] = frozenset()) -> Iterator[Token]:
        inner = self._open[begin:]
        if name not in inner:
            return
        place = len(inner) - 1 - inner[::-1].index(name)
        if scope and not scope.isdisjoint(inner[place:]):
            return
        yield from self.close(begin + place)

    def _cell(self) -> Iterator[Token]:
        """Text or elements straight in a table get a cell of their own."""
        yield from self._table_part(Token(Kind.START, "td"))

    def _table_part(self, token: Token) -> Iterator[Token]:
        """Ends what is open in the table as far as needed and opens what must be around this part."""
        if not self._tables or len(self._open) > MAX_DEPTH + 3:
            return
        table = self._tables[-1]
        around = {"tr": ("tbody",), "td": ("tbody", "tr"), "th": ("tbody", "tr")}.get(token.value, ())
        length = table + 1
        for name in around:
            is_open = len(self._open) > length and (
                self._open[length] == name or (name == "tbody" and self._open[length] in SECTIONS)
            )
            if not is_open:
                yield from self.close(length)
                yield self._push(Token(Kind.START, name))
            length += 1
        yield from self.close(length)
        yield self._push(token)
