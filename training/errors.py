"""What goes wrong offline, in words that name the value, the place and the cure."""


class TrainingError(Exception):
    """Base of everything that `training` raises on purpose."""


class DataError(TrainingError):
    """A data set is missing, changed, unknown, or has no such part."""
