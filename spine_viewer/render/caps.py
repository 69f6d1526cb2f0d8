"""Cut surfaces: where a plane meets a closed mesh, the contour is filled."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.render.actors import DrawnItem
from spine_viewer.scene.model import Item, Section, StructureGeometry, Style

Array = NDArray[np.float64]
AMBIENT = 0.96  # a cut surface is as bright at any angle, as in an atlas
CORE_BEFORE_MM = 0.1  # the cancellous core lies before the filled outline of its bone


def plane_of(origin: Array, normal: Array) -> Any:
    """A ``vtkPlane`` from a point (3,) and a normal (3,)."""
    from vtkmodules.vtkCommonDataModel import vtkPlane

    plane = vtkPlane()
    plane.SetOrigin(*map(float, origin))
    plane.SetNormal(*map(float, normal))
    return plane


def cap_of(mesh: Any, origin: Array, normal: Array) -> Any:
    """The filled contour of a closed ``vtkPolyData`` in a plane (point (3,), normal (3,)); None where it is missed."""
    from vtkmodules.vtkFiltersCore import vtkPolyDataPlaneCutter
    from vtkmodules.vtkFiltersGeneral import vtkContourTriangulator

    if not _meets(mesh.GetBounds(), origin, normal):
        return None
    cutter, filler = vtkPolyDataPlaneCutter(), vtkContourTriangulator()
    cutter.SetInputData(mesh)
    cutter.SetPlane(plane_of(origin, normal))
    cutter.ComputeNormalsOff()
    cutter.InterpolateAttributesOff()
    filler.SetInputConnection(cutter.GetOutputPort())
    filler.Update()
    made = filler.GetOutput()
    if made.GetNumberOfPolys() == 0:
        return None
    made.GetPointData().Initialize()
    return made


def _meets(bounds: Any, origin: Array, normal: Array) -> bool:
    """Whether a plane meets a box (xmin, xmax, ymin, ...)."""
    height = reach = 0.0
    for low, high, at, along in zip(bounds[::2], bounds[1::2], origin.tolist(), normal.tolist(), strict=True):
        height += along * (0.5 * (low + high) - at)
        reach += 0.5 * abs(along) * (high - low)
    return bool(abs(height) <= reach)


class DrawnCap:
    """The cut surface of one drawn item: the outline filled, and the core of a bone before it."""

    def __init__(self, drawn: DrawnItem, spine: Any) -> None:
        self.actor, self.core_actor = _new_actor(), _new_actor()
        self._drawn, self._spine = drawn, spine
        self._plane: tuple[Any, ...] = ()
        self._kept: list[tuple[Any, Any, Any]] = []  # mesh, outline and core of each level of detail
        self._painted: Item | None = None
        self._filled: Any = None

    @property
    def item(self) -> Item:
        """The item that is cut; a pick on the cut surface finds it."""
        return self._drawn.item

    @property
    def solid(self) -> bool:
        """Whether nothing shines through."""
        return self.item.cap is not None and self.item.cap.style.opacity > 0.9

    def mesh(self) -> Any:
        """The filled outline as ``vtkPolyData``, in the item's frame."""
        return self._filled

    def belongs_to(self, drawn: DrawnItem) -> bool:
        """Whether this is the cut surface of a drawn item, and not of an earlier one of its name."""
        return self._drawn is drawn

    def update(self, section: Section) -> bool:
        """Fill the contour in this plane; False where the plane misses the item."""
        item, mesh = self._drawn.item, self._drawn.mesh()
        if item.cap is None:
            return False
        origin, normal = section.origin, section.normal
        if item.matrix is not None:
            back = np.linalg.inv(item.matrix)
            origin, normal = back[:3, :3] @ origin + back[:3, 3], back[:3, :3] @ normal
        plane = (tuple(origin), tuple(normal), item.cap.behind_mm)
        if plane != self._plane:
            self._plane, self._kept = plane, []
        kept = next((one for one in self._kept if one[0] is mesh), None)
        if kept is None:  # of this level of detail
            kept = (mesh, *self._fill(mesh, item.cap.behind_mm, origin, normal))
            self._kept.append(kept)
        _, self._filled, core = kept
        _show(self.actor, self._filled)
        _show(self.core_actor, core)
        if self._filled is None:
            return False
        if self._painted is not item:
            self._painted = item
            _paint(self.actor, item.cap.style, item)
            _paint(self.core_actor, item.cap.core or item.cap.style, item)
        return True

    def _fill(self, mesh: Any, behind_mm: float, origin: Array, normal: Array) -> tuple[Any, Any]:
        """Outline and core, filled and drawn back; None for what the plane misses."""
        outline = cap_of(mesh, origin, normal)
        inner = None if outline is None else self._inner(self._drawn.item)
        core = None if inner is None else cap_of(inner, origin, normal)
        return _drawn_back(outline, behind_mm * normal), _drawn_back(core, (behind_mm - CORE_BEFORE_MM) * normal)

    def _inner(self, item: Item) -> Any:
        """The surface of the cancellous bone, where the item has one."""
        if item.cap is None or item.cap.core is None or not isinstance(item.geometry, StructureGeometry):
            return None
        bone = getattr(self._spine, "bone", None)
        return None if bone is None else bone(item.geometry.structure_id).inner


