"""The plane that cuts the body: which, where, and which side is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.text import text
from spine_viewer.scene.cut import Cut, first_cut, limits_mm, nearest_level

NONE = "none"


@dataclass
class CutState:
    """What the controls show: the plane (``none`` without one), the slider and its ends in mm, the place in words."""

    plane: str = NONE
    at_mm: float = 0.0
    low_mm: float = 0.0
    high_mm: float = 1.0
    text: str = ""
    about: str = ""


class CutLogic:
    """Carries the controls to the store and back.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    spine : callable
        Gives the spine, None until it is loaded.
    """

    def __init__(self, server: Server, store: Store, spine: Callable[[], Any]) -> None:
        self.typed = TypedState(server.state, CutState)
        self._store = store
        self._spine = spine
        self._shown_mm = 0.0
        self.typed.bind_changes({self.typed.name.at_mm: self._move})
        store.subscribe(self._follow)

    def choose(self, plane: str) -> None:
        """Cut along a plane, seen from where its cut surface shows; ``none`` makes everything whole."""
        now, spine = self._store.now, self._spine()
        if plane == NONE or spine is None:
            self._store.update(cut=None)
            return
        self._see(first_cut(spine, now.region, plane))

    def flip(self) -> None:
        """Leave the other side."""
        cut = self._store.now.cut
        if cut is not None:
            self._see(replace(cut, flipped=not cut.flipped))

    def refresh(self) -> None:
        """The spine is there, or another one."""
        self._follow(self._store.now, self._store.now)

    def _see(self, cut: Cut) -> None:
        self._store.update(cut=cut, view=cut.seen_from, asked_joint=None, camera=None)

    def _move(self, at_mm: float) -> None:
        """Take a place from the slider, unless it only repeats what was shown there."""
        cut = self._store.now.cut
        if cut is not None and self._spine() is not None and float(at_mm) != self._shown_mm:
            self._store.update(cut=replace(cut, at_mm=float(at_mm)))

    def _follow(self, before: Choices, after: Choices) -> None:
        spine, cut = self._spine(), after.cut
        if spine is None or cut is None:
            self.typed.data.plane = NONE
            return
        self._shown_mm = cut.at_mm
        low, high = limits_mm(spine, after.region, cut.plane)
        self.typed.set_dataclass(
            CutState(
                plane=cut.plane,
                at_mm=cut.at_mm,
                low_mm=min(low, cut.at_mm),
                high_mm=max(high, cut.at_mm),
                text=spoken_place(spine, cut, low, high, after.language),
                about=text(f"cut.about_{cut.plane}", after.language),
            )
        )


def spoken_place(spine: Any, cut: Cut, low_mm: float, high_mm: float, language: str = "en") -> str:
    """Where a plane lies: ``12 mm left``, ``at L4``, ``30 mm from the back`` of the bones of the region."""
    if cut.plane == "axial":
        bone = nearest_level(spine, cut.at_mm)
        return text("cut.at_level", language, level=text("cut.sacrum", language) if bone == "sacrum" else bone)
    if cut.plane == "coronal":
        return text("cut.from_back", language, mm=f"{high_mm - cut.at_mm:.0f}")
    if abs(cut.at_mm) < 0.5:
        return text("cut.midline", language)
    return text("cut.left" if cut.at_mm > 0 else "cut.right", language, mm=f"{abs(cut.at_mm):.0f}")
