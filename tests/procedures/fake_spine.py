"""A small analytic spine: capsules and balls instead of bones, nerves drawn by formula. Only what a plan needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from spine_viewer.errors import InputError

LUMBAR = ("medial-branch-rf", "medial-branch-block")  # what it can be used for
LEVELS = ("T12", "L1", "L2", "L3", "L4", "L5", "sacrum")
SPACING_MM = 36.0
REACH_MM = 110.0
SIDES = {"left": 1.0, "right": -1.0}


def capsule(points, a, b, radius):
    """Signed distance (n,) to a capsule from ``a`` to ``b``."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    along = np.clip(((points - a) @ (b - a)) / ((b - a) @ (b - a)), 0.0, 1.0)
    return np.linalg.norm(points - a - along[:, None] * (b - a), axis=1) - radius


def at(centre, x, y, z):
    """A point by its offset from a bone's centre."""
    return centre + np.array([x, y, z], dtype=float)


@dataclass
class FakeBone:
    """A body (ball), and per side pedicle, transverse process (or ala) and superior articular process."""

    id: str
    centre: np.ndarray

    def parts(self):
        c = self.centre
        yield c, at(c, 0.0, 0.5, 0.0), 17.0
        for s in SIDES.values():
            root = at(c, 17.0 * s, 24.0, 8.0)
            yield at(c, 12.0 * s, 8.0, 9.0), root, 4.0
            yield root, at(c, 38.0 * s, 27.0, 7.0), 3.2
            yield at(c, 16.0 * s, 27.0, 6.0), at(c, 15.0 * s, 29.0, 24.0), 4.5
            yield at(c, 16.0 * s, 27.0, 6.0), at(c, 10.0 * s, 38.0, -14.0), 4.0

    def distance(self, points):
        points = np.atleast_2d(np.asarray(points, float))
        return np.min([capsule(points, a, b, r) for a, b, r in self.parts()], axis=0)


def landmarks(level: str, c: np.ndarray) -> dict[str, np.ndarray]:
    out = {"spinous_process_tip": at(c, 0.0, 60.0, 0.0), "median_crest:S1": at(c, 0.0, 42.0, 0.0)}
    plate = "s1_endplate" if level == "sacrum" else "superior_endplate"
    for name, offset in {
        "anterior": (0, -17, 0),
        "posterior": (0, 17, 0),
        "left": (20, 0, 0),
        "right": (-20, 0, 0),
    }.items():
        out[f"{plate}_{name}"] = at(c, *offset) + np.array([0.0, 0.0, 15.0])
    for side, s in SIDES.items():
        out[f"superior_articular_process_neck:{side}"] = at(c, 20.6 * s, 28.0, 12.0)
        out[f"pedicle_centre:{side}"] = at(c, 14.0 * s, 14.0, 9.0)
        out[f"pedicle_superior:{side}"] = at(c, 14.0 * s, 14.0, 13.0)
        out[f"pedicle_inferior:{side}"] = at(c, 14.0 * s, 14.0, 5.0)
        out[f"sacral_ala:{side}"] = at(c, 30.0 * s, 14.0, 8.0)
        out[f"ala_notch:{side}"] = at(c, 20.6 * s, 28.0, 12.0)
        out[f"superior_articular_facet:{side}"] = at(c, 12.0 * s, 31.0, 21.0)
        out[f"superior_articular_process_tip:{side}"] = at(c, 15.0 * s, 29.0, 28.0)
    return out


def nerve_path(c: np.ndarray, s: float) -> np.ndarray:
    """From above the transverse process over the SAP neck, down and back, then medially."""
    way = c + np.array(
        [
            [22.0 * s, 19.0, 22.0],
            [22.0 * s, 24.0, 16.5],
            [22.0 * s, 28.0, 12.0],
            [21.0 * s, 32.5, 6.0],
            [17.0 * s, 36.0, -2.0],
        ]
    )
    from scipy.interpolate import CubicSpline

    t = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1))])
    return CubicSpline(t, way)(np.linspace(0.0, t[-1], 80))


@dataclass
class FakeSpine:
    """Duck-typed stand-in for ``Spine``; ``wall`` adds a bony plate behind everything, so that no needle gets in."""

    pose: str = "prone"
    wall: bool = False
    bones: dict[str, FakeBone] = field(init=False)

    def __post_init__(self):
        import pyvista as pv

        count = len(LEVELS) - 1
        self.bones = {
            name: FakeBone(name, np.array([0.0, 0.0, SPACING_MM * (count - i)])) for i, name in enumerate(LEVELS)
        }
        box = pv.Box(bounds=(-160, 160, -120, 95, -160, 380)).triangulate()
        self.skin = SimpleNamespace(id="skin", kind="skin", mesh=box)

    nerves = ()

    def structures(self):
        return ()

    def bone(self, name):
        return self.bones[name]

    def landmark(self, name):
        bone, _, rest = name.partition(":")
        return landmarks(bone, self.bones[bone].centre)[rest]

    def nerve(self, nerve_id):
        kind, level, side = nerve_id.split(":")
        below = LEVELS[LEVELS.index(level) + 1]
        if kind not in ("medial_branch", "dorsal_ramus"):
            raise InputError(nerve_id)
        return SimpleNamespace(id=nerve_id, path=nerve_path(self.bones[below].centre, SIDES[side]), target=None)

    def joint(self, joint_id):
        _, levels, side = joint_id.split(":")
        upper = levels.split("-")[0]
        above = LEVELS[LEVELS.index(upper) - 1]
        normal = np.array([-np.cos(np.radians(30.0)) * SIDES[side], np.sin(np.radians(30.0)), 0.0])
        own = "dorsal_ramus" if upper == "L5" else "medial_branch"
        nerves = (f"medial_branch:{above}:{side}", f"{own}:{upper}:{side}")
        return SimpleNamespace(id=joint_id, normal=normal, nerves=nerves)

    def distance_to_bone(self, points):
        points = np.atleast_2d(np.asarray(points, float))
        low, high = points[:, 2].min() - REACH_MM, points[:, 2].max() + REACH_MM
        near = [b for b in self.bones.values() if low < b.centre[2] < high] or list(self.bones.values())
        nearest = np.min([b.distance(points) for b in near], axis=0)
        return np.minimum(nearest, np.abs(points[:, 1] - 70.0) - 2.0) if self.wall else nearest


def fake_simulate(gauge, tip_mm, temperature_c, seconds, perfusion):
    """A lesion that grows to 6 x 13 mm: stands in for the heat solver where only its shape matters."""
    times = np.linspace(0.0, seconds, 31)
    share = (1.0 - np.exp(-times / 20.0)) / (1.0 - np.exp(-seconds / 20.0))
    turn = np.linspace(0.0, np.pi, 41)
    edge = np.column_stack([3.0 * np.sin(turn), 5.0 - 6.5 * np.cos(turn)])
    return SimpleNamespace(
        times_s=times,
        width_over_time=6.0 * share,
        length_over_time=13.0 * share,
        tip_temperature_c=37.0 + (temperature_c - 37.0) * share,
        outlines=tuple(edge * [s, 1.0] if s > 0.0 else np.empty((0, 2)) for s in share),
        distal_mm=1.5,
    )
