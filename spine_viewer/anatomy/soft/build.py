"""Builds the soft structures of one pose from the assembly and the finished bone meshes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyvista as pv

from spine_viewer.anatomy.assembly import Assembly
from spine_viewer.anatomy.bones.model import Face
from spine_viewer.anatomy.field.base import Array, Culled, Field
from spine_viewer.anatomy.field.mesher import raw_surface, relax, unit_gradient
from spine_viewer.anatomy.field.primitives import Moved
from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.levels import segment_name
from spine_viewer.anatomy.nearest import MeshDistance, NearestBone
from spine_viewer.anatomy.nerve import Nerve
from spine_viewer.anatomy.present import present
from spine_viewer.anatomy.rigid import apply, inverse
from spine_viewer.anatomy.soft.cartilage import facet_region, layer
from spine_viewer.anatomy.soft.cord import canal_centre, canal_line, cauda_roots, cord_radius
from spine_viewer.anatomy.soft.discs import disc_field
from spine_viewer.anatomy.soft.figures import load_soft
from spine_viewer.anatomy.soft.ligaments import mamillo_accessory_ligament
from spine_viewer.anatomy.soft.nerves import lay_nerves
from spine_viewer.anatomy.soft.skin import load_skin, skin_field
from spine_viewer.anatomy.soft.tube import tube
from spine_viewer.anatomy.surfaces import polydata, simplify

LUMBAR = ("L1", "L2", "L3", "L4", "L5")


@dataclass(frozen=True)
class PosedColumn:
    """The bones of one pose, ready for soft tissue to be built on."""

    assembly: Assembly
    pose: str
    meshes: Mapping[str, pv.PolyData]

    def frame(self, bone: str) -> Array:
        """Pose (4, 4) of a bone."""
        return self.assembly.poses[self.pose][bone]

    def locate(self, landmark: str) -> Array:
        """World point (3,) of a landmark id."""
        bone, _, name = landmark.partition(":")
        return apply(self.frame(bone), self.assembly.landmarks[bone][name])

    def field(self, bone: str) -> Field:
        """World field of a bone, culled."""
        return Culled(self.assembly.world_field(bone, self.pose))

    def nearest(self) -> NearestBone:
        """Distance and direction to the nearest bone mesh."""
        return NearestBone(
            [MeshDistance(mesh.transform(self.frame(bone), inplace=False)) for bone, mesh in self.meshes.items()]
        )


def _mesh(field: Field, voxel_mm: float, tolerance_mm: float) -> pv.PolyData:
    vertices, faces = simplify(*raw_surface(field, voxel_mm), tolerance_mm)
    vertices = relax(field, vertices, voxel_mm, steps=1)
    return polydata(vertices, faces, unit_gradient(field, vertices))


def discs(column: PosedColumn) -> Iterator[tuple[str, pv.PolyData]]:
    """``disc:L4-L5`` and its mesh in world mm, for every segment."""
    marks = column.assembly.landmarks
    for upper, lower in column.assembly.levels.segments:
        field = disc_field(
            marks[upper],
            marks[lower],
            column.frame(upper),
            column.frame(lower),
            column.field(upper),
            column.field(lower),
            lower == "sacrum",
        )
        yield f"disc:{segment_name(upper, lower)}", _mesh(field, 0.6, 0.06)


def world_face(column: PosedColumn, bone: str, face: Face) -> Face:
    """A joint face carried to the world."""
    matrix = column.frame(bone)
    turn = matrix[:3, :3]
    return Face(apply(matrix, face.centre), turn @ face.normal, turn @ face.up, face.half_width_mm, face.half_height_mm)


@dataclass(frozen=True)
class CartilageLayer:
    """One cartilage layer: the joint's structure id, the bone that carries it, and its mesh in that bone's frame."""

    structure: str
    bone: str
    mesh: pv.PolyData


def cartilage_layers(column: PosedColumn) -> list[CartilageLayer]:
    """Both layers of every joint, built once: each moves with its bone from pose to pose."""
    gaps = column.assembly.levels.gaps_mm
    slack = load_soft().cartilage_slack_mm.value
    layers: list[CartilageLayer] = []
    for upper, lower in column.assembly.levels.segments:
        for side in SIDES:
            face = column.assembly.models[lower].faces[f"superior_articular_facet:{side}"]
            name = f"cartilage:facet:{segment_name(upper, lower)}:{side}"
            region = facet_region(world_face(column, lower, face))
            layers += _two_layers(column, name, (upper, lower), region, gaps["facet"].value + slack, 0.4)
    for side in SIDES:
        region = Moved(column.assembly.models["sacrum"].extras[f"auricular_region:{side}"], column.frame("sacrum"))
        name, pair = f"cartilage:sacroiliac:{side}", ("sacrum", f"hip_{side}")
        layers += _two_layers(column, name, pair, region, gaps["sacroiliac"].value + slack, 0.6)
    return layers


def _two_layers(
    column: PosedColumn, name: str, pair: tuple[str, str], region: Field, gap_mm: float, voxel_mm: float
) -> Iterator[CartilageLayer]:
    for bone, other in (pair, pair[::-1]):
        mesh = _mesh(layer(column.field(bone), column.field(other), region, gap_mm), voxel_mm, 0.05)
        yield CartilageLayer(name, bone, mesh.transform(inverse(column.frame(bone)), inplace=False))


def cartilages(column: PosedColumn, layers: list[CartilageLayer]) -> Iterator[tuple[str, pv.PolyData]]:
    """``cartilage:facet:L4-L5:left`` and the like: both layers of each joint in one mesh, world mm."""
    for name in dict.fromkeys(part.structure for part in layers):
        posed = [p.mesh.transform(column.frame(p.bone), inplace=False) for p in layers if p.structure == name]
        yield name, _append(posed)


def nerves(column: PosedColumn) -> list[Nerve]:
    """Every nerve whose bones are there, laid on the bone meshes of the pose."""
    courses = present(tuple(column.meshes)).courses
    return list(lay_nerves(courses, column.locate, column.frame, column.nearest()))


def ligaments(column: PosedColumn) -> Iterator[tuple[str, pv.PolyData]]:
    """``mamillo_accessory_ligament:L4:left`` for every lumbar level and side."""
    nearest = column.nearest()
    for level in LUMBAR:
        for side in SIDES:
            mamillary, accessory, notch = (
                column.locate(f"{level}:{name}:{side}")
                for name in ("mamillary_process", "accessory_process", "mamillo_accessory_notch")
            )
            band = mamillo_accessory_ligament(mamillary, accessory, notch, nearest)
            yield f"mamillo_accessory_ligament:{level}:{side}", band


def canal(column: PosedColumn) -> tuple[Array, Array]:
    """Centres (k, 3) of the vertebral canal from T12 to S3 and half depths (k,), world mm."""
    found = []
    for bone in ("T12", *LUMBAR):
        back = column.frame(bone)[:3, :3] @ np.array([0.0, 1.0, 0.0])
        pedicles = 0.5 * (column.locate(f"{bone}:pedicle_centre:left") + column.locate(f"{bone}:pedicle_centre:right"))
        body = column.locate(f"{bone}:body_centre")
        up = column.frame(bone)[:3, :3] @ np.array([0.0, 0.0, 1.0])
        start = body + up * float((pedicles - body) @ up - 5.0)
        found.append(canal_centre(column.field(bone), start, back))
    for level in ("S1", "S2", "S3"):
        start = column.locate(f"sacrum:body_centre:{level}")
        aim = column.locate(f"sacrum:median_crest:{level}") - start
        found.append(canal_centre(column.field("sacrum"), start, aim / np.linalg.norm(aim)))
    return np.array([centre for centre, _ in found]), np.array([half for _, half in found])


def cord(column: PosedColumn, laid: list[Nerve]) -> Iterator[tuple[str, pv.PolyData]]:
    """``spinal_cord``, ``cauda_equina`` and ``dural_sac`` meshes in world mm."""
    size = load_soft()
    centres, half_depths = canal(column)
    top = centres[0] + (centres[0] - centres[1]) * 0.9
    line = canal_line(np.vstack([top, centres]))
    conus = 0.5 * float(
        column.locate("L1:inferior_endplate_centre")[2] + column.locate("L2:superior_endplate_centre")[2]
    )
    path, radius = cord_radius(line, conus, size.cord_radius_mm.value, size.cord_cone_mm.value)
    yield "spinal_cord", tube(path, radius, 20)
    exits = {n.id: n.path[0] for n in laid if n.kind == "spinal_nerve" and n.level != "T12"}
    for level in ("S1", "S2"):
        for side in SIDES:
            exits[f"{level}:{side}"] = column.locate(f"sacrum:anterior_foramen_medial:{level}:{side}")
    spread = float(half_depths[1:6].mean()) * size.root_spread_share.value
    strands = [tube(root, size.root_radius_mm.value, 8) for root in cauda_roots(line, conus, exits, spread)]
    yield "cauda_equina", _append(strands)
    end = float(centres[-2][2])
    sac = line[line[:, 2] >= end]
    yield "dural_sac", tube(sac, size.dural_sac_share.value * np.interp(-sac[:, 2], -centres[:, 2], half_depths), 24)


def _append(parts: list[pv.PolyData]) -> pv.PolyData:
    total = parts[0]
    for part in parts[1:]:
        total = total.append_polydata(part)
    return total


def skin(column: PosedColumn) -> pv.PolyData:
    """Skin mesh of the trunk, world mm."""
    names: dict[str, str] = {
        "T12": "T12:spinous_process_tip",
        "L3": "L3:spinous_process_tip",
        "L5": "L5:spinous_process_tip",
        "sacrum": "sacrum:median_crest:S2",
        "coccyx": "coccyx:tip",
        "hip": "hip_left:ischial_tuberosity",
        "S1": "sacrum:s1_endplate_anterior",
    }
    field = skin_field(load_skin(), {key: column.locate(name) for key, name in names.items()})
    return _mesh(field, 4.0, 0.2)
