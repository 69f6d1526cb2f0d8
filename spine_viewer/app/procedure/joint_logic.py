"""Which procedure, at which joint, on which side; and what the plan says about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.anatomy.ids import JOINT_LEVELS
from spine_viewer.anatomy.languages import told_in
from spine_viewer.anatomy.regions import region_with
from spine_viewer.app.choices import FOLLOWING, Choices, Store
from spine_viewer.app.procedure.films import Films
from spine_viewer.procedures.technique import joints_for
from spine_viewer.scene.names import name_of


@dataclass
class JointState:
    """What the chooser shows.

    ``regions`` that the procedure is done in, ``joints`` of the ``region`` shown that it is done at.
    ``language``: that of title, summary and limits.
    ``nerves``: ``{"id", "name", "figures", "passed"}`` per planned needle; ``figures``: ``{"id", "name", "value"}``.
    """

    procedure: str = ""
    region: str = ""
    regions: list[str] = field(default_factory=list)
    joints: list[str] = field(default_factory=list)
    joint: str = ""
    side: str = ""
    language: str = "en"
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
        """Another technique, from its beginning; at the nearest joint where it is done."""
        self._go(procedure, nearest_joint(self._store.now.joint, joints_for(procedure)), self._store.now.side)

    def choose_region(self, region: str) -> None:
        """A joint in the middle of a region, from the beginning of the procedure."""
        now = self._store.now
        joints = [joint for joint in joints_for(now.procedure) if region_with(joint) == region]
        if joints and region_with(now.joint) != region:
            self._go(now.procedure, joints[len(joints) // 2], now.side)

    def choose_joint(self, joint: str, side: str) -> None:
        """Another joint, from the beginning of the procedure."""
        self._go(self._store.now.procedure, joint, side)

    def _go(self, procedure: str, joint: str, side: str) -> None:
        region = "whole" if self._store.now.region == "whole" else region_with(joint)
        self._store.update(procedure=procedure, joint=joint, side=side, region=region, **BEGINNING)

    def _offer(self, choices: Choices) -> None:
        """Write the regions and joints that the procedure is done at."""
        data, allowed = self.typed.data, joints_for(choices.procedure)
        data.region = region_with(choices.joint)
        data.regions = list(dict.fromkeys(region_with(joint) for joint in allowed))
        data.joints = [joint for joint in allowed if region_with(joint) == data.region]

    def report(self, problem: str = "") -> None:
        """Write what the plan says; called again when it has become ready."""
        self.typed.data.problem = problem
        self._follow(self._store.now, self._store.now)

    def _follow(self, before: Choices, after: Choices) -> None:
        data = self.typed.data
        data.procedure, data.joint, data.side = after.procedure, after.joint, after.side
        if not data.joints or (before.procedure, before.joint) != (after.procedure, after.joint):
            self._offer(after)
        films: Films | None = self._films()
        if films is None or after.mode == "explore":
            return
        film = films.get(after)
        data.planning = film is None and not data.problem
        if film is None:
            data.nerves = []
            return
        technique = film.plan.technique
        data.language = told_in(after.language, technique.languages)
        words = {
            k: getattr(technique, k)[data.language].of(after.audience) for k in ("title", "summary", "limits_note")
        }
        data.title, data.summary, data.limits = words["title"], words["summary"], words["limits_note"]
        data.nerves = [_needle_row(n, one, after) for n in film.plan.nerves for one in n.placements]


BEGINNING = {"time_s": 0.0, "after_days": 0.0, **FOLLOWING}


def nearest_joint(joint: str, allowed: tuple[str, ...]) -> str:
    """The joint itself where it is allowed, else the one that lies nearest."""
    here = JOINT_LEVELS.index(joint)
    return min(allowed, key=lambda one: abs(JOINT_LEVELS.index(one) - here))


def needle_id(planned: Any, placement: Any) -> str:
    """A name for one needle of a plan that no other has."""
    return f"{planned.nerve}:{placement.name}"


def _needle_row(planned: Any, placement: Any, choices: Choices) -> dict:
    from spine_viewer.procedures.summary import check_words, measured
    from spine_viewer.procedures.target_names import names_of, placement_name

    words = check_words(choices.language)
    plain = choices.audience == "patient"
    name = (
        name_of(planned.nerve, "patient", choices.language) if plain else names_of(planned.nerve, choices.language)[0]
    )
    figures = [
        {"id": one.name, "name": words.get(one.name, one.name), "value": measured(one)}
        for one in placement.checks.figures
    ]
    figures.append({"id": "depth_mm", "name": words["depth_mm"], "value": f"{placement.trajectory.depth_mm:.0f} mm"})
    return {
        "id": needle_id(planned, placement),
        "name": f"{name}, {placement_name(placement.name, choices.language)}" if placement.name else name,
        "figures": figures,
        "passed": bool(placement.checks.passed),
    }
