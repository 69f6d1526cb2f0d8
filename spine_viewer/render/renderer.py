"""A scene as a picture: one window-less renderer for stills, films and the app."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError
from spine_viewer.render.actors import DrawnItem
from spine_viewer.render.caps import Caps
from spine_viewer.render.lights import light
from spine_viewer.render.locators import Locators
from spine_viewer.render.passes import fit_occlusion, use_passes
from spine_viewer.render.pixels import read_pixels, reduced
from spine_viewer.render.quality import QUALITIES, Detail, Quality
from spine_viewer.render.window import make_window
from spine_viewer.scene.compose import shipped_palette
from spine_viewer.scene.model import Array, Camera, Label, Scene, StructureGeometry
from spine_viewer.scene.palette import rgb

LARGEST_SIDE_PX = 8192


class Renderer:
    """Draws scenes of one spine; keeps its actors and updates them in place.

    Parameters
    ----------
    spine : anatomy.spine.Spine
        Where the meshes of structures come from.
    size : (int, int)
        Width and height of the picture in pixels.
    quality : {"moving", "live", "still"}
        ``moving``: coarse meshes, nothing else; ``live``: fine meshes, smoothed edges; ``still``: supersampled, with
        ambient occlusion in screen space.
    transparent : bool
        No background: ``picture`` still gives RGB, ``picture_rgba`` the alpha too.

    Raises
    ------
    InputError
        If the size or the quality is not allowed.
    """

    def __init__(
        self, spine: Any, size: tuple[int, int] = (1024, 768), quality: str = "live", transparent: bool = False
    ) -> None:
        if quality not in QUALITIES:
            raise InputError(f"unknown quality {quality!r}; allowed: {', '.join(QUALITIES)}")
        if not all(16 <= int(n) <= LARGEST_SIDE_PX for n in size):
            raise InputError(
                f"picture size {size[0]}x{size[1]} is not allowed; each side 16 to {LARGEST_SIDE_PX} pixels"
            )
        from vtkmodules.vtkRenderingCore import vtkRenderer

        self._spine = spine
        self._quality: Quality = QUALITIES[quality]
        self._detail: Detail = self._quality.detail
        self._size = (int(size[0]), int(size[1]))
        factor = self._quality.supersampling
        self.window = make_window((self._size[0] * factor, self._size[1] * factor))
        self.renderer = vtkRenderer()
        self.window.AddRenderer(self.renderer)
        self.window.SetAlphaBitPlanes(1)
        self._transparent = transparent
        light(self.renderer)
        self._occlusion = use_passes(self.renderer, self._quality)
        self._drawn: dict[str, DrawnItem] = {}
        self._visible: set[str] = set()
        self._camera_shown: Camera | None = None
        self._background = ""
        self._picker: Any = None
        self._locators = Locators()
        self._caps = Caps(self.renderer)
        self._cut_due = False
        self._over: Any = None
        self.scene: Scene | None = None

    # What is shown -----------------------------------------------------------------------------------------------

    def set_spine(self, spine: Any) -> None:
        """Take the meshes from another spine (another pose); the next ``set_scene`` draws everything anew."""
        self._spine = spine
        self.clear()

    def set_scene(self, scene: Scene, move_camera: bool | None = None) -> None:
        """Show a scene; only what differs from the last one is touched.

        ``move_camera`` None moves the camera only where the scene's camera differs from the last scene's, so that a
        view that somebody turned by hand stays.
        """
        wanted = {item.id: item for item in scene.items}
        for gone in self._visible - wanted.keys():
            self._hide(gone)
        for item_id, item in wanted.items():
            drawn = self._drawn.get(item_id)
            if drawn is None:
                drawn = DrawnItem(item, self._spine, self._detail)
                self._drawn[item_id] = drawn
                (self._front() if item.on_top else self.renderer).AddActor(drawn.actor)
            else:
                drawn.set_detail(self._detail)
                drawn.update(item)
            drawn.actor.VisibilityOn()
        self._visible = set(wanted)
        self._cut_due = True
        self._set_background(scene.background)
        if move_camera or (move_camera is None and not _same_camera(self._camera_shown, scene.camera)):
            self.set_camera(scene.camera)
        self.scene = scene

    def set_camera(self, camera: Camera) -> None:
        """Stand where ``camera`` says, far enough back that everything fits this window."""
        self._camera_shown = camera
        aspect = self._size[0] / self._size[1]
        focal = np.asarray(camera.focal_point, dtype=float)
        vtk_camera = self.renderer.GetActiveCamera()
        vtk_camera.SetFocalPoint(*focal)
        vtk_camera.SetPosition(*(focal - camera.direction * camera.distance_for(aspect)))
        vtk_camera.SetViewUp(*camera.up)
        vtk_camera.SetViewAngle(camera.view_angle_deg)
        vtk_camera.SetParallelScale(camera.scale_for(aspect))
        if self._occlusion is not None:
            fit_occlusion(self._occlusion, self._quality, camera.scale_for(aspect), camera.distance_for(aspect))
        self.renderer.ResetCameraClippingRange()

    def set_detail(self, detail: Detail) -> None:
        """``coarse`` while things move, ``fine`` at rest."""
        self._detail = detail
        for item_id in self._visible:
            self._drawn[item_id].set_detail(detail)
        self._cut_due = True

    def set_size(self, size: tuple[int, int]) -> None:
        """Another picture size in pixels (width, height)."""
        self._size = (int(size[0]), int(size[1]))
        factor = self._quality.supersampling
        self.window.SetSize(self._size[0] * factor, self._size[1] * factor)

    # Pictures ----------------------------------------------------------------------------------------------------

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture in pixels."""
        return self._size

    def render(self) -> None:
        """Draw into the window."""
        self._cut()
        self.renderer.ResetCameraClippingRange()
        self.window.Render()

    def picture(self) -> NDArray[np.uint8]:
        """The picture, (rows, columns, 3) uint8, top row first."""
        return self.picture_rgba()[..., :3].copy()

    def picture_rgba(self) -> NDArray[np.uint8]:
        """The picture with alpha, (rows, columns, 4) uint8, top row first; alpha 255 unless ``transparent``."""
        self.render()
        pixels = reduced(read_pixels(self.window), self._quality.supersampling)
        if not self._transparent:
            pixels[..., 3] = 255
        return pixels

    # Questions ---------------------------------------------------------------------------------------------------

    def pick(self, x: float, y: float) -> str | None:
        """Structure id under a pixel of the picture (from its top left corner), or None."""
        found = self.pick_place(x, y)
        return None if found is None else found[0]

    def pick_place(self, x: float, y: float) -> tuple[str, Array] | None:
        """Structure id and point (3,) of its surface under a pixel, in the structure's own place in the body, mm."""
        from spine_viewer.render.picking import Picker

        self._cut()
        if self._picker is None:
            self._picker = Picker(self._locators)
        factor = self._quality.supersampling
        shown = [*(self._drawn[i] for i in self._visible), *self._caps.shown]
        return self._picker.pick(self.renderer, shown, x * factor, (self._size[1] - 1 - y) * factor)

    def project(self, points: Array) -> Array:
        """Pixels (n, 2) from the top left corner for world points (n, 3)."""
        camera = self.renderer.GetActiveCamera()
        aspect = self._size[0] / self._size[1]
        m = camera.GetCompositeProjectionTransformMatrix(aspect, -1.0, 1.0)
        matrix = np.array([[m.GetElement(i, j) for j in range(4)] for i in range(4)])
        found = np.c_[np.atleast_2d(points), np.ones(len(np.atleast_2d(points)))] @ matrix.T
        ndc = found[:, :2] / found[:, 3:4]
        return np.stack([(ndc[:, 0] + 1.0) * 0.5 * self._size[0], (1.0 - ndc[:, 1]) * 0.5 * self._size[1]], axis=1)

    def hidden(self, points: Array, slack_mm: Array | float = 3.0) -> NDArray[np.bool_]:
        """Whether something opaque lies between the camera and each point (n, 3), more than ``slack_mm`` before it."""
        from spine_viewer.render.occlusion import hidden_points

        self._cut()
        eye = np.array(self.renderer.GetActiveCamera().GetPosition())
        solid = [d for d in (self._drawn[i] for i in self._visible) if d.item.style.opacity > 0.6]
        section = None if self.scene is None else self.scene.section
        meshes = [(d.mesh(), d.item.matrix, section if d.item.cut else None) for d in solid]
        meshes += [(cap.mesh(), cap.item.matrix, None) for cap in self._caps.shown if cap.solid]
        return hidden_points(meshes, eye, np.atleast_2d(points), slack_mm, self._locators)

    def label_anchors(self, labels: Sequence[Label]) -> tuple[Array, NDArray[np.bool_]]:
        """Where the leader lines of labels end, (n, 3) world mm, and which of them cannot be seen, (n,).

        A label whose anchor is hidden or outside the picture takes the first of its alternatives that is not.
        """
        anchors = np.array([label.anchor for label in labels], dtype=float).reshape(-1, 3)
        slack = np.array([label.depth_slack_mm for label in labels])
        out = self._unseen(anchors, slack)
        others = [(int(i), place) for i in np.flatnonzero(out) for place in _alternatives(labels[int(i)])]
        if others:
            owners = np.array([i for i, _ in others])
            places = np.array([place for _, place in others])
            seen = ~self._unseen(places, slack[owners])
            for i, place in zip(owners[seen][::-1], places[seen][::-1], strict=True):  # the first of each comes last
                anchors[i], out[i] = place, False
        return anchors, out

    def _unseen(self, points: Array, slack_mm: Array | float) -> NDArray[np.bool_]:
        if not len(points):
            return np.zeros(0, dtype=bool)
        places, size = self.project(points), np.array(self._size)
        outside = ((places < 0.02 * size) | (places > 0.98 * size)).any(axis=1)
        return np.asarray(outside | self.hidden(points, slack_mm))

    # Housekeeping ------------------------------------------------------------------------------------------------

    def clear(self) -> None:
        """Remove every actor."""
        for drawn in self._drawn.values():
            self._remove(drawn)
        self._caps.update(None, [], self._spine)
        self._drawn.clear()
        self._visible.clear()
        self._picker = None
        self._locators = Locators()

    def close(self) -> None:
        """Free the window and its graphics memory."""
        self.clear()
        self.window.Finalize()

    def __enter__(self) -> Renderer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _hide(self, item_id: str) -> None:
        """Anatomy is only switched off, since it comes back; anything else is removed."""
        drawn = self._drawn[item_id]
        drawn.actor.VisibilityOff()
        if not isinstance(drawn.item.geometry, StructureGeometry):
            self._remove(drawn)
            del self._drawn[item_id]

    def _cut(self) -> None:
        """Bring the cut surfaces to what is drawn now, where that has changed."""
        if self._cut_due:
            self._cut_due = False
            section = None if self.scene is None else self.scene.section
            self._caps.update(section, [self._drawn[i] for i in self._visible], self._spine)

    def _remove(self, drawn: DrawnItem) -> None:
        self.renderer.RemoveActor(drawn.actor)
        if self._over is not None:
            self._over.RemoveActor(drawn.actor)

    def _front(self) -> Any:
        """The renderer of what is seen through everything: before the other one, with the same camera."""
        if self._over is None:
            from vtkmodules.vtkRenderingCore import vtkRenderer

            self._over = vtkRenderer()
            self._over.SetLayer(1)
            self._over.InteractiveOff()
            self._over.SetActiveCamera(self.renderer.GetActiveCamera())
            self._over.SetUseFXAA(self.renderer.GetUseFXAA())
            light(self._over)
            self.window.SetNumberOfLayers(2)
            self.window.AddRenderer(self._over)
        return self._over

    def _set_background(self, name: str) -> None:
        if name == self._background:
            return
        self._background = name
        ground = shipped_palette().backgrounds[name]
        self.renderer.SetBackground(*rgb(ground.bottom))
        self.renderer.SetBackground2(*rgb(ground.top))
        self.renderer.SetGradientBackground(ground.bottom != ground.top and not self._transparent)
        self.renderer.SetBackgroundAlpha(0.0 if self._transparent else 1.0)


def _alternatives(label: Label) -> Array:
    """More places (k, 3) that a name may point at."""
    return np.zeros((0, 3)) if label.alternatives is None else label.alternatives


def _same_camera(a: Camera | None, b: Camera) -> bool:
    if a is None:
        return False
    same = all(np.allclose(getattr(a, k), getattr(b, k)) for k in ("position", "focal_point", "up"))
    return same and a.parallel_scale == b.parallel_scale and a.view_angle_deg == b.view_angle_deg
