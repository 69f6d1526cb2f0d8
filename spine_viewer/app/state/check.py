"""Whether choices that came from outside can be shown: names first, then what the loaded spine has."""

from __future__ import annotations

from typing import Any

from spine_viewer.anatomy.ids import SIDES, choose
from spine_viewer.anatomy.languages import LANGUAGES
from spine_viewer.anatomy.regions import region
from spine_viewer.app.choices import EXERCISES, WITH_FILM, Choices
from spine_viewer.errors import InputError
from spine_viewer.imaging.settings import c_arm_facts
from spine_viewer.imaging.views import VIEW_LEVELS, VIEWS
from spine_viewer.injectate.facts import injectate_facts
from spine_viewer.procedures.allowed import joints_of
from spine_viewer.procedures.heat import PERFUSIONS
from spine_viewer.procedures.technique import load_technique
from spine_viewer.scene import request
from spine_viewer.scene.measures import MOST as MOST_MARKS
from spine_viewer.scene.notes import MOST as MOST_NOTES

LONGEST_S, LONGEST_DAYS = 1e5, 1e5
PULSES = (0.1, 60.0)


def check_choices(choices: Choices) -> None:
    """Refuse names that do not exist and numbers that mean nothing.

    Raises
    ------
    InputError
        With the value and what is allowed.
    """
    region(choices.region)
    choose(choices.audience, request.AUDIENCES, "audience")
    choose(choices.language, LANGUAGES, "language")
    choose(choices.view, request.VIEWS, "view")
    for layer in sorted(choices.layers):
        choose(layer, request.LAYERS, "layer")
    choose(choices.joint, joints_of(choices.procedure), "joint")
    choose(choices.side, SIDES, "side")
    _check_session(choices)
    choose(choices.perfusion, PERFUSIONS, "perfusion")
    if choices.field_name is not None:
        choose(choices.field_name, tuple(c_arm_facts().geometry.fields_mm), "field")
    if choices.level is not None:
        choose(choices.level, VIEW_LEVELS, "level")
    if choices.carm_view is not None:
        choose(choices.carm_view, VIEWS, "C-arm view")
    for name, low, high in (
        ("time_s", 0.0, LONGEST_S),
        ("after_days", 0.0, LONGEST_DAYS),
        ("oblique_deg", -180.0, 180.0),
        ("tilt_deg", -180.0, 180.0),
        ("pulses_per_s", *PULSES),
        ("heat_at_mm", 0.0, 1000.0),
        ("explode", 0.0, 1.0),
    ):
        value = getattr(choices, name)
        if value is not None and not low <= value <= high:
            raise InputError(f"{name} {value!r}; allowed: {low:g} to {high:g}")
    for name, many in (("marks", MOST_MARKS), ("notes", MOST_NOTES)):
        if len(getattr(choices, name)) > many:
            raise InputError(f"{name}: {len(getattr(choices, name))} of them; allowed: at most {many}")
    wished, (least, most) = choices.injection.anaesthetic_ml, injectate_facts().slider_ml.value
    if wished is not None and not least <= wished <= most:
        raise InputError(f"anaesthetic_ml {wished!r}; allowed: {least:g} to {most:g}")
    choose(choices.exercise, EXERCISES, "exercise")
    if choices.view == "guided" and choices.mode not in WITH_FILM:
        raise InputError("view 'guided' needs mode 'procedure'")


def _check_session(choices: Choices) -> None:
    """The way it is done, and joints of one technique, each once."""
    technique = load_technique(choices.procedure, choices.joint, choices.variant)
    for joint in choices.also:
        choose(joint, technique.joints, "further joint of the session")
    if len({choices.joint, *choices.also}) <= len(choices.also):
        raise InputError(f"joints of the session {', '.join((choices.joint, *choices.also))}; allowed: each once")


def check_structures(choices: Choices, spine: Any) -> None:
    """Refuse structures that the spine does not have.

    Raises
    ------
    InputError
        With the id.
    """
    known = frozenset(spine.structures())
    for name in ("selection", "focus"):
        value = getattr(choices, name)
        if value is not None and value not in known:
            raise InputError(f"{name}: this spine has no structure {value!r}")
    if choices.asked_joint is not None and choices.asked_joint not in spine.joints:
        raise InputError(f"asked_joint: this spine has no joint {choices.asked_joint!r}")
    for name, allowed in (
        ("hidden", known),
        ("ghosted", known.union(request.LAYERS)),
        ("isolated", known.union(request.LAYERS)),
    ):
        strange = sorted(getattr(choices, name) - allowed)
        if strange:
            raise InputError(f"{name}: this spine has no structure {strange[0]!r}")
    pinned = [("marks", mark.structure_id) for mark in choices.marks]
    pinned += [("notes", note.structure_id) for note in choices.notes]
    for name, structure_id in pinned:
        if structure_id not in known:
            raise InputError(f"{name}: this spine has no structure {structure_id!r}")
