"""What needle practice adds to the pictures: the needle, fluid, heat, and both ways afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spine_viewer.anatomy.regions import region_with
from spine_viewer.app.choices import Choices

if TYPE_CHECKING:
    from spine_viewer.learning.practice import State
    from spine_viewer.learning.practice.bench import Bench
    from spine_viewer.learning.practice.fluids import Spreads
    from spine_viewer.scene.model import FluoroscopyRequest, Scene


def posed(bench: Bench, choices: Choices, playing: bool) -> Choices:
    """The choices as a task shows them: the skin is there while somebody aims, and nothing is named before the end."""
    plan = bench.practice.plan
    skin = playing and bench.state.needle is None
    layers = choices.layers | {"needle", "lesion"} | ({"skin"} if skin else frozenset())
    return replace(
        choices,
        procedure=plan.procedure,
        joint=plan.joint,
        side=plan.side,
        region=choices.region if choices.region == "whole" else region_with(plan.joint),
        layers=layers - {"labels"} if playing else layers,  # to count the levels is part of the task
        selection=None,
        landmarks=choices.landmarks and not (playing and choices.exam),
        live=not playing,
    )


def dressed(bench: Bench, state: State, spreads: Spreads, scene: Scene, playing: bool, near: bool) -> Scene:
    """The scene with what stands there at a state; ``near``: seen from where the task is looked at."""
    from spine_viewer.scene.compose import shipped_palette
    from spine_viewer.scene.practice_items import (
        debrief_items,
        held_pose,
        needle_pose,
        practice_camera,
        practice_items,
        with_body,
    )

    palette, practice = shipped_palette(), bench.practice
    inside, aim = needle_pose(practice, state), bench.aim if playing else None
    in_hand = inside is None and aim is not None
    pose = held_pose(practice, aim) if in_hand and aim is not None else inside
    items = practice_items(practice, state, aim, palette, pose, spreads)
    if not playing:
        items += debrief_items(practice, bench.tracks(), palette)
    shown = with_body(scene.items, palette) if in_hand else scene.items
    return replace(scene, items=(*shown, *items), camera=practice_camera(practice) if near else scene.camera)


def in_beam(bench: Bench, state: State, spreads: Spreads, request: FluoroscopyRequest) -> FluoroscopyRequest:
    """The request with the needle that is in and the contrast that was given."""
    from spine_viewer.scene.practice_fluids import practice_contrast
    from spine_viewer.scene.practice_items import needle_pose

    inside = needle_pose(bench.practice, state)
    needles = request.needles if inside is None else (inside,)
    return replace(request, needles=needles, fluids=practice_contrast(state, spreads))
