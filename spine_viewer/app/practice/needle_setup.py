"""Needle practice, before it begins: what is practised, on whom, and with which pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from trame_server.utils.typed_state import TypedState

from spine_viewer.anatomy.ids import SACROILIAC
from spine_viewer.anatomy.regions import region_with
from spine_viewer.app.choices import Choices
from spine_viewer.app.practice.exercise import Exercise, Screen
from spine_viewer.app.practice.needle_state import NeedleState
from spine_viewer.app.procedure.joint_logic import BEGINNING, nearest_joint
from spine_viewer.app.text import text, words
from spine_viewer.procedures.technique import joints_for, load_technique
from spine_viewer.scene.names import spoken

PAIRS = frozenset({"palisade"})  # heats two electrodes at a time, and practice has one needle
STUDY = ("3d", "exam")
LARGEST_SEED = 1_000_000


class NeedleSetup(Exercise):
    """Chooses the task.

    Parameters
    ----------
    screen : Screen
    """

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.typed = TypedState(screen.server.state, NeedleState)

    def choose_procedure(self, procedure: str) -> None:
        """Another technique, at the nearest joint where it is done."""
        now = self.screen.store.now
        if procedure != now.procedure:
            self._choose(procedure=procedure, joint=nearest_joint(now.joint, joints_for(procedure)), variant=None)

    def choose_way(self, way: str) -> None:
        """Another way to do the procedure."""
        now = self.screen.store.now
        technique = load_technique(now.procedure, now.joint)
        if way in technique.variant_names and way != (now.variant or technique.variant):
            self._choose(variant=way)

    def choose_side(self, side: str) -> None:
        """Left or right."""
        self._choose(side=side)

    def choose_person(self, person: str) -> None:
        """The typical anatomy, or a random person; the spine is changed at the start of the task."""
        self.typed.data.person = person

    def draw_seed(self) -> None:
        """Another number for the random person."""
        self.typed.data.seed = int(np.random.default_rng().integers(1, 10_000))
        self.typed.data.person = "random"

    def choose_study(self, study: str) -> None:
        """With the 3D view, or the X-ray alone."""
        self.screen.store.update(exam=study == "exam")

    def _choose(self, **changes: Any) -> None:
        now = self.screen.store.now
        after = replace(now, **changes)
        if after == now or after.joint not in joints_for(after.procedure):
            return
        if "variant" not in changes and load_technique(after.procedure, after.joint) is not load_technique(
            now.procedure, now.joint
        ):
            changes["variant"] = None
        region = "whole" if now.region == "whole" else region_with(after.joint)
        self.screen.store.update(**{**changes, "also": (), "both_sides": False, "region": region, **BEGINNING})

    def _offer(self, choices: Choices) -> None:
        """What can be chosen for the procedure, in words."""
        data, technique = self.typed.data, load_technique(choices.procedure, choices.joint)
        say = words("ways", choices.language)
        pelvis = text("joint.sacroiliac", choices.language)
        data.procedure, data.side = choices.procedure, choices.side
        data.joints = [
            {"value": one, "text": pelvis if one == SACROILIAC else spoken(one)}
            for one in joints_for(choices.procedure)
        ]
        data.joint = choices.joint
        data.ways = [{"value": one, "text": say[one]} for one in technique.variant_names if one not in PAIRS]
        data.way = choices.variant or technique.variant
