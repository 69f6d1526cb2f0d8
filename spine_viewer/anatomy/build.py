"""Builds every shipped mesh and the manifest: ``spine-viewer bones build``."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pyvista as pv
import trimesh

from spine_viewer.anatomy.assembly import Assembly, assemble
from spine_viewer.anatomy.folders import meshes_folder
from spine_viewer.anatomy.ids import choose
from spine_viewer.anatomy.levels import POSES
from spine_viewer.anatomy.manifest import GENERATOR, file_sha256, load_manifest
from spine_viewer.anatomy.soft import build as soft
from spine_viewer.anatomy.surfaces import bone_meshes
from spine_viewer.anatomy.surfaces_io import read_ply, write_ply

Report = Callable[[str], None]
FILES = {"display": "{bone}.ply", "coarse": "coarse/{bone}.ply", "inner": "inner/{bone}.ply"}


def build_all(folder: Path | None = None, bones: Sequence[str] | None = None, report: Report = print) -> None:
    """Build the bones (or only ``bones``) and every soft structure into ``folder`` (default: the shipped one).

    Raises
    ------
    InputError
        For a bone id that does not exist.
    """
    folder = folder or meshes_folder()
    assembly = assemble()
    chosen = [choose(bone, assembly.levels.bones, "bone") for bone in bones] if bones else list(assembly.levels.bones)
    entries = json.loads((folder / "manifest.json").read_text())["bones"] if bones else {}
    for name in FILES.values():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    for bone in chosen:
        entries[bone] = build_bone(assembly, bone, folder)
        report(f"{bone}: {entries[bone]['triangles']['display']} triangles, genus {entries[bone]['genus']}")
    meshes = {bone: read_ply(folder / FILES["display"].format(bone=bone)) for bone in assembly.levels.bones}
    columns = {pose: soft.PosedColumn(assembly, pose, meshes) for pose in POSES}
    layers = soft.cartilage_layers(columns["standing"])
    poses = {pose: build_pose(column, layers, folder, report) for pose, column in columns.items()}
    manifest = {"generator": GENERATOR, "bones": entries, "poses": poses}
    temporary = folder / "manifest.part"
    temporary.write_text(json.dumps(manifest, indent=1) + "\n")
    temporary.replace(folder / "manifest.json")
    load_manifest.cache_clear()


def build_bone(assembly: Assembly, bone: str, folder: Path) -> dict[str, object]:
    """Mesh one bone into ``folder`` and return its manifest entry."""
    model = assembly.models[bone]
    shell = assembly.levels.cortical_shell_mm.value
    meshes = bone_meshes(assembly.fields[bone], model.faces, model.voxel_mm, shell)
    for detail, mesh in meshes.items():
        write_ply(mesh, folder / FILES[detail].format(bone=bone))
    solid = as_trimesh(meshes["display"])
    marks = assembly.landmarks[bone]
    return {
        "sha256": {detail: file_sha256(folder / name.format(bone=bone)) for detail, name in FILES.items()},
        "triangles": {detail: mesh.n_cells for detail, mesh in meshes.items()},
        "genus": 1 - solid.euler_number // 2,
        "volume_mm3": round(float(solid.volume), 1),
        "dimensions": {name: round(float(value), 4) for name, value in model.dimensions.items()},
        "landmarks": {
            name: {"point": rounded(marks[name]), "kind": mark.kind} for name, mark in model.landmarks.items()
        },
        "faces": {
            name: {
                "centre": rounded(face.centre),
                "normal": rounded(face.normal, 6),
                "up": rounded(face.up, 6),
                "half_width_mm": round(float(face.half_width_mm), 3),
                "half_height_mm": round(float(face.half_height_mm), 3),
            }
            for name, face in model.faces.items()
        },
    }


def build_pose(
    column: soft.PosedColumn, layers: list[soft.CartilageLayer], folder: Path, report: Report
) -> dict[str, object]:
    """Soft structures of one pose: written into ``soft/<pose>``; returns the manifest entry."""
    place = folder / "soft" / column.pose
    place.mkdir(parents=True, exist_ok=True)
    entries: dict[str, dict[str, object]] = {}

    def keep(name: str, kind: str, mesh: pv.PolyData) -> None:
        path = place / f"{name.replace(':', '_')}.ply"
        write_ply(mesh, path)
        entries[name] = {
            "file": path.relative_to(folder).as_posix(),
            "kind": kind,
            "triangles": mesh.n_cells,
            "sha256": file_sha256(path),
        }

    for name, mesh in soft.discs(column):
        keep(name, "disc", mesh)
    for name, mesh in soft.cartilages(column, layers):
        keep(name, "cartilage", mesh)
    for name, mesh in soft.ligaments(column):
        keep(name, "ligament", mesh)
    laid = soft.nerves(column)
    for name, mesh in soft.cord(column, laid):
        keep(name, "cord", mesh)
    keep("skin", "skin", soft.skin(column))
    report(f"{column.pose}: {len(entries)} soft structures, {len(laid)} nerves")
    return {
        "bones": {bone: [rounded(row, 9) for row in column.frame(bone)] for bone in column.meshes},
        "soft": entries,
        "nerves": {
            nerve.id: {
                "kind": nerve.kind,
                "level": nerve.level,
                "side": nerve.side,
                "path": [rounded(point) for point in nerve.path],
                "diameter_mm": nerve.diameter_mm,
                "crosses": nerve.crosses,
                "joints": nerve.joints,
                "target": nerve.target,
                "source": nerve.source,
                "status": nerve.status,
            }
            for nerve in laid
        },
    }


def rounded(values: object, digits: int = 4) -> list[float]:
    """Plain list of rounded numbers."""
    return [round(float(value), digits) for value in values]  # type: ignore[attr-defined]


def as_trimesh(mesh: pv.PolyData) -> trimesh.Trimesh:
    """trimesh copy of a triangle mesh."""
    return trimesh.Trimesh(mesh.points, mesh.regular_faces, process=False)
