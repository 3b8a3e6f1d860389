"""Invented comment adverts, and clean comments on the same subjects, for training the `spam` label.

No sizeable licensed set of Vietnamese comment adverts exists, so these are synthetic and the model card
says so. Word material lies in `words/`, one TOML file a family; what all share is in `shared_*` and
`frames_*`. A family can be held out as a whole, its clean comments with it.
"""

from training.adverts.generator import EN_FAMILIES, EN_TOPICS, FAMILIES, TOPICS, generate, group, neutral

__all__ = ["EN_FAMILIES", "EN_TOPICS", "FAMILIES", "TOPICS", "generate", "group", "neutral"]
