"""One item on the screen: an actor whose shape, colour and place are updated in place."""

from __future__ import annotations

from typing import Any

from spine_viewer.render.polydata import COLOURS, polydata_of, tinted
from spine_viewer.render.quality import Detail
from spine_viewer.scene.model import Item, Style


class DrawnItem:
    """The actor of one item, with a mapper per level of detail that is made when first needed."""

    def __init__(self, item: Item, spine: Any, detail: Detail) -> None:
        from vtkmodules.vtkRenderingCore import vtkActor

        self.actor = vtkActor()
        self.item = item
        self._spine = spine
        self._mappers: dict[tuple[Detail, bool], Any] = {}
        self._detail = detail
        self._clip: Any = None
        self._show(item)

    def update(self, item: Item) -> bool:
        """Show another state of the item; True where anything changed."""
        before, self.item = self.item, item
        if item.geometry.fingerprint != before.geometry.fingerprint:
            self._mappers.clear()
        elif item.style == before.style and same_matrix(item.matrix, before.matrix):
            return False
        elif item.style.colour != before.style.colour:
            self._mappers = {k: m for k, m in self._mappers.items() if not k[1]}
        self._show(item)
        return True

    def set_detail(self, detail: Detail) -> None:
        """Swap coarse and fine meshes."""
        if detail != self._detail:
            self._detail = detail
            self.actor.SetMapper(self._clipped(self._mapper(self.item.style)))

    def clip(self, plane: Any) -> None:
        """Draw only what lies on the side of a ``vtkPlane`` to which its normal points; None draws all of it."""
        self._clip = plane
        self._clipped(self.actor.GetMapper())

    def _clipped(self, mapper: Any) -> Any:
        mapper.RemoveAllClippingPlanes()
        if self._clip is not None:
            mapper.AddClippingPlane(self._clip)
        return mapper

    def mesh(self) -> Any:
        """The ``vtkPolyData`` that is drawn now, in the item's frame."""
        return self.actor.GetMapper().GetInput()

    def _show(self, item: Item) -> None:
        self.actor.SetMapper(self._clipped(self._mapper(item.style)))
        _apply(self.actor.GetProperty(), item.style)
        self.actor.SetPickable(item.structure_id is not None)
        if item.matrix is not None:
            from vtkmodules.vtkCommonMath import vtkMatrix4x4

            matrix = vtkMatrix4x4()
            matrix.DeepCopy([float(x) for x in item.matrix.ravel()])
            self.actor.SetUserMatrix(matrix)
        else:
            self.actor.SetUserMatrix(None)

    def _mapper(self, style: Style) -> Any:
        key = (self._detail, not style.baked_colours)
        if key not in self._mappers:
            self._mappers[key] = self._made_mapper(style)
        return self._mappers[key]

    def _made_mapper(self, style: Style) -> Any:
        from vtkmodules.vtkRenderingCore import vtkPolyDataMapper

        mesh = polydata_of(self.item.geometry, self._spine, self._detail)
        mapper = vtkPolyDataMapper()
        if mesh.GetPointData().HasArray(COLOURS):
            mesh = mesh if style.baked_colours else tinted(mesh, style.colour)
            mapper.SetScalarModeToUsePointFieldData()
            mapper.SelectColorArray(COLOURS)
            mapper.SetColorModeToDirectScalars()
            mapper.ScalarVisibilityOn()
        else:
            mapper.ScalarVisibilityOff()
        mapper.SetInputData(mesh)
        return mapper


def same_matrix(a: Any, b: Any) -> bool:
    """Whether two optional matrices are equal."""
    if a is None or b is None:
        return a is b
    return bool((a == b).all())


def _apply(prop: Any, style: Style) -> None:
    prop.SetColor(*style.colour)
    prop.SetOpacity(style.opacity)
    prop.SetInterpolationToPhong()
    solid = style.opacity == 1.0  # glass has no dark rim
    prop.SetAmbient(0.16 if solid else 0.6)
    prop.SetDiffuse(0.9 if solid else 0.45)
    prop.SetSpecular(0.55 * style.shine)
    prop.SetSpecularPower(12.0 + 40.0 * style.shine)
    prop.SetBackfaceCulling(style.opacity < 1.0)
