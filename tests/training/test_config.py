"""A fit is asked for in one file; what does not fit it is named."""

from pathlib import Path

import pytest

from training.commands.places import CONFIG
from training.config import read_config
from training.errors import TrainingError


def test_the_shipped_configuration_is_sound() -> None:
    config = read_config(CONFIG)
    names = [head.name for head in config.heads]
    assert len(set(names)) == len(names)
    assert all(0 < prior < 1 for head in config.heads for prior in head.prior.values())
    assert all(set(head.unmarked) <= set(head.prior) <= {"vi", "en"} for head in config.heads)


def test_a_label_is_offered_by_one_head_a_language() -> None:
    offered = [(head.label, language) for head in read_config(CONFIG).heads for language in head.prior]
    assert len(set(offered)) == len(offered)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = ", "Invalid value"),
        ("nmae = 'a'", "unknown field `nmae`"),
        (
            "name = 'a'\nseed = 1\nheads = []\nmix = []\ncalibrate_on = []\n[evasion]\nnames = ['zalgo']",
            "no evasion 'zalgo'; there are bidi, dotted",
        ),
        ("name = 'a'\nseed = 'b'", "Expected `int`, got `str` - at `$.seed`"),
    ],
)
def test_what_does_not_fit_is_named_with_the_cure(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(TrainingError) as caught:
        read_config(path)
    assert str(caught.value).startswith(str(path))
    assert told in str(caught.value)
    assert "see training/configs/shipped.toml" in str(caught.value)


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"none\.toml"):
        read_config(tmp_path / "none.toml")
