"""The last answer, kept for those who ask the same again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Last(Generic[T]):
    """Keeps one value with what it was made of."""

    def __init__(self) -> None:
        self._kept: tuple[Any, T] | None = None

    def of(self, key: Any, make: Callable[[], T]) -> T:
        """The kept value where it was made of an equal ``key``, else a new one."""
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, make())
        return self._kept[1]
