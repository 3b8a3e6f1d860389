"""Offline work: data, fitting, evaluation, export of the classifier."""
