"""Unicode work: length, folding, Vietnamese, language."""
