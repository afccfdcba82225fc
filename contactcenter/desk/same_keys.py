"""A store is used with the keys it was made with, or its rotated successors: a node with others is refused.

Otherwise a node that was given the wrong ring would sign tokens that its neighbours refuse, and store secrets that
they cannot read, and nobody would notice before the first contact does.
"""

from contactcenter.errors import KeyringError
from contactcenter.keys import Keyring
from contactcenter.model.rows import Token
from contactcenter.ports import Clock, Store

PLACE = "keyring"  # one row beside the tokens: the fingerprint of the active key, which says nothing about the key


async def require_same_keys(store: Store, keyring: Keyring, clock: Clock) -> None:
    """Remembers the ring's fingerprint with the store. Raises errors.KeyringError when the store knows another ring."""
    now = clock.now()
    known = await store.token(PLACE, now)
    if known is not None and known.subject not in keyring.fingerprints:
        raise KeyringError(
            f"this store was last used with the key {known.subject[:8]}, which is not among the given ones",
            hint="give this node the same keys as the others, or put the old key back below the new one",
        )
    if known is not None and known.subject == keyring.fingerprint:
        return
    await store.spend_token(PLACE, now)
    await store.put_token(Token(hash=PLACE, purpose=PLACE, subject=keyring.fingerprint, created_at=now))
