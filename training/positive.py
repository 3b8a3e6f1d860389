"""Which values of a label column mean "has the label": a small language for the command line."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

from training.errors import DataError, TrainingError

Positive = Callable[[str], bool]

DEFAULT = ">=0.5"
GRAMMAR = f"""which labels are positive:
  1              that value; a number whichever way it is written, so 1.0 too
  toxic,hate     any of these values
  !=clean        any value but these
  >=0.5          numbers so large; also > < <=
without it: {DEFAULT}, where true and false are 1 and 0"""

_COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
_EXPRESSION = re.compile(r"\s*(>=|<=|!=|>|<)?(.*)", re.DOTALL)
_WORDS = {"true": 1.0, "false": 0.0}


def positive(expression: str) -> Positive:
    """What tells whether a label is positive by *expression*, whose grammar is `GRAMMAR`.

    Raises `TrainingError` for an expression that is none; what it returns raises `DataError` for a label that is
    empty, or no number where numbers are compared.

    >>> [positive("toxic,hate")(label) for label in ("clean", "hate")]
    [False, True]
    >>> [positive(">=0.5")(label) for label in ("0.33", "1", "true")]
    [False, True, True]
    """
    found = _EXPRESSION.fullmatch(expression)
    sign, operand = (found[1], found[2].strip()) if found else (None, "")
    if not operand:
        raise TrainingError(
            f"--positive {expression!r} names no value; write for instance 1, toxic,hate or >=0.5"
        )
    if sign in _COMPARE:
        return _comparison(expression, _COMPARE[sign], operand)
    values = {_canonical(value) for value in operand.split(",")}
    return lambda label: (_canonical(_filled(label)) in values) != (sign == "!=")


def _comparison(expression: str, compare: Callable[[float, float], bool], operand: str) -> Positive:
    bound = _number(operand)
    if bound is None:
        raise TrainingError(f"--positive {expression!r}: {operand!r} is no number; write for instance >=0.5")

    def holds(label: str) -> bool:
        value = _number(_filled(label))
        if value is None:
            raise DataError(f"label {label!r} is no number; say which values are positive by --positive")
        return compare(value, bound)

    return holds


def _filled(label: str) -> str:
    if not label.strip():
        raise DataError("the label is empty; fill it in, or leave the row out")
    return label


def _canonical(value: str) -> float | str:
    number = _number(value)
    return value.strip() if number is None else number


def _number(text: str) -> float | None:
    """None for what is no finite number."""
    word = text.strip().lower()
    try:
        value = _WORDS[word] if word in _WORDS else float(word)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None
