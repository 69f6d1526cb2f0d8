"""The spine that was there before Practice: a task may bring a patient of its own, who goes again after it."""

from __future__ import annotations

import asyncio

from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.app.choices import Choices, Store


class OwnSpine:
    """Remembers the spine of before and brings it back.

    Parameters
    ----------
    store : Store
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._own: Variation | None = None

    def follow(self, before: Choices, after: Choices, held: bool) -> None:
        """Another mode or another exercise comes to the screen; ``held``: a task under way still needs its patient."""
        if held:
            return
        comes = after.mode == "practice" and (before.mode != "practice" or self._own is None)
        if comes:
            self._own = after.variation
        elif self._own is not None and after.variation != self._own:
            asyncio.get_running_loop().call_soon(self._bring_back, self._own)  # once everybody has heard of the change
        if after.mode != "practice":
            self._own = None

    def _bring_back(self, own: Variation) -> None:
        self._store.settle(variation=own)
