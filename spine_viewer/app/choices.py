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
from spine_viewer.scene.cut import Cut
from spine_viewer.scene.measures import Mark
from spine_viewer.scene.notes import Note
from spine_viewer.scene.pose import CameraPose
from spine_viewer.scene.request import DEFAULT_LAYERS

Mode = Literal["explore", "procedure", "after", "practice"]
MODES: tuple[Mode, ...] = ("explore", "procedure", "after", "practice")
WITH_FILM = frozenset({"procedure", "after"})  # modes that are about a planned procedure
EXERCISES = ("quiz", "carm", "needle", "progress")  # of Practice, in the order of their tabs


@dataclass(frozen=True)
class Choices:
    """Everything that the user can choose.

    ``level`` is the bone that the C-arm is aimed at, ``carm_view`` a view of ``imaging.views.VIEWS`` that was asked
    for and ``oblique_deg``, ``tilt_deg`` angles set by hand; all are None while the C-arm follows the procedure or the
    region (:data:`FOLLOWING`), and ``setting`` moves it on from there. ``field_name`` is one of the fields of
    ``annotations/c_arm.json``, None where the film chooses it. ``live``: the X-ray follows every movement, else the
    last image is held.
    ``look`` is how the picture is shown, ``landmarks`` whether it names what its view is read by. ``view`` is a name
    from ``scene.request.VIEWS``; ``variation`` is how the spine differs from the default one; ``time_s`` is the place
    on the procedure's timeline, ``after_days`` the recovery clock. ``perfusion`` is the tissue that the heat is worked
    out in (``body`` or ``bench``), ``heat_at_mm`` where its temperature is told: so far from the needle, or None at the
    nerve. ``injection`` is how injections differ from what is planned. ``variant`` is the way in which the procedure is
    done, None the default one; ``also`` are further joints of the same session (``L5-S1``), on both sides where
    ``both_sides``.

    ``hidden`` are structures, ``ghosted`` and ``isolated`` structures or whole layers. ``focus`` is the structure that
    ``view`` looks at in place of the region, ``asked_joint`` the joint whose nerves are lit, ``camera`` where a hand
    has turned the 3D view, None where it stands as ``view`` says. ``explode`` (0 to 1) moves structures apart, ``cut``
    is a plane that cuts them, ``marks`` are the points of a measure, ``notes`` are pinned to structures.

    ``exercise`` is the one of Practice, of :data:`EXERCISES`. What it shows and how far it has come is its own: an
    exercise is not taken back by undo. ``exam``: a needle is practised with the X-ray alone.

    Any of it can be written to a file or a link and read back: :mod:`spine_viewer.app.state.document`.
    """

    mode: Mode = "explore"
    audience: str = "patient"
    language: str = "en"
    region: str = "lumbar"
    layers: frozenset[str] = field(default=DEFAULT_LAYERS)
    hidden: frozenset[str] = frozenset()
    ghosted: frozenset[str] = frozenset()
    isolated: frozenset[str] = frozenset()
    selection: str | None = None
    explode: float = 0.0
    cut: Cut | None = None
    marks: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()
    focus: str | None = None
    asked_joint: str | None = None
    variation: Variation = field(default_factory=Variation)
    view: str = "posterior"
    camera: CameraPose | None = None
    procedure: str = "medial-branch-rf"
    joint: str = "L4-L5"
    side: str = "left"
    variant: str | None = None
    also: tuple[str, ...] = ()
    both_sides: bool = False
    time_s: float = 0.0
    after_days: float = 0.0
    level: str | None = None
    carm_view: str | None = None
    oblique_deg: float | None = None
    tilt_deg: float | None = None
    setting: Setting = field(default_factory=Setting)
    field_name: str | None = None
    collimation: Collimation = OPEN
    pulses_per_s: float = 15.0
    live: bool = True
    look: Look = field(default_factory=Look)
    landmarks: bool = False
    perfusion: str = "body"
    heat_at_mm: float | None = None
    injection: InjectionWish = AS_PLANNED
    exercise: str = EXERCISES[0]
    exam: bool = False


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

# Moving along a timeline or turning the view is no step that somebody wants to take back.
TIMES = frozenset({"time_s", "after_days"})
PASSING = TIMES | {"camera"}

# What a view is about: a view that was turned by hand is given up where any of it changes.
SHOT = ("mode", "view", "region", "focus", "asked_joint", "joint", "side")

# What a film is about: joint and side it begins with, then the way it is done and what else belongs to the session.
Key = tuple[str, str, str, str | None, tuple[str, ...], bool]


def film_key(choices: Choices) -> Key:
    """Two choices with the same key share a film."""
    return choices.procedure, choices.joint, choices.side, choices.variant, choices.also, choices.both_sides


def shot_of(choices: Choices) -> tuple[Any, ...]:
    """What the 3D view is about."""
    return tuple(getattr(choices, name) for name in SHOT)


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
        # Each with whether the step was a whole view, which comes back to the last detail.
        self._past: list[tuple[Choices, bool]] = []
        self._future: list[tuple[Choices, bool]] = []
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
        if "camera" not in changes and shot_of(after) != shot_of(self._now):
            after = replace(after, camera=None)
        if after == self._now:
            return
        fields = frozenset(changes)
        if not fields <= PASSING:
            merged = fields == self._last[0] and self._clock() - self._last[1] < self._merge_s
            if not merged:
                self._past.append((self._now, False))
            self._future.clear()
            self._last = (fields, self._clock())
        self._set(after)

    def restore(self, kept: Choices) -> None:
        """Everything as it was kept, in one step of the history."""
        if kept != self._now:
            self._past.append((self._now, True))
            self._future.clear()
            self._last = (frozenset(), float("-inf"))
            self._set(kept)

    def settle(self, **changes: Any) -> None:
        """Change some fields without a step of the history: what a screen needs, and not what somebody chose."""
        after = replace(self._now, **changes)
        if after != self._now:
            self._set(after)

    def undo(self) -> None:
        """Back to the state before the last change; nothing where there is none."""
        if self._past:
            kept, whole = self._past.pop()
            self._future.append((self._now, whole))
            self._set(self._restored(kept, whole))

    def redo(self) -> None:
        """Take the last undo back; nothing where there is none."""
        if self._future:
            kept, whole = self._future.pop()
            self._past.append((self._now, whole))
            self._set(self._restored(kept, whole))

    def _restored(self, kept: Choices, whole: bool) -> Choices:
        """An earlier state, at the present place of the same timeline, seen from where the same view stands now."""
        self._last = (frozenset(), float("-inf"))
        now = self._now
        if whole:
            return kept
        if all(getattr(kept, name) == getattr(now, name) for name in ("mode", "procedure", "joint", "side")):
            kept = replace(kept, **{name: getattr(now, name) for name in TIMES})
        return replace(kept, camera=now.camera) if shot_of(kept) == shot_of(now) else kept

    def _set(self, after: Choices) -> None:
        before, self._now = self._now, after
        for listener in self._listeners:
            listener(before, after)
