"""How passwords are kept."""

import pytest

from app.actions import passwords
from app.domain.errors import BadRequest


def test_a_guess_costs_what_owasp_asks_for_and_no_two_hashes_are_the_same(slow_hasher, monkeypatch):
    monkeypatch.setattr(passwords, "_HASHER", slow_hasher)
    kept = [passwords.hashed("a plain sentence for tests") for _ in range(2)]
    assert kept[0] != kept[1]
    assert all(one.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for one in kept)
    assert passwords.fits(kept[0], "a plain sentence for tests")
    assert not passwords.fits(kept[0], "a plain sentence for Tests")
    assert not passwords.fits(None, "a plain sentence for tests")


@pytest.mark.parametrize("password", ["short one", "x" * 201])
def test_too_short_and_too_long_are_refused(password):
    with pytest.raises(BadRequest):
        passwords.hashed(password)
