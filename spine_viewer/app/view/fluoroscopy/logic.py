"""The fluoroscopy panel: the X-ray of what stands on the stage, and the C-arm's controls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.anatomy.ids import bone_of
from spine_viewer.anatomy.regions import region_showing
from spine_viewer.app.choices import FOLLOWING, MOVES_THE_CARM, Choices, Store
from spine_viewer.app.serving.scheduler import FlowControl, Quality, Scheduler
from spine_viewer.app.stage import Stage
from spine_viewer.app.text import text
from spine_viewer.app.view.aim import meant_view
from spine_viewer.app.view.fluoroscopy.beam import BeamSwitch
from spine_viewer.app.view.fluoroscopy.pictures import XRayPictures
from spine_viewer.app.view.fluoroscopy.state import FluoroscopyState, show_carm
from spine_viewer.imaging.machine.setting import Setting

if TYPE_CHECKING:
    from spine_viewer.app.view.xray import XRay
    from spine_viewer.scene.model import FluoroscopyRequest

# What changes the X-ray and what is drawn on it; anything else leaves it as it is.
SEEN = (
    "mode", "exercise", "region", "procedure", "joint", "side", "time_s", *sorted(MOVES_THE_CARM), "live", "look",
    "layers", "audience", "language", "perfusion", "injection",
)  # fmt: skip


class FluoroscopyLogic:
    """Everything between the C-arm's controls and the next X-ray.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    send : callable
        Sends one picture message to the browser.
    flow : FlowControl
    executor : concurrent.futures.Executor
        Where X-rays are computed and compressed.
    """

    def __init__(
        self,
        server: Server,
        store: Store,
        send: Callable[[dict[str, Any]], None],
        flow: FlowControl,
        executor: Executor,
    ) -> None:
        self.typed = TypedState(server.state, FluoroscopyState)
        self.scheduler: Scheduler | None = None
        self.moved: Callable[[], None] = lambda: None  # called when the browser shows the X-ray of a movement
        self.rested: Callable[[FluoroscopyRequest], None] = lambda _: None  # called with what each X-ray at rest shows
        self.asked: Callable[[], bool] = lambda: False  # called when a picture is asked for; whether another takes it
        self.pointed: Callable[[float, float], bool] = lambda _x, _y: False  # called with a place that was clicked
        self._server = server
        self._store = store
        self._flow = flow
        self._stage: Stage | None = None
        self._beam = BeamSwitch()
        self._pictures = XRayPictures(self._beam, send, flow, executor)
        self._width = 392
        self._layer: asyncio.Task[None] | None = None
        names = self.typed.name
        self.typed.bind_changes(
            {
                names.oblique_deg: self._oblique,
                names.tilt_deg: self._tilt,
                names.level: self.aim,
                names.pulses: self._pulse,
            }
        )
        store.subscribe(self._follow)

    def open(self, stage: Stage, xray: XRay) -> None:
        """The spine is there and the projector is warm: show the first X-ray."""
        self._stage = stage
        self._pictures.open(stage, xray)
        self._beam.forget_image()
        self.typed.data.ready = True
        self.refresh()

    def refresh(self) -> None:
        """Show the controls and the X-ray of what is chosen now."""
        self._show(self._store.now)
        if self.scheduler is not None and self._pictures.ready:
            self.scheduler.request()

    # From the page -----------------------------------------------------------------------------------------------

    def resize(self, width: int, _height: int, _pixel_ratio: float) -> None:
        """The panel appeared or changed its size; the picture keeps its own resolution, the letters on it theirs."""
        self._width = width
        self.refresh()

    def gesture(self, kind: str, values: list[float]) -> None:
        """A click on a picture that is else only looked at."""
        if kind == "tap":
            with self._server.state:
                self.pointed(values[0], values[1])

    def arrived(self, number: int) -> None:
        """The browser shows picture ``number``."""
        self._flow.confirm(number)
        self.moved()

    def look(self, view: str) -> None:
        """Turn the C-arm to a named view."""
        self.move(carm_view=view, oblique_deg=None, tilt_deg=None, setting=Setting())

    def move(self, **changes: Any) -> bool:
        """Move the C-arm, unless it would leave its travel or newly hit table or patient; tells why it did not."""
        if self._stage is None:
            return False
        now = self._store.now
        reason = self._stage.refusal(replace(now, **changes))
        if reason and not self._stage.refusal(now):
            self.typed.data.refusal = reason
            self._show(now)
            return False
        self._store.update(**changes)
        return True

    def aim(self, level: str) -> None:
        """Aim the C-arm at a level, in the same view where that applies; another region comes with it."""
        now = self._store.now
        if self._stage is None or level == self._stage.level(now):
            return
        view = meant_view(replace(now, carm_view=self._stage.carm_view(now)), level)
        region = region_showing(bone_of(level), None, now.region)
        self.move(level=level, region=region, carm_view=view, oblique_deg=None, tilt_deg=None, setting=Setting())

    def face(self, side: str) -> None:
        """Look at the left or the right side of the level."""
        self._store.update(side=side)

    def follow_film(self) -> None:
        """Give the C-arm back to the film."""
        self._store.update(**FOLLOWING)

    def invert(self) -> None:
        """Bone dark or bone bright."""
        look = self._store.now.look
        self._store.update(look=replace(look, invert=not look.invert))

    def toggle_live(self) -> None:
        """Let the X-ray follow every movement, or hold the last image."""
        self._store.update(live=not self._store.now.live)

    def expose(self) -> None:
        """A picture is asked for where the C-arm stands."""
        if not self.asked():
            self.shoot()

    def shoot(self) -> None:
        """Take one picture where the C-arm stands; what was refused before is no longer said."""
        self._beam.expose()
        self.typed.data.refusal = self._warning(self._store.now)
        self.refresh()

    def darken(self, dark: bool) -> None:
        """Show nothing before the next picture is taken, or show again what there is."""
        self._beam.darken(dark)
        self.refresh()

    def new_patient(self) -> None:
        """Count the dose from nothing."""
        self._beam.reset_dose()
        self._show(self._store.now)

    def trace(self) -> None:
        """Name the landmarks that the view is read by, or let the names fade out."""
        self._store.update(landmarks=not self._store.now.landmarks)

    def snapshot(self) -> dict[str, Any]:
        """The X-ray as a PNG of 1024 x 1024 pixels."""
        return self._pictures.snapshot(self._posed)

    def snapshot_dicom(self) -> dict[str, Any]:
        """The same X-ray as DICOM."""
        return self._pictures.snapshot_dicom(self._store.now)

    # Drawing -----------------------------------------------------------------------------------------------------

    async def draw(self, quality: Quality) -> None:
        """Compute and send one X-ray; a picture at rest says what the run cost."""
        if not self._pictures.ready:
            return
        choices = self._posed
        if self._beam.is_dark(choices):
            return
        request = self._pictures.begin(choices, quality)
        if quality == "rest":
            with self._server.state:
                self.typed.data.dose_text = self._beam.dose_text(choices.language)
        await self._pictures.send(request, choices, quality, self._width)
        # Until then the picture of before is still there; one that was under way when it got dark is none to be seen.
        if self.typed.data.dark and not self._beam.is_dark(self._posed):
            with self._server.state:
                self.typed.data.dark = False
        if quality == "rest":
            self.rested(request)

    # Controls ----------------------------------------------------------------------------------------------------

    def _oblique(self, degrees: float) -> None:
        self._by_hand(oblique_deg=float(degrees))

    def _tilt(self, degrees: float) -> None:
        self._by_hand(tilt_deg=float(degrees))

    def _by_hand(self, **angle: float) -> None:
        """Take an angle from a slider, unless it only repeats what the C-arm does already."""
        if self._stage is None:
            return
        carm = self._stage.carm(self._store.now)
        name, value = next(iter(angle.items()))
        if abs(round(getattr(carm, name)) - value) >= 0.5:
            other = {"oblique_deg": "tilt_deg", "tilt_deg": "oblique_deg"}[name]
            self.move(**{name: value, other: getattr(carm, other)})

    def _pulse(self, pulses: str) -> None:
        self._store.update(pulses_per_s=float(pulses))

    def _follow(self, before: Choices, after: Choices) -> None:
        if any(getattr(before, name) != getattr(after, name) for name in SEEN):
            self.typed.data.refusal = self._warning(after)
            self.refresh()
        elif before.landmarks != after.landmarks:
            self._show(after)
            work = self._pictures.send_layer(self._posed, self._width)
            self._layer = asyncio.get_running_loop().create_task(work)

    def _warning(self, choices: Choices) -> str:
        """Why the machine could not stand where the film has it, which the film shows all the same."""
        reason = "" if self._stage is None else self._stage.refusal(choices)
        return text("fluoroscopy.only_drawn", choices.language, reason=reason) if reason else ""

    @property
    def _posed(self) -> Choices:
        """What is chosen, as the pictures show it."""
        return self._store.now if self._stage is None else self._stage.posed(self._store.now)

    def _show(self, choices: Choices) -> None:
        if self._stage is None:
            return
        choices = self._stage.posed(choices)
        data = self.typed.data
        show_carm(data, self._stage, choices)
        data.dose_text = self._beam.dose_text(choices.language)
        data.dark = data.dark or self._beam.is_dark(choices)
        names = (
            dict.fromkeys(mark.name for mark in self._pictures.marks(choices, self._width)) if choices.landmarks else ()
        )
        data.landmark_names = ", ".join(names)
