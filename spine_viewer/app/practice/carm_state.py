"""What the panel of the C-arm practice shows, and how an exercise is put on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from spine_viewer.app.choices import Choices
from spine_viewer.app.view.fluoroscopy.words import gauge_row
from spine_viewer.imaging import Gauge
from spine_viewer.imaging.machine.setting import Setting
from spine_viewer.imaging.settings import c_arm_facts
from spine_viewer.imaging.views import TABLE
from spine_viewer.learning.carm import Debrief, Pose
from spine_viewer.learning.carm.actions import JOINTS, Action, Frame, Move
from spine_viewer.learning.carm.task import levels_of
from spine_viewer.learning.carm.words import word

ANY = "any"


@dataclass
class CarmState:
    """``phase``: ``start`` (what is wished for), ``task`` or ``debrief``; ``busy`` while an exercise is made.

    ``view``, ``level`` and ``side`` may be ``any``; ``views`` and ``levels`` are those that can be wished for;
    ``seed`` is a number or empty, ``person`` ``default`` or ``random``. ``gauges``: those of the last picture;
    ``moved``: the C-arm moved since. ``score``, ``parts``, ``findings``, ``took`` are the debrief; ``problem`` is why
    something did not go.
    """

    phase: str = "start"
    busy: bool = False
    problem: str = ""
    region: str = "lumbar"
    view: str = ANY
    views: list[str] = field(default_factory=list)
    level: str = ANY
    levels: list[str] = field(default_factory=list)
    side: str = ANY
    difficulty: str = "1"
    seed: str = ""
    person: str = "default"
    asked: str = ""
    number: str = ""
    exposures: int = 0
    gauges: list[dict] = field(default_factory=list)
    moved: bool = True
    hint: str = ""
    score: str = ""
    parts: list[dict] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    took: str = ""
    kept: bool = False
    seen_ideal: bool = False


def offered(data: CarmState) -> None:
    """Bring what can be wished for in line with the region and the view; what no longer fits becomes ``any``."""
    data.views = [name for name in TABLE if levels_of(data.region, name)]
    if data.view not in data.views:
        data.view = ANY
    data.levels = list(levels_of(data.region, None if data.view == ANY else data.view))
    if data.level not in data.levels:
        data.level = ANY


def pose_of(choices: Choices, before: Pose) -> Pose:
    """How the choices set the machine; what nobody set stays as it was ``before``."""
    setting = choices.setting
    if setting.source_to_detector_mm is None and before.setting.source_to_detector_mm is not None:
        usual = float(c_arm_facts().geometry.source_to_detector_mm.default or 0.0)
        setting = Setting(**{name: getattr(setting, name) for name in JOINTS} | {"source_to_detector_mm": usual})
    return Pose(
        before.oblique_deg if choices.oblique_deg is None else choices.oblique_deg,
        before.tilt_deg if choices.tilt_deg is None else choices.tilt_deg,
        setting,
        before.field_name if choices.field_name is None else choices.field_name,
        choices.collimation,
    )


def fields_of(pose: Pose) -> dict[str, Any]:
    """The choices that set the machine so."""
    return {
        "oblique_deg": pose.oblique_deg, "tilt_deg": pose.tilt_deg, "setting": pose.setting,
        "field_name": pose.field_name, "collimation": pose.collimation,
    }  # fmt: skip


def actions_to(before: Pose, after: Pose) -> list[Move | Frame]:
    """The actions that bring the machine from one pose to another."""
    joints = {
        name: getattr(where, name)
        for where, was, names in (
            (after, before, ("oblique_deg", "tilt_deg")),
            (after.setting, before.setting, JOINTS),
        )
        for name in names
        if getattr(where, name) != getattr(was, name)
    }
    made: list[Move | Frame] = [Move.model_validate(joints)] if joints else []
    if (before.field_name, before.collimation) != (after.field_name, after.collimation):
        shut = after.collimation
        made.append(
            Frame(
                field=after.field_name,
                iris=shut.iris,
                shutters=shut.shutters,
                shutter_turn_deg=shut.shutter_turn_deg,
            )
        )
    return made


def same_joint(one: Action, other: Action) -> bool:
    """Whether two actions move the same joints, or both change what the beam covers: then they are one movement."""
    if isinstance(one, Move) and isinstance(other, Move):
        return set(one.asked) == set(other.asked)
    return isinstance(one, Frame) and isinstance(other, Frame)


def rows_of(gauges: Sequence[Gauge], language: str) -> list[dict]:
    """Gauges as the panel shows them."""
    return [gauge_row(one, language) for one in gauges]


def tell_debrief(data: CarmState, result: Debrief, language: str) -> None:
    """Write the score, its parts and what to do better."""
    data.score = f"{result.score.total:.0f}"
    data.parts = [
        {
            "name": word(f"part_{one.name}", language),
            "points": f"{one.points:.1f}",
            "most": f"{one.most:g}",
            "percent": round(100.0 * one.points / one.most),
        }
        for one in result.score.components
    ]
    data.findings = [one.told(language) for one in result.findings] or [word("all_well", language)]
    data.took = result.took(language)
