"""What a question of the quiz shows, in terms of the viewer's own pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from spine_viewer.app.choices import FOLLOWING, Choices
from spine_viewer.app.practice.exercise import Pictures
from spine_viewer.imaging import CArm
from spine_viewer.imaging.machine.collimation import OPEN
from spine_viewer.imaging.overlay import Mark
from spine_viewer.imaging.picture.finish import Look
from spine_viewer.learning.quiz import Question
from spine_viewer.scene.model import Scene

# Nothing of what somebody has hidden, moved or pinned may hide a question's picture, or tell its answer.
PLAIN: dict[str, Any] = {
    "hidden": frozenset(), "ghosted": frozenset(), "isolated": frozenset(), "selection": None, "explode": 0.0,
    "cut": None, "marks": (), "notes": (), "focus": None, "asked_joint": None, **FOLLOWING, "collimation": OPEN,
    "field_name": Choices().field_name, "live": True, "landmarks": False, "audience": "professional",
}  # fmt: skip


LIT = ("selected", "target")


def pictures_of(question: Question) -> Pictures:
    """Which picture a question is about; the spine where it is about none."""
    return "xray" if "xray" in question.show else "scene"


def view_of(question: Question) -> str:
    """Where the 3D view is looked at from."""
    return str(question.show["scene"]["view"]) if "scene" in question.show else "posterior"


def posed(question: Question, choices: Choices, lit: str | None, told: bool) -> Choices:
    """The choices as a question's pictures show them.

    Parameters
    ----------
    question : Question
    choices : Choices
    lit : str or None
        Structure that is lit, where the question itself lights none.
    told : bool
        The question is answered: names may be seen.
    """
    names = frozenset({"labels"}) if told else frozenset()
    look = Look(invert=choices.look.invert)
    found = replace(choices, **PLAIN, look=look, layers=frozenset({"bones", "discs"}) | names)
    scene, xray = question.show.get("scene"), question.show.get("xray")
    if scene is not None:
        shown = {**scene, **question.reveal} if told else scene
        found = replace(
            found,
            region=shown["region"],
            layers=frozenset(shown["layers"]) | names,
            selection=lit or shown.get("selection"),
            ghosted=frozenset(shown.get("ghosted", ())),
            isolated=frozenset(shown.get("isolated", ())),
            asked_joint=shown.get("joint"),
            focus=shown.get("selection"),  # what is small is seen from near, before it is named and after
        )
    if xray is not None:
        marked = told or "mark" in xray
        found = replace(found, level=xray["level"], carm_view=xray["view"], side=xray["side"], landmarks=marked)
    return found


def named(scene: Scene) -> Scene:
    """A scene in which only what is lit keeps its name: the others would stand in the way of it."""
    return replace(scene, labels=tuple(one for one in scene.labels if one.emphasis in LIT))


def marks_on(question: Question, carm: CArm, told: bool) -> tuple[Mark, ...] | None:
    """What is drawn on the X-ray of a question: what is asked for, without its name before it is answered.

    None leaves the landmarks of the view, by which it can be told once that is answered.
    """
    xray = question.show.get("xray", {})
    if "mark" not in xray:
        return None if told else ()
    mark, columns = xray["mark"], xray["size"][1]
    places = (np.array(mark["places"], dtype=float) + 0.5) * carm.size[1] / columns - 0.5
    name = next(one.text for one in question.options if one.key == question.right[0]) if told else ""
    return (Mark(name, mark["kind"], places),)
