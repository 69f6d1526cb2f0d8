"""Where pain comes from, as one picture: joint, nerves, spinal cord, brain, and the signal on its way."""

from __future__ import annotations

from collections.abc import Mapping
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
BEAD_MM, BEADS_APART_MM = 5.5, 80.0
JOINT_GLOW_MM, FELT_MM = 6.0, 15.0
PULSES_AFTER = 3.0  # that still arrive in the rest of the step
BEATS = 9.0  # of the joint's glow in the step
SEEN_THROUGH_MM = 1e4  # of a label whose anchor lies inside of bone


def pain_items(spine: Any, moment: Any, joint: Any, paths: Mapping[str, Array], palette: Palette) -> tuple[Item, ...]:
    """Brain, glowing joint and the signal's way so far, at a moment of the step that tells where pain comes from.

    ``paths`` are those of :func:`anatomy.pain_path.pain_paths`.
    """
    style, glow = palette.style("signal"), palette.style("signal_glow")
    beat = 0.5 - 0.5 * np.cos(2.0 * np.pi * BEATS * moment.progress)
    items = [_brain(spine, palette), _ball("pain:joint", joint.centre, JOINT_GLOW_MM * (0.75 + 0.25 * beat), glow)]
    for nerve_id, path in paths.items():
        front = 1 + int(_done_mm(moment.progress, STEP_MM * (len(path) - 1)) / STEP_MM)
        if front < 3:
            continue
        so_far = path[:front]
        items += _trail(nerve_id, so_far, len(path), style)
        items += _beads(nerve_id, so_far, moment.progress, style)
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
    pieces = 6
    bounds = np.linspace(0, whole - 1, pieces + 1).astype(int)
    found = []
    for n, (a, b) in enumerate(pairwise(bounds)):
        piece = so_far[a : b + 1]
        if len(piece) >= 2:
            thick = TRAIL_MM[0] + (TRAIL_MM[1] - TRAIL_MM[0]) * n / (pieces - 1)
            found.append(Item(f"pain:way:{nerve_id}:{n}", "nerves", TubeGeometry(piece, thick), style, on_top=True))
    return found


def _beads(nerve_id: str, so_far: Array, progress: float, style: Any) -> list[Item]:
    """Pulses that run along the way behind its front, and go on when it has arrived."""
    run = STEP_MM * np.arange(len(so_far))
    ahead = BEADS_APART_MM * (PULSES_AFTER * max(progress - ARRIVES, 0.0) / (1.0 - ARRIVES) % 1.0)
    at = np.arange(run[-1] + ahead, 0.0, -BEADS_APART_MM)
    at = at[at <= run[-1]]
    points = np.column_stack([np.interp(at, run, so_far[:, k]) for k in range(3)])
    size = np.interp(at, (0.0, 250.0), (0.35 * BEAD_MM, BEAD_MM))
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
