"""Allowed origins: whose pages may call with a public key, and what browsers are told of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar, get, post
from litestar.datastructures import State
from litestar.testing import TestClient

from service.auth import requires
from service.desk.sites import origin_of
from service.errors import respond
from service.keyring import Keyring
from service.keys import digest_of
from service.model import ApiKey, Site, StoreUnavailable
from service.origins import BROWSER, Origins, Shared
from service.people import COMMAND, AccountError
from service.store.sites import SiteChange
from tests.fakes import ManualClock, policy_of
from tests.service.accounts import SITE, opened
from tests.service.serving import bearer

NEWS, OTHER, FOREIGN = "https://news.example", "https://other.example", "https://evil.example"


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("https://www.example.com", "https://www.example.com"),
        ("HTTPS://WWW.Example.COM:443/", "https://www.example.com"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://báo.example", "https://xn--bo-mia.example"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(given_: str, kept: str) -> None:
    assert origin_of(given_) == kept == origin_of(kept)


@pytest.mark.parametrize(
    "given_",
    [
        *("*", "null", "", "www.example.com", "//a", "javascript:alert(1)", "ftp://a"),
        *("https://", "https://a/path", "https://a?b", "https://u@a", "https://a:99999"),
        *("https://*.example.com", "https://a b", "https://a\nb"),
    ],
)
def test_what_is_no_single_origin_is_refused(given_: str) -> None:
    with pytest.raises(AccountError, match="is no origin"):
        origin_of(given_)


@given(st.text())
def test_what_is_an_origin_stays_what_it_is(given_: str) -> None:
    for text in (given_, f"https://{given_}"):
        with suppress(AccountError):
            assert origin_of(origin_of(text)) == origin_of(text)


class FakeStore:
    """Two sites, a public and a secret key of the first, and an origin each."""

    def __init__(self) -> None:
        self.known: Mapping[str, frozenset[str]] = {NEWS: frozenset({"news"}), OTHER: frozenset({"other"})}
        self.asked = 0

    @property
    def keys(self) -> FakeStore:
        return self

    async def by_digest(self, digest: str) -> ApiKey | None:
        scopes = {"pk_news": ("public",), "mk_news": ("check", "submit", "moderate", "admin")}
        found = next((scopes[secret] for secret in scopes if digest_of(secret) == digest), None)
        return None if found is None else ApiKey(id="k", site="news", scopes=found, created_at=0)  # type: ignore[arg-type]

    async def used(self, id: str, at: float) -> None:  # noqa: A002
        pass

    async def site(self, id: str) -> Site | None:  # noqa: A002
        return Site(id=id, name=id, policy=policy_of())

    async def origins(self) -> Mapping[str, frozenset[str]]:
        self.asked += 1
        return self.known


@get("/box", guards=[requires("public")], opt=dict(BROWSER))
async def read() -> str:
    """What a box reads."""
    return "read"


@post("/box", guards=[requires("public")], opt=dict(BROWSER))
async def write() -> str:
    """What a box sends."""
    return "written"


@get("/desk", guards=[requires("moderate")])
async def desk() -> str:
    """What is not for a site's pages."""
    return "desk"


@pytest.fixture
def client() -> Iterator[TestClient[Any]]:
    store = FakeStore()
    state = State({"keyring": Keyring(store), "origins": Origins(store)})
    app = Litestar([read, write, desk], state=state, exception_handlers={Exception: respond})
    app.asgi_handler = Shared(app.asgi_handler, app)
    with TestClient(app) as running:
        yield running


def headers(key: str, origin: str | None, **more: str) -> dict[str, str]:
    return {**bearer(key), **({"Origin": origin} if origin else {}), **more}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_sites_own_pages_call_with_its_public_key_and_may_read_the_answer(
    client: TestClient[Any], method: str
) -> None:
    response = client.request(method, "/box", headers=headers("pk_news", NEWS))
    assert response.is_success
    assert response.headers["access-control-allow-origin"] == NEWS
    assert "Origin" in response.headers["vary"]


