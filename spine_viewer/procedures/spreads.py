"""Where the fluids of a plan go: the tissue about each needle's tip, or a vein."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from spine_viewer.anatomy.glossary import split_id
from spine_viewer.anatomy.nearest import SampledBone
from spine_viewer.anatomy.polydata import near_part
from spine_viewer.injectate import Spread, Vein, spread, spread_in_joint, vein
from spine_viewer.injectate.facts import injectate_facts
from spine_viewer.procedures.joint_sites import JointSpace, joint_space
from spine_viewer.procedures.model import Array, NervePlan

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures.planner import Plan

BEYOND_MM = 8.0
FAR_MM = 1000.0  # from a wall, where none is near
WALLS = ("disc", "cartilage", "cord")
WALLS_OF_JOINT = ("disc", "cord")  # its own cartilage lines the space that fills


@dataclass(frozen=True, eq=False)
class Reached:
    """A nerve that the fluid reaches: its id and the length of its course in the fluid, mm."""

    nerve: str
    held_mm: float


@dataclass(frozen=True, eq=False)
class Ways:
    """Where the fluid of one needle goes: into the tissue, or into the vein of the teaching variant."""

    tissue: Spread
    vein: Vein


class Spreads:
    """The fluids of a plan, needle by needle, in the plan's order; each is worked out when it is first asked for.

    Safe to use from several threads.

    Parameters
    ----------
    makers : sequence of callables
        One for each needle.
    """

    def __init__(self, makers: Sequence[Callable[[], Ways]]) -> None:
        self._makers = tuple(makers)
        self._made: dict[int, Ways] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._makers)

    def __getitem__(self, needle: int) -> Ways:
        """The ways of one needle; takes about half a second the first time."""
        with self._lock:
            if needle not in self._made:
                self._made[needle] = self._makers[needle]()
            return self._made[needle]


def spreads_of(spine: Spine, plan: Plan) -> Spreads | None:
    """How fluid spreads from every needle of a plan; None where the plan injects nothing at a target.

    Parameters
    ----------
    spine : Spine
        The one that was planned on.
    plan : Plan

    Raises
    ------
    InputError
        When a needle is asked for whose tip lies in bone.
    """
    if not any(step.injectate in ("contrast", "anaesthetic") for step in plan.technique.steps):
        return None
    needles = [(nerve, one.trajectory.tip) for nerve in plan.nerves for one in nerve.placements]
    return Spreads([partial(_ways, spine, plan, nerve, tip) for nerve, tip in needles])


def spread_at(spine: Spine, goal: str, region: str, tip: Array) -> Spread:
    """How fluid spreads from any place of a tip (3,): in a joint as that fills, elsewhere in the tissue.

    ``goal`` is the nerve along which it runs or, where the tip is in it, the joint that it fills; ``region`` that of
    the joint.

    Raises
    ------
    InputError
        The tip lies in bone.
    """
    nearest = near_bone(spine, tip)
    if goal in spine.joints and _is_inside(joint_space(spine, goal), region, tip):
        return _in_joint(spine, goal, region, tip, nearest)
    return _spread(spine, goal, tip, nearest)


def _is_inside(space: JointSpace, region: str, tip: Array) -> bool:
    """Whether a tip is between the faces of a joint, to within a cell of the grid, or in a recess."""
    facts = injectate_facts()
    between = float(space.outside_mm(tip[None])[0]) <= facts.cell_mm.value
    return between or bool(space.in_recess(tip[None], facts.joint.recess_mm[region].value)[0])


def _ways(spine: Spine, plan: Plan, nerve: NervePlan, tip: Array) -> Ways:
    nearest = near_bone(spine, tip)
    if nerve.nerve in spine.joints:
        tissue = _in_joint(spine, nerve.nerve, plan.technique.region, tip, nearest)
    else:
        tissue = _spread(spine, nerve.nerve, tip, nearest)
    return Ways(tissue, vein(spine, nerve.bone, split_id(nerve.nerve)[2], tip, nearest))


def reached(spine: Spine, fluid: Spread, ml: float) -> tuple[Reached, ...]:
    """The nerves that a volume reaches, the one that is held most first."""
    least = injectate_facts().reached_mm.value
    reach = float(fluid.ticks[0][-1])
    found = []
    for name in spine.nerves:
        path = np.asarray(spine.nerve(name).path)
        if (np.abs(path - fluid.tip) < reach).all(axis=1).any():
            held = fluid.held_mm(path, ml)
            if held >= least:
                found.append(Reached(name, held))
    return tuple(sorted(found, key=lambda one: -one.held_mm))


def near_bone(spine: Any, centre: Array) -> Callable[[Array], tuple[Array, Array]]:
    """Distance to bone and direction away from it, for points near ``centre`` (3,): quick, and good to 0.1 mm."""
    return _near(centre, (spine.bone(name).mesh for name in spine.bones if _about(spine.bone(name).box, centre)))


def _in_joint(
    spine: Spine, joint_id: str, region: str, tip: Array, nearest: Callable[[Array], tuple[Array, Array]]
) -> Spread:
    facts = injectate_facts().joint
    space, beyond = joint_space(spine, joint_id), facts.recess_mm[region].value
    walls = _walls(spine, tip, WALLS_OF_JOINT)
    return spread_in_joint(
        tip,
        lambda points: nearest(points)[0],
        space.outside_mm,
        lambda points: space.in_recess(points, beyond),
        space.lower_pole,
        facts.capsule_ml[region].value,
        (walls,),
    )


def _walls(spine: Spine, tip: Array, kinds: tuple[str, ...]) -> Callable[[Array], Array]:
    """Distance to soft walls near a tip."""
    meshes = (spine.structure(name).mesh for kind in kinds for name in spine.structures(kind))
    walls = _near(tip, (mesh for mesh in meshes if _about(np.array(mesh.bounds).reshape(3, 2).T, tip)))
    return lambda points: walls(points)[0]


def _spread(spine: Spine, nerve: str, tip: Array, nearest: Callable[[Array], tuple[Array, Array]]) -> Spread:
    path = spine.nerve(nerve).path if nerve in spine.nerves else None
    return spread(tip, lambda points: nearest(points)[0], path, (_walls(spine, tip, WALLS),))


def _about(box: Array, centre: Array) -> bool:
    reach = injectate_facts().reach_mm.value + BEYOND_MM
    return bool((box[0] < centre + reach).all() and (box[1] > centre - reach).all())


def _near(centre: Array, meshes: Iterable[Any]) -> Callable[[Array], tuple[Array, Array]]:
    reach = injectate_facts().reach_mm.value + BEYOND_MM
    parts = [part for mesh in meshes if (part := near_part(mesh, centre, reach)) is not None]
    return SampledBone(parts) if parts else _nothing


def _nothing(points: Array) -> tuple[Array, Array]:
    return np.full(len(points), FAR_MM), np.zeros((len(points), 3))
