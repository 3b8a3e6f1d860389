"""Foreign APIs that we answer, each by its own rules to the letter; one door a file."""
