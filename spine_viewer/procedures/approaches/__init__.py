"""How a needle is found, one module per approach; a technique file names the one it uses.

To add an approach:

1. Write ``place(case) -> tuple[Placement, ...]`` in a module of its own. :class:`~.case.Case` holds the spine, the
   technique and what is aimed at (``case.structure``, a nerve or a joint); ``case.placed(site, found, name)`` turns a
   needle that was found into a :class:`~spine_viewer.procedures.model.Placement` with lesions, views and checks.
   Return several where a nerve needs several needles, each with its own name. Raise one clear ``InputError`` where no
   needle keeps the limits. ``find_block_needle`` (tip on bone), ``find_needle_to`` (tip at a given place) and
   ``find_electrode`` (along the nerve) search under limits that are given to them; ``also=case.keeps_clear`` makes
   them keep off what must be avoided.
2. Enter it in ``APPROACHES``.
3. Name it in ``annotations/procedures/<procedure>/<region>.json`` (``approach``, or ``approach_at`` for one bone),
   with the joints, needle, limits, views and steps of the film; a new procedure also goes into
   :data:`~spine_viewer.procedures.technique.PROCEDURES` and gets a course in ``annotations/recovery.json``.

Where a target has figures of its own (distance from a foramen's rim, from a joint's space), its ``Site`` lists them as
``extras``; ``case.keeps(site)`` holds a search to them. Another way to do the same procedure (another electrode,
setting or approach) is a variant in the technique's file, see :class:`~spine_viewer.procedures.technique.Variant`.

A joint's own nerves are aimed at, unless ``TARGETS`` has another answer for the approach. The captions' facts are in
:mod:`spine_viewer.procedures.facts`, the measured figures in :mod:`spine_viewer.procedures.measures`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from spine_viewer.anatomy.ids import choose
from spine_viewer.procedures.approaches import (
    along_pillar,
    behind,
    into_joint,
    lateral_block,
    oblique_block,
    over_corner,
    palisade,
    parallel_from_below,
    periforaminal,
)
from spine_viewer.procedures.approaches.case import Case
from spine_viewer.procedures.model import Placement

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

Place = Callable[[Case], tuple[Placement, ...]]
Targets = Callable[["Spine", str], tuple[str, ...]]

APPROACHES: dict[str, Place] = {
    "down-the-oblique-view": oblique_block.place,
    "parallel-from-below": parallel_from_below.place_lumbar,
    "parallel-from-below-thoracic": parallel_from_below.place_thoracic,
    "lateral-on-pillar": lateral_block.place_on_pillar,
    "lateral-across-joint": lateral_block.place_across_joint,
    "behind-at-neck": behind.place_at_neck,
    "behind-at-corner": behind.place_at_corner,
    "along-pillar": along_pillar.place_both_passes,
    "along-pillar-sagittal": along_pillar.place_sagittal_pass,
    "row-along-pillar": along_pillar.place_row,
    "over-corner": over_corner.place,
    "periforaminal": periforaminal.place,
    "periforaminal-parallel-l5": periforaminal.place_with_parallel_l5,
    "palisade": palisade.place,
    "into-joint-at-first-lucency": into_joint.place_first_lucency,
    "into-joint-in-plane": into_joint.place_in_plane,
}
TREATED = ("third_occipital", "medial_branch", "dorsal_ramus", "lateral_branch")


def nerves_of_joint(spine: Spine, joint_id: str) -> tuple[str, ...]:
    """The nerves to treat for a joint: those that the joint names, the upper one first."""
    return tuple(n for n in spine.joint(joint_id).nerves if n.split(":")[0] in TREATED)


def joint_itself(spine: Spine, joint_id: str) -> tuple[str, ...]:
    """The joint: what an intra-articular injection aims at."""
    return (spine.joint(joint_id).id,)


TARGETS: dict[str, Targets] = dict.fromkeys(("into-joint-at-first-lucency", "into-joint-in-plane"), joint_itself)


def targets_of(spine: Spine, joint_id: str, approach: str) -> tuple[str, ...]:
    """Ids of what is aimed at for a joint: its nerves, or what the approach says."""
    return TARGETS.get(approach, nerves_of_joint)(spine, joint_id)


def place(case: Case) -> tuple[Placement, ...]:
    """The needles of a case, by the approach that its technique names for the bone.

    Raises
    ------
    InputError
        If no needle keeps the technique's limits, or the approach is unknown.
    """
    return APPROACHES[choose(case.technique.approach_to(case.bone), tuple(APPROACHES), "approach")](case)
