"""Reads and writes meshes as binary PLY."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

import numpy as np
import pyvista as pv
from vtkmodules.vtkIOPLY import vtkPLYReader

TWO_BYTES = 65_536  # corners that two bytes can number
ONE_AT_A_TIME = Lock()  # VTK's reader keeps what it reads in globals, and lets other threads run meanwhile
PLY_TYPE = {"<f4": "float", "u1": "uchar", "<u2": "ushort", "<i4": "int"}


def write_ply(mesh: pv.PolyData, path: Path) -> None:
    """Binary PLY with normals and colours where the mesh has them; written whole or not at all.

    Corners are numbered in two bytes where that is enough, which VTK's own writer does not do: a bone takes a third
    less space.
    """
    columns: list[tuple[str, str]] = [(axis, "<f4") for axis in "xyz"]
    values = [np.asarray(mesh.points, dtype="<f4")]
    if "Normals" in mesh.point_data:
        columns += [(f"n{axis}", "<f4") for axis in "xyz"]
        values.append(np.asarray(mesh.point_data["Normals"], dtype="<f4"))
    if "RGB" in mesh.point_data:
        columns += [(name, "u1") for name in ("red", "green", "blue")]
        values.append(np.asarray(mesh.point_data["RGB"], dtype="u1"))
    vertices = np.empty(mesh.n_points, dtype=columns)
    for (name, _), column in zip(columns, (column for block in values for column in block.T), strict=True):
        vertices[name] = column
    number = "<u2" if mesh.n_points <= TWO_BYTES else "<i4"
    faces = np.empty(mesh.n_cells, dtype=[("count", "u1"), ("corners", number, 3)])
    faces["count"], faces["corners"] = 3, mesh.regular_faces
    temporary = path.with_suffix(".part")
    with temporary.open("wb") as file:
        file.write(_header(columns, number, mesh.n_points, mesh.n_cells).encode("ascii"))
        file.write(vertices.tobytes())
        file.write(faces.tobytes())
    temporary.replace(path)


def _header(columns: list[tuple[str, str]], number: str, vertices: int, faces: int) -> str:
    properties = [f"property {PLY_TYPE[kind]} {name}" for name, kind in columns]
    return "\n".join(
        [
            "ply",
            "format binary_little_endian 1.0",
            f"element vertex {vertices}",
            *properties,
            f"element face {faces}",
            f"property list uchar {PLY_TYPE[number]} vertex_indices",
            "end_header",
            "",
        ]
    )


def read_ply(path: Path) -> pv.PolyData:
    """Mesh from a PLY file, with its normals active; may be called from several threads.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    if not path.is_file():
        raise FileNotFoundError(f"no mesh {path}; run `spine-viewer bones build`")
    reader = vtkPLYReader()
    reader.SetFileName(str(path))
    with ONE_AT_A_TIME:
        reader.Update()
    mesh = pv.PolyData(reader.GetOutput())
    if "Normals" in mesh.point_data:
        mesh.point_data.active_normals_name = "Normals"
    return mesh
