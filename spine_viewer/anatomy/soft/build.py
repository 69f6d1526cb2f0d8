"""Builds the soft structures of one pose from the assembly and the finished bone meshes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyvista as pv

from spine_viewer.anatomy.assembly import Assembly
from spine_viewer.anatomy.bones.model import Face
from spine_viewer.anatomy.field.base import Array, Culled, Field
from spine_viewer.anatomy.field.combine import Union
from spine_viewer.anatomy.field.mesher import raw_surface, relax, unit_gradient
from spine_viewer.anatomy.field.primitives import Moved
from spine_viewer.anatomy.ids import CERVICAL, LUMBAR, REGION_OF, SACRAL, SIDES, THORACIC
from spine_viewer.anatomy.joint_entries import JointAt
from spine_viewer.anatomy.levels import segment_name
from spine_viewer.anatomy.nearest import MeshDistance, NearestBone, SampledBone
from spine_viewer.anatomy.nerve import Nerve
from spine_viewer.anatomy.present import present
from spine_viewer.anatomy.rigid import apply, inverse
from spine_viewer.anatomy.soft.cartilage import facet_region, layer
from spine_viewer.anatomy.soft.cord import canal_centre, canal_line, cauda_roots, cord_radius, first_canal, segment_root
from spine_viewer.anatomy.soft.discs import disc_field
from spine_viewer.anatomy.soft.figures import load_soft
from spine_viewer.anatomy.soft.ligaments import mamillo_accessory_ligament
from spine_viewer.anatomy.soft.nerves import Ground, lay_nerves
from spine_viewer.anatomy.soft.skin import load_skin, skin_field
from spine_viewer.anatomy.soft.tube import tube
from spine_viewer.anatomy.surfaces import polydata, simplify

BELOW_PEDICLE_MM = (5.0, 4.0, 6.0, 3.0, 7.0, 8.0, 2.0)  # where the canal is looked for: before the lamina
INTO_DENS_MM = 2.0
FACET_VOXEL_MM = 0.45
SACROILIAC_VOXEL_MM = 0.6


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
        yield f"disc:{segment_name(upper, lower)}", _mesh(field, 0.6, 0.15)


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


def cartilage_layers(column: PosedColumn, joint: JointAt) -> list[CartilageLayer]:
    """Both layers of a joint, built once: each moves with its bone from pose to pose."""
    gaps, slack = column.assembly.levels.gaps_mm, load_soft().cartilage_slack_mm.value
    gap = gaps[joint.entry.kind].value + slack
    lower = joint.bones[1]
    model = column.assembly.models[lower]
    own = model.extras.get(joint.face.replace("surface", "region"))
    if own is not None:
        region: Field = Moved(own, column.frame(lower))
    else:
        region = facet_region(world_face(column, lower, model.faces[joint.face]))
    voxel = SACROILIAC_VOXEL_MM if joint.entry.kind == "sacroiliac" else FACET_VOXEL_MM
    return list(_two_layers(column, f"cartilage:{joint.id}", joint.bones, region, gap, voxel))


def _two_layers(
    column: PosedColumn, name: str, pair: tuple[str, str], region: Field, gap_mm: float, voxel_mm: float
) -> Iterator[CartilageLayer]:
    for bone, other in (pair, pair[::-1]):
        mesh = _mesh(layer(column.field(bone), column.field(other), region, gap_mm), voxel_mm, 0.15)
        yield CartilageLayer(name, bone, mesh.transform(inverse(column.frame(bone)), inplace=False))


def cartilages(column: PosedColumn, layers: list[CartilageLayer]) -> Iterator[tuple[str, pv.PolyData]]:
    """``cartilage:facet:L4-L5:left`` and the like: both layers of each joint in one mesh, world mm."""
    for name in dict.fromkeys(part.structure for part in layers):
        posed = [p.mesh.transform(column.frame(p.bone), inplace=False) for p in layers if p.structure == name]
        yield name, _append(posed)


def nerves(column: PosedColumn) -> list[Nerve]:
    """Every nerve whose bones are there, laid on the bone meshes of the pose."""
    courses = present(tuple(column.meshes)).courses
    posed = [mesh.transform(column.frame(bone), inplace=False) for bone, mesh in column.meshes.items()]
    ground = Ground(column.locate, column.frame, column.nearest(), SampledBone(posed))
    return list(lay_nerves(courses, ground))


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
    """Centres (k, 3) of the vertebral canal from the foramen magnum to S3 and half depths (k,), world mm."""
    basion, opisthion = column.locate("occiput:basion"), column.locate("occiput:opisthion")
    found = [(0.5 * (basion + opisthion), 0.5 * float(np.linalg.norm(opisthion - basion)))]
    dens, arch = column.locate("C2:dens_posterior"), column.locate("C1:posterior_tubercle")
    back = (arch - dens) / np.linalg.norm(arch - dens)
    found.append(canal_centre(Union(column.field("C1"), column.field("C2"), 0.1), dens - INTO_DENS_MM * back, back))
    for bone in (*CERVICAL[1:], *THORACIC, *LUMBAR):
        turn = column.frame(bone)[:3, :3]
        pedicles = 0.5 * (column.locate(f"{bone}:pedicle_centre:left") + column.locate(f"{bone}:pedicle_centre:right"))
        body = column.locate(f"{bone}:body_centre")
        height = float((pedicles - body) @ turn[:, 2])
        starts = [body + turn[:, 2] * (height - below) for below in BELOW_PEDICLE_MM]
        found.append(first_canal(column.field(bone), starts, turn[:, 1]))
    for level in SACRAL[:3]:
        start = column.locate(f"sacrum:body_centre:{level}")
        aim = column.locate(f"sacrum:median_crest:{level}") - start
        found.append(canal_centre(column.field("sacrum"), start, aim / np.linalg.norm(aim)))
    return np.array([centre for centre, _ in found]), np.array([half for _, half in found])


def cord(column: PosedColumn, laid: list[Nerve]) -> Iterator[tuple[str, pv.PolyData]]:
    """``spinal_cord``, ``spinal_roots``, ``cauda_equina`` and ``dural_sac`` meshes in world mm."""
    size = load_soft()
    centres, half_depths = canal(column)
    line = canal_line(centres)
    conus = 0.5 * float(
        column.locate("L1:inferior_endplate_centre")[2] + column.locate("L2:superior_endplate_centre")[2]
    )
    path, radius = cord_radius(line, conus, size.cord_radius_mm.value, size.cord_cone_mm.value)
    yield "spinal_cord", tube(path, radius, 16)
    exits = {n.id: n.path[0] for n in laid if n.kind == "spinal_nerve"}
    of_cauda = {name: point for name, point in exits.items() if name.split(":")[1] in LUMBAR}
    upper = {name: point for name, point in exits.items() if name not in of_cauda}
    thick = size.root_radius_mm.value
    rise = {region: getattr(size, f"root_rise_{name}_mm").value for region, name in REGION_OF.items() if region in "CT"}
    strands = [segment_root(line, point, rise[name.split(":")[1][0]]) for name, point in upper.items()]
    yield "spinal_roots", _append([tube(strand, thick, 6) for strand in strands])
    for level in SACRAL[:2]:
        for side in SIDES:
            of_cauda[f"{level}:{side}"] = column.locate(f"sacrum:anterior_foramen_medial:{level}:{side}")
    lumbar_canal = half_depths[1 + len(CERVICAL) + len(THORACIC) :][: len(LUMBAR)]
    spread = float(lumbar_canal.mean()) * size.root_spread_share.value
    yield "cauda_equina", _append([tube(root, thick, 6) for root in cauda_roots(line, conus, of_cauda, spread)])
    sac = line[line[:, 2] >= float(centres[-2][2])]
    half = np.interp(-sac[:, 2], -centres[:, 2], half_depths)
    yield "dural_sac", tube(sac, size.dural_sac_share.value * half, 18)


def _append(parts: list[pv.PolyData]) -> pv.PolyData:
    total = parts[0]
    for part in parts[1:]:
        total = total.append_polydata(part)
    return total


def skin(column: PosedColumn) -> pv.PolyData:
    """Skin mesh of trunk, neck and the base of the head, world mm."""
    figures = load_skin()
    return _mesh(skin_field(figures, {key: column.locate(name) for key, name in figures.marks.items()}), 4.0, 0.6)
