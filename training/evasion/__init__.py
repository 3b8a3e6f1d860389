"""How comments hide what they say: named, seeded functions, for learning from and for measuring."""

from training.evasion.registry import EVASIONS, NAMES, Evasion, evade
from training.evasion.spelling import Language

__all__ = ["EVASIONS", "NAMES", "Evasion", "Language", "evade"]
