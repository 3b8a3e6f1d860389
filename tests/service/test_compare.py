"""What Perspective said is held against what we say, and a map is found that flags the same share."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.policy.load import parse
from service.__main__ import main
from service.doors.perspective_attributes import theirs
from service.operate.compare import Pair, compared, correlation, fitted

probabilities = st.floats(0, 1, allow_nan=False).map(lambda score: round(score, 4))


def sample(count: int = 2_000) -> list[Pair]:
    chance = Random(7)
    scores = [chance.random() for _ in range(count)]
    return [Pair("a", score**0.5, round(score, 4)) for score in scores]


def test_by_the_map_the_same_share_is_flagged() -> None:
    found = compared("TOXICITY", sample(), (0.5, 0.7, 0.8, 0.9), most=3)
    assert found.correlation == pytest.approx(1, abs=0.001)
    assert all(mapped == pytest.approx(there, abs=0.002) for _, there, _, mapped in found.flagged)
    assert any(abs(here - there) > 0.05 for _, there, here, _ in found.flagged)


@given(st.lists(st.builds(Pair, st.just("a"), probabilities, probabilities), min_size=100, max_size=150))
def test_a_map_never_falls_and_stays_within_bounds(pairs: list[Pair]) -> None:
    points = fitted(pairs, (0.5, 0.8))
    mapped = [theirs(step / 50, points) for step in range(51)]
    assert mapped == sorted(mapped)
    assert all(0 <= one <= 1 for one in mapped)
    assert [point.ours for point in points] == sorted({point.ours for point in points})


def test_too_few_comments_make_no_map() -> None:
    assert fitted(sample(99)) == []


def test_the_same_score_of_all_correlates_with_nothing() -> None:
    assert correlation([0.5, 0.5], [0.1, 0.9]) == 0.0


def test_the_command_prints_a_map_that_a_policy_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        json.dumps({"text": text, "scores": {"TOXICITY": score, "KIND": 1}})
        for number in range(60)
        for text, score in (
            (f"You are an idiot, number {number}", 0.9),
            (f"A nice day, number {number}", 0.1),
        )
    ]
    log = tmp_path / "log.jsonl"
    log.write_text("\n".join([*lines, "{", "[]"]), encoding="utf-8")
    assert main(["--home", str(tmp_path), "compare", "--door", "perspective", "--log", str(log)]) == 0
    told = capsys.readouterr().out
    assert "TOXICITY: 120 comments" in told
    assert "2 lines cannot be read" in told
    toml = told.partition("For the policy:")[2]
    assert parse(toml).perspective.map["TOXICITY"]


def test_the_command_says_when_there_is_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path), "compare", "--door", "perspective"]) == 2
    assert "nothing to compare" in capsys.readouterr().out
