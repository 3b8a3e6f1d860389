"""Keys: who is let in, and for what."""

from __future__ import annotations

import asyncio

import pytest

from service.keyring import Caller, Keyring
from service.keys import digest_of, make_key
from service.model import ApiKey, Scope, Site, StoreUnavailable
from tests.fakes import ManualClock, policy_of
from tests.service.serving import Service, bearer, problem

CALLS: dict[tuple[str, str], Scope] = {
    ("POST", "/v1/check"): "check",
    ("POST", "/v1/check/batch"): "check",
    ("POST", "/v1/comments"): "submit",
    ("GET", "/v1/comments/x"): "submit",
    ("GET", "/v1/cases"): "moderate",
    ("GET", "/v1/cases/counts"): "moderate",
    ("POST", "/v1/decisions"): "moderate",
}


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "key.missing"),
        ("", "key.missing"),
        ("Bearer", "key.missing"),
        ("Basic bWs6bWs=", "key.missing"),
        ("Bearer nonsense", "key.unknown"),
        ("Bearer mk_" + "x" * 43, "key.unknown"),
        ("Bearer mk_" + "x" * 10_000, "key.unknown"),
    ],
)
@pytest.mark.parametrize("call", CALLS)
def test_nobody_gets_in_without_a_known_key(
    service: Service, call: tuple[str, str], header: str | None, code: str
) -> None:
    response = service.client.request(*call, headers={"Authorization": header} if header is not None else {})
    assert (response.status_code, problem(response)["code"]) == (401, code)
    assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("call", "scope"), CALLS.items())
def test_a_key_opens_only_its_scope(service: Service, call: tuple[str, str], scope: Scope) -> None:
    others: list[Scope] = [other for other in ("check", "submit", "moderate", "admin") if other != scope]
    response = service.call(*call, key=service.new_key(*others))
    assert (response.status_code, problem(response)["code"]) == (403, "key.scope")
    assert scope in problem(response)["detail"]
    assert service.call(*call, key=service.new_key(scope)).status_code not in (401, 403)


def test_the_scheme_is_read_in_any_case(service: Service) -> None:
    headers = {"Authorization": f"bearer {service.key}"}
    assert service.client.get("/v1/cases", headers=headers).status_code == 200


def test_a_refusal_comes_before_the_body_is_read(service: Service) -> None:
    response = service.client.post("/v1/check", content=b"x" * 10_000_000, headers=bearer("mk_none"))
    assert response.status_code == 401


class FakeStore:
    """Knows one key, and counts how often it is asked."""

    def __init__(self) -> None:
        self.secret, digest = make_key()
        self.known = {digest: ApiKey(id="one", site="main", scopes=("check",), created_at=0)}
        self.asked = 0
        self.noted: list[float] = []
        self.notes = True
        self.answers = True

    @property
    def keys(self) -> FakeStore:
        return self

    async def by_digest(self, digest: str) -> ApiKey | None:
        self.asked += 1
        await asyncio.sleep(0)  # a real store lets others run meanwhile
        if not self.answers:
            raise StoreUnavailable("no answer")
        return self.known.get(digest)

    async def site(self, id: str) -> Site | None:  # noqa: A002
        return Site(id=id, name=id, policy=policy_of())

    async def used(self, id: str, at: float) -> None:  # noqa: A002
        if not self.notes:
            raise StoreUnavailable("no answer")
        self.noted.append(at)


class Ring:
    """A keyring over a fake store and a clock in hand."""

    def __init__(self) -> None:
        self.store = FakeStore()
        self.clock = ManualClock()
        self._keyring = Keyring(self.store, lambda: self.clock.now_ms / 1000)

    async def caller(self) -> Caller | None:
        found = await self._keyring.caller(self.store.secret)
        await self._keyring.close()
        return found


def test_a_key_is_looked_up_once_in_a_while() -> None:
    async def scenario() -> None:
        ring = Ring()
        for _ in range(3):
            assert await ring.caller()
        assert ring.store.asked == 1
        ring.clock.advance(s=6)
        assert await ring.caller()
        assert ring.store.asked == 2

    asyncio.run(scenario())


def test_of_many_who_come_with_an_aged_key_one_asks_the_store() -> None:
    async def scenario() -> None:
        ring = Ring()
        assert await ring.caller()
        ring.clock.advance(s=6)
        assert all(await asyncio.gather(*(ring.caller() for _ in range(32))))
        assert ring.store.asked == 2

    asyncio.run(scenario())


def test_a_known_key_opens_while_the_store_does_not_answer_and_an_unknown_one_waits() -> None:
    async def scenario() -> None:
        ring = Ring()
        ring.store.answers = False
        with pytest.raises(StoreUnavailable):
            await ring.caller()
        ring.store.answers = True
        assert await ring.caller()
        ring.store.answers = False
        ring.clock.advance(s=6)
        assert await ring.caller()

    asyncio.run(scenario())


def test_a_withdrawn_key_stops_opening_within_seconds() -> None:
    async def scenario() -> None:
        ring = Ring()
        assert await ring.caller()
        ring.store.known.clear()
        ring.clock.advance(s=6)
        assert await ring.caller() is None

    asyncio.run(scenario())


def test_a_new_key_opens_at_once_even_after_it_was_tried_in_vain() -> None:
    async def scenario() -> None:
        ring = Ring()
        known, ring.store.known = ring.store.known, {}
        assert await ring.caller() is None
        ring.store.known = known
        assert await ring.caller()

    asyncio.run(scenario())


def test_the_use_of_a_key_is_noted_once_a_minute() -> None:
    async def scenario() -> None:
        ring = Ring()
        for _ in range(13):
            await ring.caller()
            ring.clock.advance(s=6)
        assert len(ring.store.noted) == 2

    asyncio.run(scenario())


def test_a_store_that_cannot_note_does_not_close_the_door() -> None:
    async def scenario() -> None:
        ring = Ring()
        ring.store.notes = False
        assert await ring.caller()

    asyncio.run(scenario())


def test_the_digest_is_kept_and_not_the_secret() -> None:
    secret, digest = make_key()
    assert digest == digest_of(secret)
    assert secret not in digest
