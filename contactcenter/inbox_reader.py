"""Reading what inboxes took in, in a process of its own: no mail may stop the centre."""

from dataclasses import dataclass

from contactcenter.desk.directory import Directory
from contactcenter.desk.inbox_channels import FileFetcher
from contactcenter.desk.receipts import Read
from contactcenter.errors import Unparsable
from contactcenter.model.records import Inbox
from contactcenter.normalizer import Normalizer
from contactcenter.ports import RawInbound


@dataclass(frozen=True, slots=True)
class InboxReader:
    """desk.receipts.Reader over a Normalizer. Secrets stay sealed: reading needs none."""

    directory: Directory
    normalizer: Normalizer
    files: FileFetcher

    async def read(self, raw: RawInbound) -> Read:
        inbox = self.directory.get(Inbox, raw.inbox_id)
        if inbox is None:
            raise Unparsable("its inbox is gone")
        return await self.files.complete(inbox, await self.normalizer.normalize(inbox.channel, inbox.settings, raw))
