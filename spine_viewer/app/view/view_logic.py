"""The 3D view: draws the scene, coarse while anything moves and fine at rest; turns, picks, names."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import MOVES_THE_CARM, ONLY_IN_THE_XRAY, Choices, Store, shot_of
from spine_viewer.app.serving.scheduler import FlowControl, Quality, Scheduler
from spine_viewer.app.stage import Stage
from spine_viewer.app.view.camera_moves import moved, neared, turned
from spine_viewer.app.view.camera_operator import CameraOperator
from spine_viewer.app.view.encode import JPEG, jpeg, png
from spine_viewer.app.view.pace import Pace
from spine_viewer.scene.label_layout import LabelStyle, PlacedLabel, lay_out
from spine_viewer.scene.model import Array, Camera, Scene
from spine_viewer.scene.orientation import side_letters
from spine_viewer.scene.pose import CameraPose

# What changes nothing here: the X-ray's own, and the camera, which the view itself writes.
UNSEEN = ONLY_IN_THE_XRAY | {"camera"}
MOVING_JPEG, REST_JPEG = 74, 92
LARGEST_PX = 2.2e6

# Room on the picture, CSS pixels: the note below, and the letters of a name.
NOTE_PX = 22.0
CHARACTER_PX, LINE_PX = 7.3, 17.0
# A structure that was hit, and where: (3,) mm, in its own place in the body.
Hit3D = tuple[str, NDArray[np.float64]]

LABELS = LabelStyle(margin_px=10.0, padding_px=5.0, gap_px=5.0, elbow_px=12.0, foot_px=42.0)


@dataclass
class ViewState:
    """What the view's own controls show."""

    loaded: bool = False
    view: str = "posterior"
    turned: bool = False
    focused: bool = False


