"""Places that needles aim at in neck and chest; the lumbar ones are in :mod:`spine_viewer.procedures.targets`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.anatomy.glossary import crossing_level, split_id
from spine_viewer.anatomy.ids import above, bone_of
from spine_viewer.errors import InputError
from spine_viewer.procedures.checks import closest_on_path
from spine_viewer.procedures.model import Array, Target
from spine_viewer.procedures.targets import Axes, Site, endplate_axes, foramen_border

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

OUTSIDE_MM = 25.0
FEEL_STEP_MM = 0.05


def pillar_site(spine: Spine, nerve_id: str) -> Site:
    """A cervical medial branch, or the third occipital nerve, where it crosses the articular pillar.

    The tip must stay behind the anterior border of the pillar: the pillar's front at the waist, above it that of the
    superior articular process, which is the back of the foramen.
    """
    kind, _, side = split_id(nerve_id)
    bone = bone_of(crossing_level(nerve_id))
    part = "superior_articular_facet" if kind == "third_occipital" else "articular_pillar_waist"
    axes, lateral, path, target = _met(spine, nerve_id, bone, f"{bone}:{part}:{side}")
    front = np.asarray(spine.landmark(f"{bone}:articular_pillar_anterior:{side}"), dtype=float)
    return Site(
        nerve=nerve_id,
        bone=bone,
        path=path,
        target=target,
        axes=axes,
        lateral=lateral,
        border=np.vstack([front, foramen_border(spine, bone, side)]),
        border_name="tip_to_pillar_front_mm",
        border_limit="pillar_front_min_mm",
    )


def corner_site(spine: Spine, nerve_id: str) -> Site:
    """A thoracic medial branch at the superolateral corner of a transverse process, or just above it.

    The tip must stay behind the front of the foramina, that is the back of the vertebral bodies.
    """
    bone = bone_of(crossing_level(nerve_id))
    side = split_id(nerve_id)[2]
    axes, lateral, path, target = _met(spine, nerve_id, bone, f"{bone}:transverse_process_superolateral:{side}")
    over = above(bone)
    names = (f"{bone}:inferior_endplate", f"{bone}:superior_endplate", f"{over}:inferior_endplate")
    border = np.array([spine.landmark(f"{name}_posterior") for name in names], dtype=float)
    return Site(
        nerve=nerve_id,
        bone=bone,
        path=path,
        target=target,
        axes=axes,
        lateral=lateral,
        border=border,
        border_name="tip_to_foramen_front_mm",
        border_limit="foramen_front_min_mm",
    )


def across_joint_line(spine: Spine, site: Site, joint_id: str, apart_mm: float, radius_mm: float) -> tuple[Site, ...]:
    """Sites above, at and below the line of a cervical facet joint, on the lateral surface of the two bones.

    ``apart_mm`` is measured along the normal of the joint face as a lateral picture shows it. A needle of
    ``radius_mm`` that comes from the side touches the bone above and the bone below; at the line it stops as far
    out as midway between the two, on the capsule.
    """
    joint = spine.joint(joint_id)
    centre, normal = np.asarray(joint.centre, dtype=float), np.asarray(joint.normal, dtype=float)
    across = normal - (normal @ site.lateral) * site.lateral
    across = across / np.linalg.norm(across)
    points = {
        name: _felt(spine, centre + shift * across, site.lateral, radius_mm)
        for name, shift in (("above", apart_mm), ("below", -apart_mm))
    }
    points["at"] = 0.5 * (points["above"] + points["below"])
    bulge = float((_felt(spine, points["at"], site.lateral, radius_mm) - points["at"]) @ site.lateral)
    points["at"] = points["at"] + max(bulge, 0.0) * site.lateral
    landmark = f"{joint.bones[1]}:superior_articular_facet:{joint.side}"
    place = np.asarray(spine.landmark(landmark), dtype=float)
    return tuple(
        replace(
            site,
            aim=points[name][None],
            target=Target(points[name], landmark, float(np.linalg.norm(points[name] - place))),
        )
        for name in ("above", "at", "below")
    )


def shifted(site: Site, shift: Array) -> Site:
    """A site whose needle lies along the nerve's course moved by ``shift`` (3,)."""
    moved = replace(site.target, point=site.target.point + shift)
    return replace(site, target=moved, aim=site.path + shift)


def _felt(spine: Spine, middle: Array, lateral: Array, radius_mm: float) -> Array:
    """Where a needle from the side along ``lateral`` (3,) first touches bone on its way to ``middle`` (3,)."""
    line = middle + np.arange(OUTSIDE_MM, -OUTSIDE_MM, -FEEL_STEP_MM)[:, None] * lateral
    hit = np.flatnonzero(np.asarray(spine.distance_to_bone(line)) < radius_mm)
    if not len(hit) or hit[0] == 0:
        raise InputError("no bone beside the joint line; joint and bones do not fit")
    return np.asarray(line[hit[0] - 1])


def _met(spine: Spine, nerve_id: str, bone: str, landmark: str) -> tuple[Axes, Array, Array, Target]:
    """Axes of the bone, outward direction (3,), course (n, 3) and target of a nerve."""
    nerve, side = spine.nerve(nerve_id), split_id(nerve_id)[2]
    path, place = np.asarray(nerve.path, dtype=float), np.asarray(spine.landmark(landmark), dtype=float)
    point = closest_on_path(place, path)[1] if nerve.target is None else path[int(nerve.target)]
    axes = endplate_axes(spine, bone)
    lateral = axes.left if side == "left" else -axes.left
    return axes, lateral, path, Target(point, landmark, float(np.linalg.norm(point - place)))
