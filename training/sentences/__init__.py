"""Sentences of our own to measure with, never to train on: clean comments, and terms of identity in templates.

A clean comment is one that any sensible moderator publishes at once. Half of them are *blind*: written without
running any model or check, and never edited because of a score.
"""

from training.sentences.clean import LANGUAGES, Sentence, sentences
from training.sentences.terms import Templates, Term, templates, terms

__all__ = ["LANGUAGES", "Sentence", "Templates", "Term", "sentences", "templates", "terms"]
