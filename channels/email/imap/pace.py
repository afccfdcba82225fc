"""How long a mailbox is waited for, how often it is looked at, and how much is fetched at once."""

import random
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Defaults for real servers; tests shorten them.

    Every look leaves IDLE and enters it again, which renews it long before a server or a NAT on the way forgets the
    connection (RFC 2177 allows 29 minutes, many keep 10), and notices a connection that died silently.
    """

    connect: timedelta = timedelta(seconds=30)  # name, TCP, TLS, greeting
    answer: timedelta = timedelta(seconds=30)  # to one command
    slowest_bytes_per_second: int = 50_000  # a fetch gets as much time more as this needs

    look_at_least: timedelta = timedelta(seconds=60)  # the next look without a notice is at random between these two,
    look_at_most: timedelta = timedelta(seconds=120)  # so that the inboxes of one server do not look at once
    look_without_idle: timedelta = timedelta(seconds=20)

    backoff_base: timedelta = timedelta(seconds=1)
    backoff_max: timedelta = timedelta(seconds=60)
    backoff_refused: timedelta = timedelta(minutes=5)  # after a refused password: providers lock accounts

    batch_messages: int = 50  # aioimaplib: the fastest size too; 1,000 lines in one read end in a RecursionError
    batch_bytes: int = 8 * 2**20
    max_message_bytes: int = 50 * 2**20  # of a larger one only the headers are fetched

    def next_look(self) -> timedelta:
        return self.look_at_least + (self.look_at_most - self.look_at_least) * random.random()

    def backoff(self, attempt: int) -> timedelta:
        """Before connecting for the ``attempt``-th time in a row (from 1), with jitter."""
        doubled: timedelta = self.backoff_base * 2 ** min(attempt - 1, 16)
        return min(doubled, self.backoff_max) * random.uniform(0.5, 1.0)

    def time_for(self, size_bytes: int) -> timedelta:
        return self.answer + timedelta(seconds=size_bytes / self.slowest_bytes_per_second)
