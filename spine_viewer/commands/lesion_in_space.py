"""The lesion of several electrodes, or beside bone, for ``spine-viewer lesion``."""

from __future__ import annotations

import argparse
from typing import Any

from spine_viewer.commands.output import progress_bar
from spine_viewer.commands.parser import check_joint
from spine_viewer.errors import InputError

SPACING_MM = 10.0
PROCEDURE = "medial-branch-rf"


def lesion_in_space(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    """The lesion as a document and in words."""
    from spine_viewer.lesion import simulate_at
    from spine_viewer.lesion.request import Request

    Request(
        options.gauge,
        options.tip,
        options.temperature,
        options.time,
        options.perfusion,
        options.kind,
        options.cannula,
    )
    if options.joint:
        check_joint(PROCEDURE, options.joint)
    bar = progress_bar()
    electrodes, bone, nerve, path = _at_joint(options) if options.joint else _in_a_row(options)
    lesion = simulate_at(
        electrodes,
        options.temperature,
        options.time,
        options.perfusion,
        bone=bone,
        bipolar=options.bipolar,
        progress=None if bar is None else lambda part, _: bar(part),
    )
    document, text = lesion.to_dict(), lesion.summary()
    if nerve is not None:
        length, percent = lesion.covered_mm(path)
        document |= {"nerve": nerve, "covered_mm": round(length, 2), "covered_percent": round(percent, 1)}
        text += f"\n{nerve}: {length:.1f} mm of its course lies in dead tissue ({percent:.0f} %)"
    return document, text


def _in_a_row(options: argparse.Namespace) -> tuple[list[Any], Any, None, Any]:
    """Parallel electrodes along x that point down, and a flat bone behind them."""
    from spine_viewer.lesion import Electrode
    from spine_viewer.lesion.facts import electrode_facts
    from spine_viewer.lesion.request import within

    facts = electrode_facts()
    spacing = SPACING_MM if options.spacing is None else options.spacing
    within(facts.spacing_mm, spacing, "spacing")
    most = int(facts.most_electrodes.value)
    if not 1 <= options.electrodes <= most:
        raise InputError(f"{options.electrodes} electrodes; allowed: 1 to {most}")
    places = [i * spacing for i in range(options.electrodes)]
    made = [Electrode((x, 0, 0), (0, 0, -1), options.gauge, options.tip, options.kind, (0, 1, 0)) for x in places]  # type: ignore[arg-type]
    if options.bone is None:
        return made, None, None, None
    if not 0.0 <= options.bone <= 30.0:
        raise InputError(f"bone {options.bone:g} mm is out of range; allowed: 0 to 30 mm from the electrode's axis")
    return made, lambda points: points[:, 1] + options.bone, None, None


def _at_joint(options: argparse.Namespace) -> tuple[list[Any], Any, str, Any]:
    """The first electrode planned for a joint, the bones of the spine, and the nerve to be treated."""
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.lesion import Electrode
    from spine_viewer.procedures import plan

    spine = Spine.load(pose="prone")
    first = plan(spine, PROCEDURE, joint=options.joint, side=options.side).nerves[0]
    way = first.trajectory
    made = Electrode(way.tip, way.direction, options.gauge, options.tip, options.kind)
    return [made], spine.distance_to_bone, first.nerve, spine.nerve(first.nerve).path