def _new_actor() -> Any:
    from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

    actor, mapper = vtkActor(), vtkPolyDataMapper()
    mapper.ScalarVisibilityOff()
    actor.SetMapper(mapper)
    actor.SetVisibility(False)
    return actor


def _drawn_back(mesh: Any, shift: Array) -> Any:
    """The same mesh, moved by (3,) mm."""
    if mesh is not None:
        from vtkmodules.util.numpy_support import vtk_to_numpy

        points = vtk_to_numpy(mesh.GetPoints().GetData())
        points += shift.astype(points.dtype)
        mesh.GetPoints().Modified()
    return mesh


def _show(actor: Any, mesh: Any) -> None:
    actor.SetVisibility(mesh is not None)
    if mesh is not None:
        actor.GetMapper().SetInputData(mesh)


def _paint(actor: Any, style: Style, item: Item) -> None:
    prop = actor.GetProperty()
    prop.SetColor(*style.colour)
    prop.SetOpacity(style.opacity)
    prop.SetAmbient(AMBIENT)
    prop.SetDiffuse(0.0)
    prop.SetSpecular(0.0)
    actor.SetPickable(item.structure_id is not None)
    if item.matrix is None:
        actor.SetUserMatrix(None)
    else:
        from vtkmodules.vtkCommonMath import vtkMatrix4x4

        matrix = vtkMatrix4x4()
        matrix.DeepCopy([float(x) for x in item.matrix.ravel()])
        actor.SetUserMatrix(matrix)


class Caps:
    """The cut surfaces of everything that a renderer draws; kept while their items are drawn.

    Parameters
    ----------
    renderer : vtkRenderer
    """

    def __init__(self, renderer: Any) -> None:
        self._renderer = renderer
        self._kept: dict[str, DrawnCap] = {}
        self._shown: dict[str, DrawnCap] = {}

    @property
    def shown(self) -> list[DrawnCap]:
        """Cut surfaces that are in the picture."""
        return list(self._shown.values())

    def update(self, section: Section | None, drawn: list[DrawnItem], spine: Any) -> None:
        """Cut these items, or none where there is no section; whatever else was cut is whole again."""
        plane = None if section is None else plane_of(section.origin, section.normal)
        wanted: dict[str, DrawnCap] = {}
        for one in drawn:
            one.clip(plane if one.item.cut else None)
            if section is None or not one.item.cut or one.item.cap is None:
                continue
            cap = self._kept.get(one.item.id)
            if cap is None or not cap.belongs_to(one):
                cap = self._kept[one.item.id] = DrawnCap(one, spine)
            if cap.update(section):
                wanted[one.item.id] = cap
        self._show(wanted)
        if section is None:
            self._kept.clear()

    def _show(self, wanted: dict[str, DrawnCap]) -> None:
        for name, old in self._shown.items():
            if wanted.get(name) is not old:
                self._renderer.RemoveActor(old.actor)
                self._renderer.RemoveActor(old.core_actor)
        for name, cap in wanted.items():
            if self._shown.get(name) is not cap:
                self._renderer.AddActor(cap.actor)
                self._renderer.AddActor(cap.core_actor)
        self._shown = wanted
