"""What is thrown away in time: spam, and bytes that nothing names any more."""

from datetime import timedelta

from contactcenter.desk.desk import Desk
from contactcenter.desk.spam import erase_old_spam

UNNAMED_FOR = timedelta(hours=24)  # an upload waits that long for the message that names it


async def keep_house(desk: Desk) -> None:
    await erase_old_spam(desk)
    await desk.blobs.sweep(desk.store.unnamed_blobs, desk.clock.now() - UNNAMED_FOR)