class ViewLogic:
    """Everything between a gesture on the 3D view and the next picture of it.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    send : callable
        Sends one picture message to the browser.
    flow : FlowControl
    executor : concurrent.futures.Executor
        Where pictures are compressed.
    """

    def __init__(
        self,
        server: Server,
        store: Store,
        send: Callable[[dict[str, Any]], None],
        flow: FlowControl,
        executor: Executor,
    ) -> None:
        self.typed = TypedState(server.state, ViewState)
        self.scheduler: Scheduler | None = None
        self.pace = Pace()
        self.rested: Callable[[Camera], None] = lambda _: None  # called with the camera of each picture at rest
        self.after_xray = False  # whether a C-arm that moves is drawn only once its X-ray is out
        self.tapped: Callable[[Hit3D | None], None] = lambda hit: store.update(selection=hit and hit[0])
        self.sighted: Callable[[Array, Array], bool] = lambda _origin, _way: False  # offered a click's line of sight
        self._carm_moved = False
        self._server = server
        self._store = store
        self._send = send
        self._flow = flow
        self._executor = executor
        self._stage: Stage | None = None
        self._renderer: Any = None
        self._fine = False
        self._size = (960, 720)
        self._ratio = 1.0
        self._known_size = False
        self._number = 0
        self._operator = CameraOperator()
        self._camera: Camera | None = None
        self._kept: CameraPose | None = None  # the camera that this view has written itself
        # By label: the anchor that was looked at, where its line ended, and whether that was hidden.
        self._anchors: dict[str, tuple[Array, Array, bool]] = {}
        store.subscribe(self._follow)

    # Loading -----------------------------------------------------------------------------------------------------

    def open(self, stage: Stage) -> None:
        """The spine is there, or another one: draw it with its coarse meshes."""
        self._stage, self._fine, self._anchors = stage, False, {}
        if self._renderer is not None:
            self._renderer.set_spine(stage.spine)
        self.typed.data.loaded = True
        if self._store.now.camera is not None:
            self._go_to(self._store.now)
        self.request()

    def refine(self) -> None:
        """The fine meshes are there too."""
        self._fine = True
        self.request()

    def request(self) -> None:
        """Something changed."""
        if self.scheduler is not None and self._stage is not None and self._known_size:
            self.scheduler.request()

    # From the page -----------------------------------------------------------------------------------------------

    def resize(self, width: int, height: int, pixel_ratio: float) -> None:
        """The view's place on the page changed, CSS pixels."""
        self._size, self._ratio, self._known_size = (width, height), pixel_ratio, True
        self.request()

    def arrived(self, number: int) -> None:
        """The browser shows picture ``number``."""
        self._flow.confirm(number)

    def gesture(self, kind: str, values: list[float]) -> None:
        """A drag, a pinch or a tap on the view."""
        if kind == "tap":
            with self._server.state:
                if self._camera is None or not self.sighted(*self._camera.sight(values[0], values[1], self._aspect)):
                    self.tapped(self.pick(values[0], values[1]))
            return
        aspect = self._aspect
        moves: dict[str, Callable[[Camera], Camera]] = {
            "turn": lambda c: turned(c, values[0], values[1]),
            "pan": lambda c: moved(c, values[0], values[1], aspect),
            "zoom": lambda c: neared(c, values[0]),
        }
        self._operator.take(moves[kind])
        if not self.typed.data.turned:
            with self._server.state:
                self.typed.data.turned = True
        self.request()

    @property
    def _aspect(self) -> float:
        return self._size[0] / self._size[1]

    def look(self, view: str) -> None:
        """Go to a named view, also back to it after turning by hand."""
        self._store.update(view=view, focus=None)
        self.reset()

    def reset(self) -> None:
        """Back to the camera of the named view, and from a single structure to all of the region."""
        self.typed.data.turned = False
        self._operator.release()
        self._store.update(camera=None, focus=None)
        self.request()

    def look_from(self, view: str) -> None:
        """Stand where a named view has the camera, whatever a hand has turned; no step of the history."""
        self.typed.data.turned = False
        self._operator.release()
        self._store.settle(view=view, focus=None, camera=None)
        self.request()

    def keep_camera(self) -> None:
        """Write into the choices where a hand has turned the view; at rest, and before the choices are kept."""
        held = self._operator.held(shot_of(self._store.now))
        if held is not None:
            self._kept = CameraPose.of(held)
            self._store.update(camera=self._kept)

    def pick(self, x: float, y: float) -> Hit3D | None:
        """Structure and point (3,) in mm at a place of the picture, (0, 0) upper left to (1, 1) lower right."""
        if self._renderer is None or self._stage is None:
            return None
        width, height = self._renderer.size
        found: Hit3D | None = self._renderer.pick_place(x * width, y * height)
        return found if found is not None and found[0] in self._stage.spine.structures() else None

    def snapshot(self) -> dict[str, Any]:
        """What stands in the picture as a PNG, as ``shot --state`` draws it: larger, with names and the best light."""
        from spine_viewer.render.still import picture_of_scene

        if self._renderer is None or self._stage is None:
            raise RuntimeError("there is no picture yet")
        now = self._store.now
        scene = self._prepare("rest")
        scene = scene if self._camera is None else replace(scene, camera=self._camera)
        picture = picture_of_scene(self._stage.spine, scene, self.snapshot_size(), mark="labels" in now.layers)
        self.request()
        return {"name": f"spine-{now.mode}-{now.view}.png", "mime": "image/png", "content": png(picture)}

    def snapshot_size(self) -> tuple[int, int]:
        """Twice the size on the page, or as much as the picture at rest may have."""
        width, height = self._size
        factor = min(2.0, (LARGEST_PX / (width * height)) ** 0.5)
        return round(width * factor), round(height * factor)

    # Drawing -----------------------------------------------------------------------------------------------------

    async def draw(self, quality: Quality) -> None:
        """Draw and send one picture."""
        if self._stage is None:
            return
        started = time.perf_counter()
        scene = self._prepare(quality)
        pixels = self._renderer.picture()
        took = time.perf_counter() - started
        if quality == "moving":
            self.pace.took(took)
        labels = self._labels(scene, quality)
        content = await asyncio.get_running_loop().run_in_executor(
            self._executor, jpeg, pixels, MOVING_JPEG if quality == "moving" else REST_JPEG
        )
        self._number += 1
        self._flow.sent(self._number)
        self._send(
            {
                "number": self._number,
                "quality": quality if self._fine else "moving",
                "width": self._size[0],
                "height": self._size[1],
                "mime": JPEG,
                "content": content,
                "labels": labels,
                "sides": side_letters(self._camera) if self._camera is not None else None,
                "took_ms": round(1000 * took, 1),
            }
        )
        if self._operator.gliding:
            self.request()
        elif quality == "rest":
            with self._server.state:
                self.keep_camera()
            if self._camera is not None:
                self.rested(self._camera)

    def _prepare(self, quality: Quality) -> Scene:
        """Bring the renderer to the scene, size, detail and camera of the next picture."""
        stage = self._stage
        if stage is None:
            raise RuntimeError("the spine is not loaded")
        scene = stage.scene(self._store.now)
        if self._renderer is None:
            from spine_viewer.render.renderer import Renderer

            self._renderer = Renderer(stage.spine, self._pixels(quality), quality="moving")
        size = self._pixels(quality)
        if self._renderer.size != size:
            self._renderer.set_size(size)
        self._renderer.set_detail("fine" if quality == "rest" and self._fine else "coarse")
        self._renderer.renderer.SetUseFXAA(quality == "rest")
        self._renderer.set_scene(scene, move_camera=False)
        self._camera = self._operator.at(scene.camera, shot_of(self._store.now))
        self._renderer.set_camera(self._camera)
        return scene

    def _pixels(self, quality: Quality) -> tuple[int, int]:
        width, height = self._size
        factor = self.pace.scale if quality == "moving" else self._ratio
        factor = min(factor, (LARGEST_PX / (width * height)) ** 0.5)
        return max(32, round(width * factor)), max(32, round(height * factor))

    def _labels(self, scene: Scene, quality: Quality) -> list[dict[str, Any]]:
        """Names with the pixels that they point at; what is hidden is asked at rest only, since it takes longer."""
        if not scene.labels:
            return []
        if quality == "rest" or any(label.id not in self._anchors for label in scene.labels):
            found = zip(scene.labels, *self._renderer.label_anchors(scene.labels), strict=True)
            self._anchors = {label.id: (label.anchor, at, bool(out)) for label, at, out in found}
        width, height = self._size
        points = np.array([line_end(label.anchor, *self._anchors[label.id][:2]) for label in scene.labels])
        places = self._renderer.project(points) * (width / self._renderer.size[0])
        hidden = np.array([self._anchors[label.id][2] for label in scene.labels])
        room = (width, int(height - NOTE_PX))
        placed = lay_out(scene.labels, places, room, text_size, hidden, LABELS)
        return [_message(label) for label in placed if not label.hidden]

    def _follow(self, before: Choices, after: Choices) -> None:
        self.typed.data.view, self.typed.data.focused = after.view, after.focus is not None
        if shot_of(before) != shot_of(after):
            self.typed.data.turned = False
        if after.camera != before.camera and after.camera != self._kept:
            self._go_to(after)
        what = changed(before, after)
        if what == "carm" and self.after_xray and c_arm_shown(after):
            self._carm_moved = True
        elif what == "scene" or (what == "carm" and c_arm_shown(after)):
            self.request()

    def _go_to(self, choices: Choices) -> None:
        """The camera was taken from a file, a link or the history."""
        self._kept = choices.camera
        self.typed.data.turned = choices.camera is not None
        if choices.camera is None:
            self._operator.release()
        else:
            self._operator.hold(choices.camera.camera, shot_of(choices))
        self.request()

    def follow_carm(self) -> None:
        """The browser shows the X-ray of a movement of the C-arm: now draw the C-arm itself, if it moved.

        Not before, since the event loop sends nothing while it draws.
        """
        if self._carm_moved:
            self._carm_moved = False
            self.request()


