"""Judging an archive of comments: JSON lines in, JSON lines out, in order."""
