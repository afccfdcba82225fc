"""Secrets that a provider replaced by itself, such as OAuth refresh tokens that are good for one time (RFC 6749, 6).

The newest is kept sealed in the store, beside a mark of the one that was configured: whoever enters a new one in the
inbox's settings begins with that.
"""

from dataclasses import dataclass

from contactcenter.errors import KeyringError
from contactcenter.keys import Keyring, Purpose
from contactcenter.model.records import Inbox
from contactcenter.model.rows import Token
from contactcenter.ports import Clock, Store

PURPOSE = "renewed secret"


@dataclass(frozen=True, slots=True)
class RenewedSecrets:
    """Of one inbox (ports.SecretKeeper)."""

    store: Store
    ring: Keyring
    clock: Clock
    inbox: Inbox

    async def latest(self, name: str, configured: str) -> str:
        kept = await self.store.token(self._place(name), self.clock.now())
        if kept is None or not self._replaces(kept.data["replaces"], name, configured):
            return configured
        try:
            return self.ring.decrypt(kept.data["sealed"], place=self._place(name))
        except KeyringError:
            return configured

    async def keep(self, name: str, configured: str, secret: str) -> None:
        key_id, mac = self.ring.mac(Purpose.SECRETS_AT_REST, f"{self._place(name)}/{configured}")
        sealed = self.ring.encrypt(secret, place=self._place(name))
        data = {"sealed": sealed, "replaces": f"{key_id}.{mac.hex()}"}
        row = Token(
            hash=self._place(name), purpose=PURPOSE, subject=self.inbox.id, data=data, created_at=self.clock.now()
        )
        await self.store.put_token(row)

    def _replaces(self, mark: str, name: str, configured: str) -> bool:
        key_id, _, mac = mark.partition(".")
        text = f"{self._place(name)}/{configured}"
        return self.ring.is_mac(Purpose.SECRETS_AT_REST, text, key_id, bytes.fromhex(mac))

    def _place(self, name: str) -> str:
        return f"inbox/{self.inbox.id}/renewed/{name}"