def line_end(anchor: Array, looked_at: Array, ended: Array) -> Array:
    """Where a name's line ends (3,): where it ended, unless what it names has moved since, such as a needle's tip."""
    return ended if np.array_equal(anchor, looked_at) else anchor


def changed(before: Choices, after: Choices) -> Literal["nothing", "carm", "scene"]:
    """What of the 3D view is another: nothing, only the C-arm where that is drawn, or anything else."""
    names = {f.name for f in fields(after) if getattr(before, f.name) != getattr(after, f.name)} - UNSEEN
    if not names:
        return "nothing"
    return "carm" if names <= MOVES_THE_CARM else "scene"


def c_arm_shown(choices: Choices) -> bool:
    """Whether the C-arm or its beam is drawn."""
    return "c_arm" in choices.layers or choices.view == "room"


def text_size(text: str) -> tuple[float, float]:
    """Width and height in CSS pixels that a name takes on the page (``.name`` in ``web/picture.css``)."""
    return CHARACTER_PX * len(text) + 6.0, LINE_PX


def _message(label: PlacedLabel) -> dict[str, Any]:
    left, top, right, bottom = label.box
    return {
        "id": label.id,
        "text": label.text,
        "emphasis": label.emphasis,
        "box": [round(v, 1) for v in (left, top, right - left, bottom - top)],
        "leader": [[round(x, 1), round(y, 1)] for x, y in label.leader],
    }
