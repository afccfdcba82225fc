"""Mails of the corpus, damaged as transports, programs and attackers damage them; the same ones for the same seed."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "data" / "email"
MOST_BYTES = 2**16

Mutation = Callable[[random.Random, bytes], bytes]


def flip(chance: random.Random, mail: bytes) -> bytes:
    octets = bytearray(mail)
    for _ in range(chance.randrange(1, 30)):
        octets[chance.randrange(len(octets))] = chance.randrange(256)
    return bytes(octets)


def cut(chance: random.Random, mail: bytes) -> bytes:
    return mail[: chance.randrange(1, len(mail) + 1)]


def leave_out(chance: random.Random, mail: bytes) -> bytes:
    start = chance.randrange(len(mail))
    return mail[:start] + mail[start + chance.randrange(1, 400) :]


def double(chance: random.Random, mail: bytes) -> bytes:
    start = chance.randrange(len(mail))
    piece = mail[start : start + chance.randrange(1, 400)]
    return mail[:start] + piece * chance.choice((2, 3, 50)) + mail[start:]


def put_in(chance: random.Random, mail: bytes) -> bytes:
    start = chance.randrange(len(mail))
    return mail[:start] + chance.randbytes(chance.randrange(1, 400)) + mail[start:]


def shuffle_lines(chance: random.Random, mail: bytes) -> bytes:
    lines = mail.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def change_line_ends(chance: random.Random, mail: bytes) -> bytes:
    return mail.replace(b"\r\n", b"\n").replace(b"\n", chance.choice((b"\r", b"\n", b"\r\r\n", b"\0\n")))


MUTATIONS: tuple[Mutation, ...] = (flip, cut, leave_out, double, put_in, shuffle_lines, change_line_ends)


def mutated(seed: int, count: int) -> Iterator[bytes]:
    """Each with a name of its own before everything else, so that no two are one mail to those who compare names."""
    chance = random.Random(seed)
    corpus = [file.read_bytes()[:MOST_BYTES] for file in sorted(CORPUS.glob("*.eml"))]
    for number in range(count):
        mail = chance.choice(corpus) or b"\0"
        for mutation in chance.choices(MUTATIONS, k=chance.randrange(1, 4)):
            mail = mutation(chance, mail) or b"\0"
        yield b"Message-ID: <%d@mutated.example>\r\n" % number + mail
