"""Scores by hashed n-grams and integer weights."""
