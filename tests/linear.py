"""Whether something takes time in proportion to its input, told so that a busy machine does not matter."""

from collections.abc import Callable


def assert_linear(seconds: Callable[[int], float]) -> None:
    """*seconds* is the processor time that an input of some size takes; four times the size may take twelve times it.

    The best of three counts: a full collection of the tests' own heap takes longer than what is measured.
    """
    longer, shorter = (min(seconds(size) for _ in range(3)) for size in (48_000, 12_000))
    assert longer < 12 * shorter + 0.1
