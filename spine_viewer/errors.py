"""Errors that a user can mend."""


class InputError(ValueError):
    """Bad input: the message is one line that says what was wrong, the value, and what is allowed."""
