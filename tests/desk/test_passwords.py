"""Passwords are kept as argon2id and checked in the same time for whoever does not exist."""

from contactcenter.desk.passwords import hash_password, is_password


async def test_a_password_is_kept_as_argon2id_with_19_mib() -> None:
    assert (await hash_password("correct horse battery")).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_only_the_right_password_fits() -> None:
    stored = await hash_password("correct horse battery")
    assert await is_password(stored, "correct horse battery")
    assert not await is_password(stored, "correct horse batterx")


async def test_nobodys_password_never_fits_nor_does_a_damaged_hash() -> None:
    assert not await is_password(None, "correct horse battery")
    assert not await is_password("damaged", "correct horse battery")
