"""Invented comments in which a word does not decide: harmless beside hostile, for training the toxicity labels.

A model over words learns from toxic data sets that "idiot" or "người Bắc" speaks for toxicity, whatever is said.
These comments show each such word used innocently, the same insults meant, and every term of identity equally
often in civil and in hostile company. They are synthetic, our own, and for training alone.
"""

from training.pairs.generator import generate
from training.pairs.topics import KINDS, LANGUAGES
from training.pairs.written import written

__all__ = ["KINDS", "LANGUAGES", "generate", "written"]
