"""Which procedure, at which joint, on which side; and what the plan says about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import FOLLOWING, Choices, Store
from spine_viewer.app.procedure.films import Films
from spine_viewer.scene.names import name_of


@dataclass
class JointState:
    """What the chooser shows.

    ``nerves``: ``{"id", "name", "tip_mm", "angle_deg", "foramen_mm", "passed"}`` per planned nerve.
    """

    procedure: str = ""
    joint: str = ""
    side: str = ""
    title: str = ""
    summary: str = ""
    limits: str = ""
    planning: bool = True
    problem: str = ""
    nerves: list[dict] = field(default_factory=list)


class JointLogic:
    """Chooses the joint and reports the plan.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    films : callable
        Gives the :class:`Films`, None until the spine is loaded.
    """

    def __init__(self, server: Server, store: Store, films: Any) -> None:
        self.typed = TypedState(server.state, JointState)
        self._store = store
        self._films = films
        store.subscribe(self._follow)
        self._follow(store.now, store.now)

    def choose_procedure(self, procedure: str) -> None:
        """Another technique, from its beginning."""
        self._store.update(procedure=procedure, **BEGINNING)

    def choose_joint(self, joint: str, side: str) -> None:
        """Another joint, from the beginning of the procedure."""
        self._store.update(joint=joint, side=side, **BEGINNING)

    def report(self, problem: str = "") -> None:
        """Write what the plan says; called again when it has become ready."""
        self.typed.data.problem = problem
        self._follow(self._store.now, self._store.now)

    def _follow(self, before: Choices, after: Choices) -> None:
        data = self.typed.data
        data.procedure, data.joint, data.side = after.procedure, after.joint, after.side
        films: Films | None = self._films()
        if films is None or after.mode == "explore":
            return
        film = films.get(after)
        data.planning = film is None and not data.problem
        if film is None:
            data.nerves = []
            return
        technique = film.plan.technique
        words = {
            k: getattr(technique, k)[after.language].of(after.audience) for k in ("title", "summary", "limits_note")
        }
        data.title, data.summary, data.limits = words["title"], words["summary"], words["limits_note"]
        data.nerves = [_nerve_row(n, after) for n in film.plan.nerves]


BEGINNING = {"time_s": 0.0, "after_days": 0.0, **FOLLOWING}


def _nerve_row(planned: Any, choices: Choices) -> dict:
    checks = planned.checks
    angle = checks.electrode_to_nerve_angle_deg
    return {
        "id": planned.nerve,
        "name": planned.label if choices.audience == "professional" else name_of(planned.nerve, "patient", "en"),
        "tip_mm": f"{checks.tip_to_nerve_mm:.1f}",
        "angle_deg": "" if angle is None else f"{angle:.0f}",
        "foramen_mm": f"{checks.tip_to_foramen_mm:.1f}",
        "depth_mm": f"{planned.trajectory.depth_mm:.0f}",
        "passed": bool(checks.passed),
    }
