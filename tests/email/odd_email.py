"""The e-mail channel with a parser that has faults: it hangs, dies or eats memory where a mail says so."""

from channels.email import EmailChannel
from contactcenter.ports import Ignored, InboundMessage, RawInbound, StatusChange
from tests.normalizer.odd_channels import die, eat, hang

DEEDS = {b"please hang": hang, b"please die": die, b"please eat": eat}


class FaultyEmailChannel(EmailChannel):
    def normalize(self, raw: RawInbound) -> tuple[InboundMessage | StatusChange | Ignored, ...]:
        for word, deed in DEEDS.items():
            if word in raw.raw:
                deed()
        return super().normalize(raw)


CHANNELS = {"email": FaultyEmailChannel}
