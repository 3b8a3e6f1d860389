"""The `moderation` command; `python -m moderation` is the same."""

from moderation.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