@pytest.mark.parametrize("origin", [OTHER, FOREIGN, "null", NEWS.upper(), f"{NEWS}.evil.example"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_pages_do_not(client: TestClient[Any], method: str, origin: str) -> None:
    response = client.request(method, "/box", headers=headers("pk_news", origin))
    assert (response.status_code, response.json()["code"]) == (403, "origin.foreign")


@pytest.mark.parametrize("origin", [FOREIGN, "null"])
def test_a_page_that_no_site_allows_may_not_even_read_the_refusal(
    client: TestClient[Any], origin: str
) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        response = client.request(method, "/box", headers=headers("pk_news", origin))
        assert not any(name.startswith("access-control-") for name in response.headers)


def test_a_browsers_question_is_answered_before_it_sends_the_key(client: TestClient[Any]) -> None:
    asked = {"Origin": NEWS, "Access-Control-Request-Method": "POST"}
    response = client.options("/box", headers=asked)
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == NEWS
    assert "POST" in response.headers["access-control-allow-methods"]
    assert "Authorization" in response.headers["access-control-allow-headers"]


def test_credentials_are_never_allowed(client: TestClient[Any]) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        response = client.request(method, "/box", headers=headers("pk_news", NEWS))
        assert "access-control-allow-credentials" not in response.headers
        assert response.headers["access-control-allow-origin"] != "*"


def test_what_is_not_for_browsers_is_shared_with_no_page(client: TestClient[Any]) -> None:
    for method in ("GET", "OPTIONS"):
        response = client.request(method, "/desk", headers=headers("mk_news", NEWS))
        assert not any(name.startswith("access-control-") for name in response.headers)


def test_what_sends_no_origin_may_only_read(client: TestClient[Any]) -> None:
    assert client.get("/box", headers=headers("pk_news", None)).is_success
    assert client.post("/box", headers=headers("pk_news", None)).status_code == 403


def test_the_services_own_page_may_call_for_any_site(client: TestClient[Any]) -> None:
    own = headers("pk_news", "https://comments.example") | {"Sec-Fetch-Site": "same-origin"}
    assert client.post("/box", headers=own).is_success


def test_a_public_key_opens_nothing_else_and_a_secret_one_is_not_for_pages(client: TestClient[Any]) -> None:
    for key, path in (("pk_news", "/desk"), ("mk_news", "/box")):
        response = client.get(path, headers=headers(key, NEWS))
        assert (response.status_code, response.json()["code"]) == (403, "key.scope")


def test_a_session_is_refused_where_a_sites_pages_call(client: TestClient[Any]) -> None:
    response = client.get("/box", headers={"Cookie": "__Host-session=x", **headers("pk_news", NEWS)})
    assert (response.status_code, response.json()["code"]) == (403, "auth.cookie")


def test_changed_origins_count_within_seconds_and_strangers_cost_no_lookup() -> None:
    async def scene() -> None:
        store, clock = FakeStore(), ManualClock()
        origins = Origins(store, lambda: clock.now_ms / 1000)
        for stranger in range(100):
            assert not await origins.sites_of(f"https://{stranger}.example")
        assert store.asked == 1
        store.known = {FOREIGN: frozenset({"news"})}
        clock.advance(s=5)
        assert await origins.sites_of(FOREIGN) == {"news"}
        assert not await origins.sites_of(NEWS)

    asyncio.run(scene())


def test_known_origins_stay_known_while_the_store_does_not_answer() -> None:
    class Broken(FakeStore):
        async def origins(self) -> Mapping[str, frozenset[str]]:
            if self.asked:
                raise StoreUnavailable("no answer")
            return await super().origins()

    async def scene() -> None:
        clock = ManualClock()
        origins = Origins(Broken(), lambda: clock.now_ms / 1000)
        assert await origins.sites_of(NEWS)
        clock.advance(s=60)
        assert await origins.sites_of(NEWS)

    asyncio.run(scene())


def test_a_sites_origins_are_kept_as_a_whole_list_and_left_alone_otherwise(tmp_path: Path) -> None:
    async def scene() -> None:
        async with opened(tmp_path) as bureau:
            sites = bureau.accounts.sites
            await sites.change(SITE, SiteChange(origins=[NEWS, f"{NEWS}/", OTHER]), COMMAND)
            renamed = await sites.change(SITE, SiteChange(name="News"), COMMAND)
            assert (renamed.name, renamed.origins) == ("News", (NEWS, OTHER))
            with pytest.raises(AccountError) as caught:
                await sites.change(SITE, SiteChange(origins=[NEWS, "*"]), COMMAND)
            assert caught.value.path == "$.origins[1]"
            assert (await sites.entry(SITE)).origins == (NEWS, OTHER)
            await sites.change(SITE, SiteChange(origins=[]), COMMAND)
            assert await bureau.store.sites.origins() == {}

    asyncio.run(scene())
