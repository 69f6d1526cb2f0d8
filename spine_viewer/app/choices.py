"""What the user has chosen, in one frozen value, and the store that tells everybody when it changes.

The whole screen follows from one :class:`Choices`: the 3D scene, the fluoroscopy, the card. Undo is then nothing more
than an earlier value.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.imaging.machine.collimation import OPEN, Collimation
from spine_viewer.imaging.machine.setting import Setting
from spine_viewer.imaging.picture.finish import Look
from spine_viewer.procedures.moment import AS_PLANNED, InjectionWish
from spine_viewer.scene.request import DEFAULT_LAYERS

Mode = Literal["explore", "procedure", "after"]
MODES: tuple[Mode, ...] = ("explore", "procedure", "after")


@dataclass(frozen=True)
class Choices:
    """Everything that the user can choose.

    ``level`` is the bone that the C-arm is aimed at, ``carm_view`` a view of ``imaging.views.VIEWS`` that was asked
    for and ``oblique_deg``, ``tilt_deg`` angles set by hand; all are None while the C-arm follows the procedure or the
    region (:data:`FOLLOWING`), and ``setting`` moves it on from there. ``field_name`` is one of the fields of
    ``annotations/c_arm.json``. ``live``: the X-ray follows every movement, else the last image is held.
    ``look`` is how the picture is shown, ``landmarks`` whether it names what its view is read by. ``view`` is a name
    from ``scene.request.VIEWS``; ``variation`` is how the spine differs from the default one; ``time_s`` is the place
    on the procedure's timeline, ``after_days`` the recovery clock. ``perfusion`` is the tissue that the heat is worked
    out in (``body`` or ``bench``), ``heat_at_mm`` where its temperature is told: so far from the needle, or None at the
    nerve. ``injection`` is how injections differ from what is planned.
    """

    mode: Mode = "explore"
    audience: str = "patient"
    language: str = "en"
    region: str = "lumbar"
    layers: frozenset[str] = field(default=DEFAULT_LAYERS)
    selection: str | None = None
    variation: Variation = field(default_factory=Variation)
    view: str = "posterior"
    procedure: str = "medial-branch-rf"
    joint: str = "L4-L5"
    side: str = "left"
    time_s: float = 0.0
    after_days: float = 0.0
    level: str | None = None
    carm_view: str | None = None
    oblique_deg: float | None = None
    tilt_deg: float | None = None
    setting: Setting = field(default_factory=Setting)
    field_name: str = "9 in"
    collimation: Collimation = OPEN
    pulses_per_s: float = 15.0
    live: bool = True
    look: Look = field(default_factory=Look)
    landmarks: bool = False
    perfusion: str = "body"
    heat_at_mm: float | None = None
    injection: InjectionWish = AS_PLANNED


# What moves the C-arm, and what only its X-ray shows.
MOVES_THE_CARM = frozenset({"level", "carm_view", "oblique_deg", "tilt_deg", "setting", "field_name", "collimation"})
ONLY_IN_THE_XRAY = frozenset({"pulses_per_s", "live", "look", "landmarks"})

# What gives the C-arm back to the film, or to the region.
FOLLOWING: dict[str, Any] = {
    "level": None,
    "carm_view": None,
    "oblique_deg": None,
    "tilt_deg": None,
    "setting": Setting(),
}


Listener = Callable[[Choices, Choices], None]

# Moving along a timeline is no step that somebody wants to take back.
PASSING = frozenset({"time_s", "after_days"})


class Store:
    """The current choices, their history, and who wants to know.

    Parameters
    ----------
    start : Choices
        What is chosen at the start.
    clock : callable
        Seconds; passed in so that tests need not wait.
    merge_s : float
        Changes of the same field that follow each other faster (a slider) are one step of the history.
    """

    def __init__(self, start: Choices, clock: Callable[[], float] = time.monotonic, merge_s: float = 1.0) -> None:
        self._now = start
        self._past: list[Choices] = []
        self._future: list[Choices] = []
        self._listeners: list[Listener] = []
        self._clock = clock
        self._merge_s = merge_s
        self._last: tuple[frozenset[str], float] = (frozenset(), float("-inf"))

    @property
    def now(self) -> Choices:
        """What is chosen."""
        return self._now

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier state."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether something was undone."""
        return bool(self._future)

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener(before, after)`` at each change."""
        self._listeners.append(listener)

    def update(self, **changes: Any) -> None:
        """Change some fields; nothing happens where they already have these values."""
        after = replace(self._now, **changes)
        if after == self._now:
            return
        fields = frozenset(changes)
        if not fields <= PASSING:
            merged = fields == self._last[0] and self._clock() - self._last[1] < self._merge_s
            if not merged:
                self._past.append(self._now)
            self._future.clear()
            self._last = (fields, self._clock())
        self._set(after)

    def undo(self) -> None:
        """Back to the state before the last change; nothing where there is none."""
        if self._past:
            self._future.append(self._now)
            self._set(self._restored(self._past.pop()))

    def redo(self) -> None:
        """Take the last undo back; nothing where there is none."""
        if self._future:
            self._past.append(self._now)
            self._set(self._restored(self._future.pop()))

    def _restored(self, kept: Choices) -> Choices:
        """An earlier state, but at the present place of the timeline where that is still the same timeline."""
        self._last = (frozenset(), float("-inf"))
        same = all(getattr(kept, name) == getattr(self._now, name) for name in ("mode", "procedure", "joint", "side"))
        return replace(kept, **{name: getattr(self._now, name) for name in PASSING}) if same else kept

    def _set(self, after: Choices) -> None:
        before, self._now = self._now, after
        for listener in self._listeners:
            listener(before, after)
