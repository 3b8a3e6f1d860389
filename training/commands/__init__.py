"""Commands of `moderation-train` with more options than a line each."""
