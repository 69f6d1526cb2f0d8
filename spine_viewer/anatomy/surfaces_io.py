"""Reads and writes meshes as binary PLY."""

from __future__ import annotations

from pathlib import Path

import pyvista as pv
from vtkmodules.vtkIOPLY import vtkPLYReader, vtkPLYWriter


def write_ply(mesh: pv.PolyData, path: Path) -> None:
    """Binary PLY with normals and colours where the mesh has them; written whole or not at all."""
    temporary = path.with_suffix(".part.ply")  # the writer adds .ply where it is missing
    writer = vtkPLYWriter()
    writer.SetFileName(str(temporary))
    writer.SetInputData(mesh)
    writer.SetFileTypeToBinary()
    if "RGB" in mesh.point_data:
        writer.SetArrayName("RGB")
    if not writer.Write():
        raise OSError(f"cannot write {path}")
    temporary.replace(path)


def read_ply(path: Path) -> pv.PolyData:
    """Mesh from a PLY file, with its normals active.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    if not path.is_file():
        raise FileNotFoundError(f"no mesh {path}; run `spine-viewer bones build`")
    reader = vtkPLYReader()
    reader.SetFileName(str(path))
    reader.Update()
    mesh = pv.PolyData(reader.GetOutput())
    if "Normals" in mesh.point_data:
        mesh.point_data.active_normals_name = "Normals"
    return mesh
