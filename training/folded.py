"""Folding, once a text: cleaning, mixing and the matrix all ask for the same ones."""

from functools import lru_cache

from moderation.text.folding import fold

folded = lru_cache(maxsize=1 << 20)(fold)
