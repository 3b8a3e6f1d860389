"""Decides what happens to a comment, publish, review or reject, and says why."""
