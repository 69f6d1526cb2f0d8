"""Where pain comes from, as one picture: joint, nerves, spinal cord, brain, and the signal on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from spine_viewer.anatomy.pain_path import STEP_MM, foramen_magnum
from spine_viewer.anatomy.soft.brain import brain_surface
from spine_viewer.scene.fluid_items import unit_ball
from spine_viewer.scene.model import Array, Item, Label, SurfaceGeometry, TubeGeometry
from spine_viewer.scene.names import name_of, word
from spine_viewer.scene.palette import Palette

ACTION = "pain"
BRAIN = "brain"
LEAVES, AWAY, ARRIVES = 0.05, 0.3, 0.82  # parts of the step: the signal sets out, has left the nerves, is felt
NEARBY_MM = 75.0  # of its way are told while the camera is close
TRAIL_MM = (1.5, 5.0)  # its thickness at the joint and at the brain
PIECES = 6  # of its way, each thicker than the one before
BEAD_MM, BEADS_APART_MM = 5.5, 80.0
BEAD_AT_JOINT, BEADS_GROW_MM = 0.35, 250.0  # their size at the joint, and how far from it they have all of it
JOINT_GLOW_MM, FELT_MM = 6.0, 15.0
PULSES_AFTER = 3.0  # that still arrive in the rest of the step
BEATS = 9.0  # of the joint's glow in the step
SEEN_THROUGH_MM = 1e4  # of a label whose anchor lies inside of bone


@dataclass(frozen=True, eq=False)
class PainWay:
    """The signal on one nerve's way: its line (n, 3) in even steps, how far it has come, and how far the pulses behind
    it have run on since it arrived, all mm."""

    nerve: str
    path: Array
    front_mm: float
    ahead_mm: float


def pain_ways(moment: Any, paths: Mapping[str, Array]) -> tuple[PainWay, ...]:
    """Every way at a moment of the step that tells where pain comes from; ``paths`` as for :func:`pain_items`."""
    late = max(moment.progress - ARRIVES, 0.0) / (1.0 - ARRIVES)
    return tuple(
        PainWay(nerve, path, _done_mm(moment.progress, STEP_MM * (len(path) - 1)), BEADS_APART_MM * PULSES_AFTER * late)
        for nerve, path in paths.items()
    )


def pain_items(spine: Any, moment: Any, joint: Any, paths: Mapping[str, Array], palette: Palette) -> tuple[Item, ...]:
    """Brain, glowing joint and the signal's way so far, at a moment of the step that tells where pain comes from.

    ``paths`` are those of :func:`anatomy.pain_path.pain_paths`.
    """
    style, glow = palette.style("signal"), palette.style("signal_glow")
    beat = 0.5 - 0.5 * np.cos(2.0 * np.pi * BEATS * moment.progress)
    items = [_brain(spine, palette), _ball("pain:joint", joint.centre, JOINT_GLOW_MM * (0.75 + 0.25 * beat), glow)]
    for way in pain_ways(moment, paths):
        front = 1 + int(way.front_mm / STEP_MM)
        if front < 3:
            continue
        so_far = way.path[:front]
        items += _trail(way.nerve, so_far, len(way.path), style)
        items += _beads(way.nerve, so_far, way.ahead_mm, style)
    if moment.progress >= ARRIVES:
        felt = min(1.0, (moment.progress - ARRIVES) / (0.5 * (1.0 - ARRIVES)))
        end = next(iter(paths.values()))[-1]
        items.append(_ball("pain:felt", end, FELT_MM * felt * (0.85 + 0.15 * beat), glow))
    return tuple(items)


def pain_labels(spine: Any, request: Any, moment: Any, joint: Any, paths: Mapping[str, Array]) -> tuple[Label, ...]:
    """Names of what the way leads through: the joint, and its nerves or, seen from afar, spinal cord and brain."""
    told = (request.audience, request.language)
    places = [("joint", name_of(joint.id, *told), joint.centre)]
    if moment.progress < AWAY:
        nerves = [(n, spine.nerve(n)) for n in joint.nerves]
        places += [(n, name_of(n, *told, nerve.crosses), nerve.path[nerve.target]) for n, nerve in nerves]
    else:
        path = next(iter(paths.values()))
        height = 0.35 * float(np.asarray(joint.centre)[2]) + 0.65 * float(foramen_magnum(spine)[2])
        places.append(("cord", word("spinal_cord", *told), path[int(np.argmin(np.abs(path[:, 2] - height)))]))
        places.append(("brain", word("brain", *told), path[-1] - np.array([0.0, 0.0, 25.0])))
    return tuple(
        Label(f"pain:{name}", text, np.asarray(at, dtype=float), "target", SEEN_THROUGH_MM, n)
        for n, (name, text, at) in enumerate(places)
    )


def _done_mm(progress: float, whole_mm: float) -> float:
    """How far the signal has come, mm."""
    return float(np.interp(progress, (LEAVES, AWAY, ARRIVES), (0.0, min(NEARBY_MM, 0.5 * whole_mm), whole_mm)))


def _trail(nerve_id: str, so_far: Array, whole: int, style: Any) -> list[Item]:
    """The way in pieces that grow thicker, so that it is seen in the close-up and from afar."""
    bounds = np.linspace(0, whole - 1, PIECES + 1).astype(int)
    found = []
    for n, (a, b) in enumerate(pairwise(bounds)):
        piece = so_far[a : b + 1]
        if len(piece) >= 2:
            thick = TRAIL_MM[0] + (TRAIL_MM[1] - TRAIL_MM[0]) * n / (PIECES - 1)
            found.append(Item(f"pain:way:{nerve_id}:{n}", "nerves", TubeGeometry(piece, thick), style, on_top=True))
    return found


def _beads(nerve_id: str, so_far: Array, ahead_mm: float, style: Any) -> list[Item]:
    """Pulses that run along the way behind its front, and go on when it has arrived."""
    run = STEP_MM * np.arange(len(so_far))
    at = np.arange(run[-1] + ahead_mm % BEADS_APART_MM, 0.0, -BEADS_APART_MM)
    at = at[at <= run[-1]]
    points = np.column_stack([np.interp(at, run, so_far[:, k]) for k in range(3)])
    size = np.interp(at, (0.0, BEADS_GROW_MM), (BEAD_AT_JOINT * BEAD_MM, BEAD_MM))
    return [_ball(f"pain:bead:{nerve_id}:{n}", p, r, style) for n, (p, r) in enumerate(zip(points, size, strict=True))]


def _ball(name: str, at: Any, radius: float, style: Any) -> Item:
    matrix = np.eye(4)
    matrix[:3, :3] *= max(radius, 0.05)
    matrix[:3, 3] = at
    return Item(name, "nerves", unit_ball(), style, None, matrix, on_top=True)


def _brain(spine: Any, palette: Palette) -> Item:
    matrix = np.eye(4)
    matrix[:3, 3] = foramen_magnum(spine)
    return Item(BRAIN, "cord", _brain_geometry(), palette.style(BRAIN), None, matrix)


@lru_cache(maxsize=1)
def _brain_geometry() -> SurfaceGeometry:
    surface = brain_surface()
    return SurfaceGeometry(surface.vertices, surface.faces)


def brain_points(spine: Any) -> Array:
    """Some points (n, 3) of the brain, world mm: what a camera must hold."""
    return np.asarray(brain_surface().vertices[::50] + foramen_magnum(spine))
