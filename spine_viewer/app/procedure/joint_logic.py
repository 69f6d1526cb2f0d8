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
from spine_viewer.app.text import reason
from spine_viewer.procedures.summary import session_lines
from spine_viewer.procedures.technique import joints_for, load_technique
from spine_viewer.scene.names import name_of


@dataclass
class JointState:
    """What the chooser shows.

    ``regions`` that the procedure is done in, ``joints`` of the ``region`` shown that it is done at. ``variants``: ways
    to do it, the ``variant`` chosen. ``several``: a click adds a joint to the session or takes it out; ``also`` those
    added, ``both``: on both sides, ``session``: what it adds up to.
    ``language``: that of title, summary and limits; ``spoken``: that of the ``problem`` that bars the plan.
    ``nerves``: ``{"id", "name", "figures", "passed"}`` per planned needle; ``figures``: ``{"id", "name", "value"}``.
    """

    procedure: str = ""
    region: str = ""
    regions: list[str] = field(default_factory=list)
    joints: list[str] = field(default_factory=list)
    joint: str = ""
    side: str = ""
    variants: list[str] = field(default_factory=list)
    variant: str = ""
    several: bool = False
    also: list[str] = field(default_factory=list)
    both: bool = False
    session: list[str] = field(default_factory=list)
    language: str = "en"
    title: str = ""
    summary: str = ""
    limits: str = ""
    planning: bool = True
    problem: str = ""
    spoken: str = "en"
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
        self._reported: tuple[Any, ...] = ()
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
        """Another joint, from the beginning of the procedure; or one more, or one less, of several."""
        now = self._store.now
        if not self.typed.data.several:
            self._go(now.procedure, joint, side)
        elif joint != now.joint:
            also = [one for one in now.also if one != joint] + [joint] * (joint not in now.also)
            ordered = tuple(one for one in JOINT_LEVELS if one in also)
            self._store.update(also=ordered, **BEGINNING)

    def choose_variant(self, variant: str) -> None:
        """Another way to do the procedure, from its beginning."""
        self._store.update(variant=variant, **BEGINNING)

    def toggle_several(self) -> None:
        """Let clicks add joints to the session; switched off, the first one alone is left."""
        self.typed.data.several = not self.typed.data.several
        if not self.typed.data.several and self._store.now.also:
            self._store.update(also=(), **BEGINNING)

    def toggle_both(self) -> None:
        """Both sides in one session, or one."""
        self._store.update(both_sides=not self._store.now.both_sides, **BEGINNING)

    def _go(self, procedure: str, joint: str, side: str) -> None:
        now = self._store.now
        region = "whole" if now.region == "whole" else region_with(joint)
        technique = load_technique(procedure, joint)
        same = load_technique(now.procedure, now.joint) is technique
        session: dict[str, Any] = {"variant": now.variant if same else None, "also": ()}
        self._store.update(procedure=procedure, joint=joint, side=side, region=region, **session, **BEGINNING)

    def _offer(self, choices: Choices) -> None:
        """Write the regions and joints that the procedure is done at."""
        data, allowed = self.typed.data, joints_for(choices.procedure)
        data.region = region_with(choices.joint)
        data.regions = list(dict.fromkeys(region_with(joint) for joint in allowed))
        data.joints = [joint for joint in allowed if region_with(joint) == data.region]

    def report(self) -> None:
        """Write what the plan says; called again when it has become ready, or cannot be made."""
        self._follow(self._store.now, self._store.now)

    def _follow(self, before: Choices, after: Choices) -> None:
        data = self.typed.data
        data.procedure, data.joint, data.side = after.procedure, after.joint, after.side
        data.also, data.both = list(after.also), after.both_sides
        data.several = data.several or bool(after.also)
        technique = load_technique(after.procedure, after.joint)
        data.variants, data.variant = list(technique.variant_names), after.variant or technique.variant
        if not data.joints or (before.procedure, before.joint) != (after.procedure, after.joint):
            self._offer(after)
        films: Films | None = self._films()
        if films is None or after.mode == "explore":
            return
        film = films.get(after)
        data.problem, data.spoken = reason(films.problem(after), after.language)
        data.planning = film is None and not data.problem
        if film is None:
            data.nerves, data.session, self._reported = [], [], ()
            return
        report = (film, after.language, after.audience, after.both_sides)
        if report == self._reported:  # a film that only moves on
            return
        self._reported = report
        technique = film.plan.technique
        data.language = told_in(after.language, technique.languages)
        words = {
            k: getattr(technique, k)[data.language].of(after.audience) for k in ("title", "summary", "limits_note")
        }
        data.title, data.summary, data.limits = words["title"], words["summary"], words["limits_note"]
        data.nerves = [_needle_row(n, one, after, film.plan) for n in film.plan.nerves for one in n.placements]
        data.session = session_lines(film.plan, after.language) if len(film.plan.joint_ids) > 1 else []


BEGINNING = {"time_s": 0.0, "after_days": 0.0, **FOLLOWING}


def nearest_joint(joint: str, allowed: tuple[str, ...]) -> str:
    """The joint itself where it is allowed, else the one that lies nearest."""
    here = JOINT_LEVELS.index(joint)
    return min(allowed, key=lambda one: abs(JOINT_LEVELS.index(one) - here))


def needle_id(planned: Any, placement: Any) -> str:
    """A name for one needle of a plan that no other has."""
    return f"{planned.nerve}:{placement.name}"


def _needle_row(planned: Any, placement: Any, choices: Choices, plan: Any) -> dict:
    from spine_viewer.anatomy.phrases import phrase, side_word
    from spine_viewer.procedures.summary import check_words, measured
    from spine_viewer.procedures.target_names import placement_name, target_label

    words = check_words(choices.language)
    plain = choices.audience == "patient"
    name = name_of(planned.nerve, "patient", choices.language) if plain else ""
    if plain and choices.both_sides:
        side = side_word(planned.nerve.rpartition(":")[2], choices.language)
        name = phrase("target_on_side", choices.language, target=name, side=side)
    name = name or target_label(planned.nerve, plan.sites, choices.language)
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
