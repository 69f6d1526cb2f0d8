"""What the keys of the page do."""

from __future__ import annotations

from collections.abc import Callable


class KeyboardLogic:
    """Sends keys on to the features.

    Parameters
    ----------
    actions : mapping of key to callable
        What each key does; a key that is missing does nothing.
    first : callable
        Is offered every key before; whether it took it.
    """

    def __init__(
        self, actions: dict[str, Callable[[], object]], first: Callable[[str], bool] = lambda _: False
    ) -> None:
        self._actions = actions
        self._first = first

    def press(self, key: str) -> None:
        """A key was pressed outside of a text field."""
        if self._first(key):
            return
        action = self._actions.get(key)
        if action is not None:
            action()
