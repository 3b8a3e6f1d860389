"""What counts as having the label."""

import pytest

from training.errors import DataError, TrainingError
from training.positive import DEFAULT, positive


@pytest.mark.parametrize(
    ("expression", "yes", "no"),
    [
        (DEFAULT, ["1", "0.5", " 2 ", "1e0", "true", "True"], ["0", "0.49", "-1", "false"]),
        ("1", ["1", "1.0", "01"], ["0", "10", "toxic"]),
        ("toxic,hate", ["toxic", " hate "], ["clean", "toxic,hate", "Toxic"]),
        ("!=clean", ["toxic", "hate"], ["clean"]),
        ("!=0, 2", ["1"], ["0", "0.0", "2"]),
        (">0", ["0.1", "1"], ["0", "-1"]),
        ("< 3", ["2.9"], ["3"]),
        ("<=3", ["3"], ["3.1"]),
        ("độc hại", ["độc hại"], ["sạch"]),
    ],
)
def test_an_expression_tells_positive_labels(expression: str, yes: list[str], no: list[str]) -> None:
    holds = positive(expression)
    assert [label for label in yes + no if holds(label)] == yes


@pytest.mark.parametrize(
    ("expression", "told"), [("", "names no value"), (">=", "names no value"), (">a", "'a' is no")]
)
def test_an_expression_that_is_none_is_told(expression: str, told: str) -> None:
    with pytest.raises(TrainingError, match=told):
        positive(expression)


@pytest.mark.parametrize("expression", [DEFAULT, "1", "!=clean"])
def test_an_empty_label_is_no_negative_one(expression: str) -> None:
    with pytest.raises(DataError, match="the label is empty; fill it in"):
        positive(expression)(" ")


@pytest.mark.parametrize("label", ["toxic", "nan", "inf"])
def test_a_label_that_is_no_number_cannot_be_compared(label: str) -> None:
    with pytest.raises(DataError, match="is no number; say which values are positive by --positive"):
        positive(DEFAULT)(label)
