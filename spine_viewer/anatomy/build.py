"""Builds every shipped mesh and the manifest: ``spine-viewer bones build``."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyvista as pv
import trimesh

from spine_viewer.anatomy.assembly import Assembly, assemble
from spine_viewer.anatomy.avoid import find_hazards
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.folders import meshes_folder
from spine_viewer.anatomy.ids import choose
from spine_viewer.anatomy.joint_entries import JointAt
from spine_viewer.anatomy.levels import POSES, load_levels
from spine_viewer.anatomy.manifest import GENERATOR, file_sha256, load_manifest
from spine_viewer.anatomy.nearest import MeshDistance
from spine_viewer.anatomy.present import present
from spine_viewer.anatomy.soft import build as soft
from spine_viewer.anatomy.soft.hazards import hazard_meshes
from spine_viewer.anatomy.surfaces import bone_meshes
from spine_viewer.anatomy.surfaces_io import read_ply, write_ply

Report = Callable[[str], None]
THREAD_LIMITS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS")
ROUNDED_OFF_MM = 0.25
FILES = {"display": "{bone}.ply", "coarse": "coarse/{bone}.ply", "inner": "inner/{bone}.ply"}


def build_all(
    folder: Path | None = None, bones: Sequence[str] | None = None, report: Report = print, workers: int | None = None
) -> None:
    """Build the bones (or only ``bones``) and every soft structure into ``folder`` (default: the shipped one).

    ``workers``: processes that share the work (default: one per core).

    Raises
    ------
    InputError
        For a bone id that does not exist.
    """
    folder = folder or meshes_folder()
    every = load_levels().bones
    chosen = [choose(bone, every, "bone") for bone in bones] if bones else list(every)
    entries = json.loads((folder / "manifest.json").read_text())["bones"] if bones else {}
    for name in FILES.values():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    with _one_thread_each(), ProcessPoolExecutor(workers or os.cpu_count(), get_context("spawn")) as pool:
        for bone, entry in zip(chosen, pool.map(_bone, chosen, [folder] * len(chosen)), strict=True):
            entries[bone] = entry
            report(f"{bone}: {entry['triangles']['display']} triangles, genus {entry['genus']}")
        layers = [layer for some in pool.map(_layers, present(every).joints) for layer in some]
        poses = dict(zip(POSES, pool.map(_pose, POSES, [layers] * 2, [folder] * 2), strict=True))
    for pose, entry in poses.items():
        report(f"{pose}: {len(entry['soft'])} soft structures, {len(entry['nerves'])} nerves")
    ordered = {bone: entries[bone] for bone in every}
    write_manifest({"generator": GENERATOR, "bones": ordered, "poses": poses}, folder)


def write_manifest(manifest: dict[str, object], folder: Path) -> None:
    """Write ``manifest.json`` whole or not at all."""
    temporary = folder / "manifest.part"
    temporary.write_text(json.dumps(manifest, separators=(",", ":")) + "\n")
    temporary.replace(folder / "manifest.json")
    load_manifest.cache_clear()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started meanwhile leave the other cores to each other."""
    before = {name: os.environ.get(name) for name in THREAD_LIMITS}
    os.environ.update(dict.fromkeys(THREAD_LIMITS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@lru_cache(maxsize=1)
def _assembly() -> Assembly:
    return assemble()


@lru_cache(maxsize=2)
def _column(pose: str, folder: Path) -> soft.PosedColumn:
    assembly = _assembly()
    meshes = {bone: read_ply(folder / FILES["display"].format(bone=bone)) for bone in assembly.levels.bones}
    return soft.PosedColumn(assembly, pose, meshes)


def _bone(bone: str, folder: Path) -> dict[str, Any]:
    return build_bone(_assembly(), bone, folder)


def _layers(joint: JointAt) -> list[soft.CartilageLayer]:
    return soft.cartilage_layers(soft.PosedColumn(_assembly(), "standing", {}), joint)


def _pose(pose: str, layers: list[soft.CartilageLayer], folder: Path) -> dict[str, Any]:
    return build_pose(_column(pose, folder), layers, folder)


def build_bone(assembly: Assembly, bone: str, folder: Path) -> dict[str, Any]:
    """Mesh one bone into ``folder`` and return its manifest entry."""
    model = assembly.models[bone]
    shell = assembly.levels.cortical_shell_mm.value
    meshes = bone_meshes(assembly.fields[bone], model.faces, model.voxel_mm, shell, model.triangle_budget)
    for detail, mesh in meshes.items():
        write_ply(mesh, folder / FILES[detail].format(bone=bone))
    solid = as_trimesh(meshes["display"])
    kinds = {name: mark.kind for name, mark in model.landmarks.items()}
    marks = on_mesh(assembly.landmarks[bone], kinds, meshes["display"])
    return {
        "sha256": {detail: file_sha256(folder / name.format(bone=bone)) for detail, name in FILES.items()},
        "triangles": {detail: mesh.n_cells for detail, mesh in meshes.items()},
        "genus": 1 - solid.euler_number // 2,
        "volume_mm3": round(float(solid.volume), 1),
        "box": [rounded(corner, 3) for corner in solid.bounds],
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


def on_mesh(marks: Mapping[str, Array], kinds: Mapping[str, str], mesh: pv.PolyData) -> dict[str, Array]:
    """Landmarks in the bone frame; those of a thin edge that the mesh rounds off are moved on what is left of it."""
    distance, moved = MeshDistance(mesh), dict(marks)
    for name, kind in kinds.items():
        off, found = distance.closest(marks[name])
        if kind == "surface" and abs(off) > ROUNDED_OFF_MM:
            moved[name] = found
    return moved


def build_pose(column: soft.PosedColumn, layers: list[soft.CartilageLayer], folder: Path) -> dict[str, Any]:
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
    for name, kind, mesh in hazard_meshes(find_hazards(tuple(column.meshes), column.locate, column.frame)):
        keep(name, kind, mesh)
    keep("skin", "skin", soft.skin(column))
    return {
        "bones": {bone: [rounded(row, 9) for row in column.frame(bone)] for bone in column.meshes},
        "soft": entries,
        "nerves": {
            nerve.id: {
                "kind": nerve.kind,
                "level": nerve.level,
                "side": nerve.side,
                "path": [rounded(point, 3) for point in nerve.path],
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
