"""The sentences of the generated history, one file a language."""

from functools import cache

from contactcenter.demo.content import Strict, read


class Sentences(Strict, frozen=True):
    """Lists to choose from; ``questions`` and ``solutions`` by topic. Slots in braces are filled with str.format."""

    since: tuple[str, ...]
    person: tuple[str, ...]
    details: tuple[str, ...]
    thanks: tuple[str, ...]
    still: tuple[str, ...]
    outbreak: tuple[str, ...]
    questions: dict[str, tuple[str, ...]]
    solutions: dict[str, tuple[str, ...]]
    replies: dict[str, tuple[str, ...]]
    notes: dict[str, tuple[str, ...]]
    comments: dict[str, tuple[str, ...]]


@cache
def sentences(language: str) -> Sentences:
    return read(f"texts/{language}.toml", Sentences)
