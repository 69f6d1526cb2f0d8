"""Bodies as a plane cuts them in the picture: what stays of each, and its cut surface filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError
from spine_viewer.export.bodies import Array, Body, arrays_of
from spine_viewer.render.caps import CORE_BEFORE_MM, cap_of, plane_of
from spine_viewer.render.polydata import COLOURS, polydata
from spine_viewer.scene.model import Section, Style

Faces = NDArray[np.int64]


def opened(bodies: Iterable[Body]) -> tuple[Body, ...]:
    """The bodies without what their planes take away.

    The cut surface of ``L4`` is a body ``L4:cut``, and that of its cancellous bone ``L4:core``.

    Raises
    ------
    InputError
        Nothing stays.
    """
    found = tuple(part for body in bodies for part in _parts(body))
    if not found:
        raise InputError("nothing to write: no structure is shown; choose other layers or structures")
    return found


def _parts(body: Body) -> Iterator[Body]:
    section = body.section
    if section is None:
        yield body
        return
    if kept := _clipped(body, section):
        yield kept
    if body.cap is None:
        return
    behind = body.cap.behind_mm
    if outline := _cap((body.vertices, body.faces), section, behind, f"{body.name}:cut", body.cap.style):
        yield outline
        if body.core is not None and body.cap.core is not None:
            core = _cap(body.core, section, behind - CORE_BEFORE_MM, f"{body.name}:core", body.cap.core)
            if core is not None:
                yield core


def _clipped(body: Body, section: Section) -> Body | None:
    """What stays of a body, open where it is cut."""
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkFiltersCore import vtkClipPolyData, vtkTriangleFilter

    above = section.above(body.vertices)
    if above.min() >= 0.0:
        return body
    if above.max() <= 0.0:
        return None
    clip, triangles = vtkClipPolyData(), vtkTriangleFilter()
    clip.SetInputData(polydata(body.vertices, body.faces, None, body.colours))
    clip.SetClipFunction(plane_of(section.origin, section.normal))
    triangles.SetInputConnection(clip.GetOutputPort())
    triangles.PassVertsOff()
    triangles.PassLinesOff()
    triangles.Update()
    made = triangles.GetOutput()
    if made.GetNumberOfPolys() == 0:
        return None
    own = made.GetPointData().GetArray(COLOURS)
    vertices, faces = arrays_of(made)
    return replace(body, vertices=vertices, faces=faces, colours=None if own is None else vtk_to_numpy(own))


def _cap(mesh: tuple[Array, Faces], section: Section, behind_mm: float, name: str, style: Style) -> Body | None:
    """The filled outline of a closed mesh in the plane, facing who looks at it; None where it is missed."""
    made = cap_of(polydata(*mesh), section.origin, section.normal)
    if made is None:
        return None
    vertices, faces = arrays_of(made)
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    if float((np.cross(b - a, c - a) @ section.normal).sum()) > 0.0:
        faces = faces[:, ::-1]
    return Body(name, vertices + behind_mm * section.normal, np.ascontiguousarray(faces), None, style)
