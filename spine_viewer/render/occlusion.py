"""Whether a point is behind something, by rays against the meshes: no frame buffer needed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.render.locators import Locators
from spine_viewer.scene.model import Section


def hidden_points(
    meshes: list[tuple[Any, Any, Section | None]],
    eye: NDArray[np.float64],
    points: NDArray[np.float64],
    slack_mm: Any = 3.0,
    locators: Locators | None = None,
) -> NDArray[np.bool_]:
    """For each point (n, 3): does a mesh cut the line from ``eye`` to ``slack_mm`` before the point?

    ``meshes`` are (``vtkPolyData``, (4, 4) matrix or None, section that cuts it or None) triples.
    """
    from vtkmodules.vtkCommonCore import vtkPoints

    locators = locators or Locators()
    points = np.asarray(points, dtype=float)
    away = points - eye
    length = np.linalg.norm(away, axis=1, keepdims=True)
    ends = eye + away * np.maximum(0.0, 1.0 - np.reshape(slack_mm, (-1, 1)) / length)
    hidden = np.zeros(len(points), dtype=bool)
    crossings = vtkPoints()
    for mesh, matrix, section in meshes:
        back = np.eye(4) if matrix is None else np.linalg.inv(matrix)
        starts = _behind(section, eye, ends) @ back[:3, :3].T + back[:3, 3]
        stops = ends @ back[:3, :3].T + back[:3, 3]
        todo = np.flatnonzero(~hidden & _crosses_box(starts, stops, mesh.GetBounds()))
        if not len(todo):
            continue
        locator = locators.of(mesh)
        for i in todo:
            hidden[i] = locator.IntersectWithLine(starts[i], stops[i], 1e-6, crossings, None) != 0
    return hidden


def _behind(section: Section | None, eye: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where lines from ``eye`` (3,) to ``ends`` (n, 3) begin to meet what a section leaves, (n, 3)."""
    starts = np.repeat(eye[None, :], len(ends), axis=0)
    if section is None:
        return starts
    here, there = float(section.above(eye)[0]), section.above(ends)
    cut = (here < 0.0) & (there > 0.0)
    share = np.where(cut, here / np.where(cut, here - there, 1.0), 0.0)
    starts = starts + share[:, None] * (ends - starts)
    starts[(here < 0.0) & ~cut] = ends[(here < 0.0) & ~cut]  # all of the line is cut away
    return starts


def _crosses_box(starts: NDArray[np.float64], stops: NDArray[np.float64], bounds: Any) -> NDArray[np.bool_]:
    """Whether segments from ``starts`` to ``stops`` (n, 3) meet a box (xmin, xmax, ymin, ...)."""
    box = np.asarray(bounds, dtype=float).reshape(3, 2)
    step = stops - starts
    step = np.where(np.abs(step) < 1e-9, 1e-9, step)
    t = np.sort((box[None, :, :] - starts[:, :, None]) / step[:, :, None], axis=2)
    enter, leave = t[:, :, 0].max(axis=1), t[:, :, 1].min(axis=1)
    return (enter <= leave) & (leave >= 0.0) & (enter <= 1.0)
