"""A policy's versions: who changed what and why, taken back, tried first, and not undone by a restart."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from moderation.policy import Policy, digest
from service.desk.policies import PolicyDesk
from service.first import SITE as MAIN
from service.first import settle_site
from service.model import NoVersion, Site, VersionConflict
from service.settings import Settings
from tests.fakes import policy_of
from tests.service.desks import SITE, Office, Place, opened, said
from tests.service.serving import Service, problem, serving

STRICT = policy_of(mode="hold_all")


def desk_of(office: Office) -> PolicyDesk:
    return PolicyDesk(office.store, office.desk, clock=lambda: office.clock.now_ms / 1000)


def test_a_change_is_a_version_that_says_who_when_and_why(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            policies = desk_of(office)
            office.clock.now_ms += 5_000
            new = await policies.change(SITE, STRICT, by="ann", note="a storm")
            assert (new.number, new.by, new.note, new.digest) == (2, "ann", "a storm", digest(STRICT))
            assert new.at == office.clock.now_ms / 1000
            site = await office.store.site(SITE.id)
            assert site is not None
            assert site.policy == STRICT
            assert [one.number for one in await policies.versions(SITE, limit=9, before=None)] == [2, 1]
            assert (await policies.version(SITE, 1))[1] == SITE.policy

    asyncio.run(scene())


def test_the_same_policy_again_is_no_version(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            same = await desk_of(office).change(SITE, SITE.policy, by="ann", note="")
            assert same.number == 1

    asyncio.run(scene())


def test_of_two_who_change_one_version_the_second_is_told(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            policies = desk_of(office)
            await policies.change(SITE, STRICT, by="ann", note="", expected=1)
            with pytest.raises(VersionConflict, match="version 2 is in force now"):
                await policies.change(SITE, policy_of(newsroom="x"), by="bob", note="", expected=1)
            assert (await policies.in_force(SITE))[1] == STRICT

    asyncio.run(scene())


def test_changes_at_once_are_numbered_one_after_another(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office, opened(place) as other:
            names = [f"room {n}" for n in range(8)]
            made = await asyncio.gather(
                *(
                    desk_of(place).change(SITE, policy_of(newsroom=name), by="ann", note="")
                    for place, name in zip([office, other] * 4, names, strict=True)
                )
            )
            assert sorted(one.number for one in made) == list(range(2, 10))

    asyncio.run(scene())


def test_an_old_policy_is_taken_back_as_a_new_version(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            policies = desk_of(office)
            await policies.change(SITE, STRICT, by="ann", note="")
            back = await policies.take_back(SITE, 1, by="bob", note="over")
            assert (back.number, back.digest) == (3, digest(SITE.policy))
            with pytest.raises(NoVersion, match="no version 9"):
                await policies.take_back(SITE, 9, by="bob", note="")

    asyncio.run(scene())


def test_versions_belong_to_their_site(place: Place) -> None:
    async def scene() -> None:
        other = Site(id="other", name="Other", policy=policy_of())
        async with opened(place, None, SITE, other) as office:
            policies = desk_of(office)
            await policies.change(other, STRICT, by="ann", note="")
            assert (await policies.in_force(SITE))[0].number == 1
            with pytest.raises(NoVersion):
                await policies.version(SITE, 2)

    asyncio.run(scene())


def test_a_trial_judges_and_leaves_no_trace(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            policies, comment = desk_of(office), said("Chào cả nhà, tin này hay quá")
            verdicts = [await policies.tried(SITE, comment, STRICT) for _ in range(9)]
            assert {verdict.action.value for verdict in verdicts} == {"review"}
            assert all(limit.wait_s == 0 for limit in verdicts[-1].facts.limits)

    asyncio.run(scene())


def settings(home: Path, policy: str) -> Settings:
    return Settings(home=home, policy=policy)


def test_a_restart_leaves_a_changed_policy_and_an_edited_file_counts(place: Place) -> None:
    async def scene() -> None:
        file = place.home / "policy.toml"
        file.write_text('newsroom = "first"\n')
        async with opened(place) as office:
            store, given = office.store, settings(place.home, str(file))
            assert (await settle_site(store, given)).policy.newsroom == "first"
            site = Site(id=MAIN, name=MAIN, policy=Policy())
            await desk_of(office).change(site, policy_of(newsroom="by hand"), by="ann", note="")
            assert (await settle_site(store, given)).policy.newsroom == "by hand"
            file.write_text('newsroom = "second"\n')
            assert (await settle_site(store, given)).policy.newsroom == "second"
            assert (await settle_site(store, given)).policy.newsroom == "second"
            assert [one.by for one in await store.policies.versions(MAIN, limit=9)] == [
                "settings",
                "ann",
                "settings",
            ]

    asyncio.run(scene())


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory):
    with serving(tmp_path_factory.mktemp("policies")) as running:
        running.admin = running.new_key("admin")
        yield running


def put(service: Service, body: object):
    return service.call("PUT", "/v1/policy", key=service.admin, json=body)


def test_the_policy_is_read_changed_listed_and_taken_back_over_http(service) -> None:
    first = service.call("GET", "/v1/policy", key=service.admin).json()
    assert first["policy"]["length"]["max"] == 500
    number = first["version"]["number"]
    changed = put(service, {"toml": "[length]\nmax = 300\n", "note": "short", "version": number})
    assert changed.json()["number"] == number + 1
    assert changed.json()["note"] == "short"
    now = service.call("GET", "/v1/policy", key=service.admin).json()
    assert now["policy"]["length"]["max"] == 300
    back = service.post_admin(f"/v1/policy/versions/{number}/restore", {"note": "long again"})
    assert back.json()["digest"] == first["version"]["digest"]
    listed = service.call("GET", "/v1/policy/versions?limit=2", key=service.admin).json()
    assert [one["number"] for one in listed["versions"]] == [number + 2, number + 1]
    older = service.call("GET", f"/v1/policy/versions?before={listed['next']}", key=service.admin).json()
    assert [one["number"] for one in older["versions"]] == [number]
    assert older["next"] is None


def test_what_was_read_can_be_sent_back(service) -> None:
    policy = service.call("GET", "/v1/policy", key=service.admin).json()["policy"]
    policy["newsroom"] = "toasoan@example.vn"
    assert put(service, {"policy": policy}).status_code == 200
    assert service.call("GET", "/v1/policy", key=service.admin).json()["policy"] == policy


@pytest.mark.parametrize(
    ("body", "code", "path", "told"),
    [
        ({}, "body.value", "$", "`policy`"),
        ({"policy": {}, "toml": ""}, "body.value", "$.toml", "not both"),
        ({"policy": {"length": {"mox": 3}}}, "policy.value", "$.policy.length.mox", "Did you mean"),
        ({"policy": {"mode": []}}, "policy.value", "$.policy.mode", "expected one of"),
        ({"toml": "[length]\nmax = 0"}, "policy.value", "$.toml", "line 2"),
        ({"toml": "a" + ".a" * 4000 + " = 1"}, "policy.value", "$.toml", "parts"),
        ({"policy": {"newsroom": "\u0000"}}, "text.nul", "$.policy.newsroom", ""),
        ({"policy": 3}, "body.value", "$.policy", "Expected `object"),
    ],
)
def test_a_policy_with_faults_is_refused_with_place_and_cure(service, body, code, path, told) -> None:
    before = service.call("GET", "/v1/policy", key=service.admin).json()
    found = problem(put(service, body))
    assert (found["status"], found["code"], found["path"]) == (400, code, path)
    assert told in found["detail"]
    assert service.call("GET", "/v1/policy", key=service.admin).json() == before


def test_a_stale_version_is_a_conflict(service) -> None:
    found = problem(put(service, {"policy": {}, "version": 999}))
    assert (found["status"], found["code"]) == (409, "policy.changed")


def test_an_unknown_version_is_told(service) -> None:
    found = problem(service.call("GET", "/v1/policy/versions/999", key=service.admin))
    assert (found["status"], found["code"]) == (404, "policy.version")


def test_a_policy_is_tried_on_one_comment_beside_the_one_in_force(service) -> None:
    body = {"comment": {"text": "Chào cả nhà"}, "policy": {"mode": "hold_all"}}
    tried = service.post_admin("/v1/policy/try", body).json()
    assert (tried["now"]["action"], tried["tried"]["action"]) == ("publish", "review")


def test_only_an_admin_key_sees_or_changes_a_policy(service) -> None:
    assert problem(service.call("GET", "/v1/policy"))["code"] == "key.scope"
    assert problem(service.call("PUT", "/v1/policy", json={"policy": {}}))["code"] == "key.scope"


def test_every_setting_is_listed_with_what_a_form_needs(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        answer = service.call("GET", "/v1/policy/settings", key=service.new_key("admin"))
    found = {one["key"]: one for one in answer.json()["settings"]}
    assert found["mode"]["kind"] == "choice"
    assert found["mode"]["choices"] == ["publish_first", "hold_flagged", "hold_all"]
    assert (found["length.max"]["kind"], found["length.max"]["least"]) == ("number", 1)
    assert (found["toxicity.review"]["least"], found["toxicity.review"]["most"]) == (0, 1)
    assert (found["rate.guest"]["kind"], found["languages"]["kind"]) == ("list", "list")
    assert found["languages"]["choices"] == ["vi", "en"]
    assert (found["words.shipped"]["kind"], found["words.entries"]["kind"]) == ("flag", "other")
    assert found["retention.hash_key"]["default"] == "30d"
