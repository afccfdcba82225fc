"""The keyring: tokens, secrets at rest, rotation, and the file it lives in."""

import base64
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.errors import KeyringError
from contactcenter.keys import (
    Keyring,
    Purpose,
    TokenFault,
    _derive,
    new_key,
    open_keyring,
    parse_keyring,
    read_keyring,
    write_keyring,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def ring() -> Keyring:
    return Keyring([new_key()])


def test_a_token_gives_back_its_claims(ring: Keyring) -> None:
    token = ring.sign(Purpose.VISITOR, {"contact": "Ünï", "level": 3}, expires_at=LATER)
    assert ring.verify(Purpose.VISITOR, token, NOW) == {"contact": "Ünï", "level": 3}


def test_a_token_is_refused_from_the_second_it_expires(ring: Keyring) -> None:
    token = ring.sign(Purpose.VISITOR, {}, expires_at=LATER)
    assert ring.verify(Purpose.VISITOR, token, LATER - timedelta(seconds=1)) == {}
    assert ring.verify(Purpose.VISITOR, token, LATER) is TokenFault.EXPIRED


def test_a_token_for_one_purpose_is_refused_for_every_other(ring: Keyring) -> None:
    token = ring.sign(Purpose.VISITOR, {"contact": "c"})
    others = [ring.verify(purpose, token, NOW) for purpose in Purpose if purpose is not Purpose.VISITOR]
    assert set(others) == {TokenFault.WRONG_SIGNATURE}


def test_a_token_of_another_ring_is_refused(ring: Keyring) -> None:
    assert ring.verify(Purpose.API, Keyring([new_key()]).sign(Purpose.API, {}), NOW) is TokenFault.UNKNOWN_KEY


def test_a_token_with_a_changed_key_id_is_refused(ring: Keyring) -> None:
    both = ring.rotated()
    _, rest = ring.sign(Purpose.API, {}).split(".", 1)
    forged = f"{both.fingerprint[:8]}.{rest}"
    assert both.verify(Purpose.API, forged, NOW) is TokenFault.WRONG_SIGNATURE


ONE_RING = Keyring([new_key()])  # made once: examples must not depend on which key it is
ONE_TOKEN = ONE_RING.sign(Purpose.VISITOR, {"contact": "c1"}, expires_at=LATER)


@given(st.integers(0, len(ONE_TOKEN) - 1), st.sampled_from("abzAZ09-_."))
def test_a_token_with_any_character_changed_is_refused(place: int, other: str) -> None:
    changed = ONE_TOKEN[:place] + other + ONE_TOKEN[place + 1 :]
    refused = isinstance(ONE_RING.verify(Purpose.VISITOR, changed, NOW), TokenFault)
    assert refused == (changed != ONE_TOKEN)


@given(st.text(max_size=200))
def test_any_text_at_all_is_refused_without_an_exception(text: str) -> None:
    assert isinstance(Keyring([new_key()]).verify(Purpose.VISITOR, text, NOW), TokenFault)


def test_an_overlong_token_is_refused_before_it_is_computed(ring: Keyring) -> None:
    assert ring.verify(Purpose.API, f"{ring.fingerprint[:8]}.{'A' * 5000}.x", NOW) is TokenFault.MALFORMED


def test_a_short_mac_is_checked_and_too_short_a_one_refused(ring: Keyring) -> None:
    key_id, mac = ring.mac(Purpose.MAIL_TOKEN, "conversation-1")
    assert ring.is_mac(Purpose.MAIL_TOKEN, "conversation-1", key_id, mac[:10])
    assert not ring.is_mac(Purpose.MAIL_TOKEN, "conversation-2", key_id, mac[:10])
    assert not ring.is_mac(Purpose.UNSUBSCRIBE, "conversation-1", key_id, mac[:10])
    assert not ring.is_mac(Purpose.MAIL_TOKEN, "conversation-1", key_id, mac[:9])
    assert not ring.is_mac(Purpose.MAIL_TOKEN, "conversation-1", "00000000", mac)


def test_a_secret_comes_back_and_is_never_stored_the_same_way_twice(ring: Keyring) -> None:
    first, second = (ring.encrypt("hunter2 密码", place="inbox/1/password") for _ in range(2))
    assert first != second
    assert ring.decrypt(first, place="inbox/1/password") == "hunter2 密码"


def test_a_secret_copied_to_another_place_does_not_open_there(ring: Keyring) -> None:
    sealed = ring.encrypt("hunter2", place="inbox/1/password")
    with pytest.raises(KeyringError, match="inbox/2/password is damaged"):
        ring.decrypt(sealed, place="inbox/2/password")


@pytest.mark.parametrize("damage", ["", "AAAA", "not base64!"])
def test_a_damaged_secret_is_told_apart_from_a_missing_key(ring: Keyring, damage: str) -> None:
    with pytest.raises(KeyringError, match="damaged"):
        ring.decrypt(f"{ring.fingerprint[:8]}.{damage}", place="p")
    with pytest.raises(KeyringError, match="needs the key 'ffffffff'"):
        ring.decrypt("ffffffff.AAAA", place="p")


def test_a_flipped_bit_in_a_secret_is_noticed(ring: Keyring) -> None:
    key_id, text = ring.encrypt("hunter2", place="p").split(".")
    raw = bytearray(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    raw[-1] ^= 1
    with pytest.raises(KeyringError, match="damaged"):
        ring.decrypt(f"{key_id}.{base64.urlsafe_b64encode(raw).rstrip(b'=').decode()}", place="p")


def test_after_a_rotation_the_old_is_read_and_the_new_written(ring: Keyring) -> None:
    token, sealed = ring.sign(Purpose.API, {"a": 1}), ring.encrypt("s", place="p")
    rotated = ring.rotated()
    assert rotated.verify(Purpose.API, token, NOW) == {"a": 1}
    assert rotated.decrypt(sealed, place="p") == "s"
    assert not rotated.is_current(sealed)
    assert rotated.is_current(rotated.encrypt("s", place="p"))
    assert ring.verify(Purpose.API, rotated.sign(Purpose.API, {}), NOW) is TokenFault.UNKNOWN_KEY


def test_a_key_taken_out_ends_everything_made_with_it(ring: Keyring) -> None:
    token = ring.sign(Purpose.API, {})
    rotated = ring.rotated()
    assert rotated.without(ring.fingerprint[:8]).verify(Purpose.API, token, NOW) is TokenFault.UNKNOWN_KEY
    with pytest.raises(KeyringError, match="is the active key"):
        rotated.without(rotated.fingerprint[:8])
    with pytest.raises(KeyringError, match="no key 00000000"):
        rotated.without("00000000")


def test_fingerprints_tell_rings_apart_and_survive_a_rotation(ring: Keyring) -> None:
    rotated = ring.rotated()
    assert rotated.fingerprint != ring.fingerprint
    assert rotated.fingerprints == (rotated.fingerprint, ring.fingerprint)
    assert len(ring.fingerprint) == 32


def test_the_derivation_is_hkdf_sha256_of_rfc_5869() -> None:
    material = bytes(range(32))
    reference = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"contactcenter/mac/visitor").derive(material)
    assert _derive(material, "mac/visitor") == reference


def test_keys_are_never_shown(ring: Keyring) -> None:
    key = new_key()
    assert key.material.hex() not in repr(key)
    with pytest.raises(KeyringError) as caught:
        parse_keyring("c2VjcmV0", source="CONTACTCENTER_KEYS")
    assert "c2VjcmV0" not in str(caught.value)


def test_a_ring_is_written_for_its_owner_alone_and_read_back(tmp_path: Path, ring: Keyring) -> None:
    path = tmp_path / "new folder" / "keys"
    rotated = ring.rotated()
    write_keyring(path, rotated)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_keyring(path).fingerprints == rotated.fingerprints
    assert os.listdir(path.parent) == ["keys"]


def test_a_ring_that_others_can_read_is_refused(tmp_path: Path, ring: Keyring) -> None:
    path = tmp_path / "keys"
    write_keyring(path, ring)
    path.chmod(0o640)
    with pytest.raises(KeyringError, match="can be read by others"):
        read_keyring(path)


def test_first_start_makes_a_ring_and_the_next_one_uses_it(tmp_path: Path) -> None:
    made = open_keyring(tmp_path / "keys", None, may_create=True)
    assert open_keyring(tmp_path / "keys", None, may_create=True).fingerprint == made.fingerprint


def test_nodes_of_a_shared_store_are_never_given_keys_of_their_own(tmp_path: Path) -> None:
    with pytest.raises(KeyringError, match="all nodes"):
        open_keyring(tmp_path / "keys", None, may_create=False)
    assert not (tmp_path / "keys").exists()


def test_keys_of_the_environment_beat_the_file(tmp_path: Path, ring: Keyring) -> None:
    write_keyring(tmp_path / "keys", Keyring([new_key()]))
    given_keys = ring.rotated().dump().replace("\n", ",")
    opened = open_keyring(tmp_path / "keys", given_keys, may_create=True)
    assert opened.fingerprints[1] == ring.fingerprint


def test_comments_and_blank_lines_are_no_keys(ring: Keyring) -> None:
    assert parse_keyring(f"# active\n\n{ring.dump()} # since Monday\n", source="x").fingerprint == ring.fingerprint
    with pytest.raises(KeyringError, match="x holds no key"):
        parse_keyring("# nothing\n", source="x")


def test_a_malformed_key_is_named_by_its_number(ring: Keyring) -> None:
    with pytest.raises(KeyringError, match="f: key 2 is not 32 bytes"):
        parse_keyring(f"{ring.dump()} short", source="f")
