"""API keys are shown once and kept as digests."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from service.keys import digest_of, make_key
from service.model import ApiKey
from service.people import COMMAND
from service.store import Clash
from tests.service.desks import SITE, Place, opened

KEY = ApiKey(id="k1", site=SITE.id, scopes=("check", "moderate"), created_at=1.5)


def test_a_key_says_what_it_is_and_is_never_made_twice() -> None:
    secrets = {make_key()[0] for _ in range(100)}
    assert len(secrets) == 100
    assert all(secret.startswith("mk_") and len(secret) > 40 for secret in secrets)


def test_a_key_is_found_by_what_its_owner_sends() -> None:
    secret, digest = make_key()
    assert digest_of(secret) == digest != digest_of(secret + "x")


@pytest.mark.parametrize("sent", ["", "khoá", "\ud800", "\0"])
def test_whatever_is_sent_as_a_key_has_a_digest(sent: str) -> None:
    assert len(digest_of(sent)) == 64


def test_a_key_is_kept_without_its_secret(tmp_path: Path) -> None:
    async def scene() -> str:
        secret, digest = make_key()
        async with opened(Place(tmp_path)) as office:
            await office.store.keys.add(KEY, digest, COMMAND)
            assert await office.store.keys.by_digest(digest_of(secret)) == KEY
            assert await office.store.keys.by_digest(digest_of("mk_other")) is None
        return secret

    secret = asyncio.run(scene())
    assert not any(secret.encode() in file.read_bytes() for file in tmp_path.iterdir())


def test_the_last_use_of_a_key_is_remembered(place: Place) -> None:
    async def scene() -> None:
        _, digest = make_key()
        async with opened(place) as office:
            await office.store.keys.add(KEY, digest, COMMAND)
            await office.store.keys.used(KEY.id, at=99.5)
            found = await office.store.keys.by_digest(digest)
            assert found is not None
            assert found.last_used_at == 99.5

    asyncio.run(scene())


def test_a_key_needs_a_site_and_an_id_of_its_own(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            await office.store.keys.add(KEY, "digest", COMMAND)
            for key in (KEY, ApiKey(id="k2", site="nowhere", scopes=(), created_at=0)):
                with pytest.raises(Clash, match="there already, or site"):
                    await office.store.keys.add(key, "another", COMMAND)

    asyncio.run(scene())
