"""The fluoroscopy panel: the X-ray of what stands on the stage, and the C-arm's controls."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.anatomy.ids import bone_of
from spine_viewer.anatomy.regions import region_showing
from spine_viewer.app.choices import FOLLOWING, MOVES_THE_CARM, Choices, Store
from spine_viewer.app.serving.scheduler import FlowControl, Quality, Scheduler
from spine_viewer.app.stage import Stage
from spine_viewer.app.view.aim import levels_for, meant_view, views_at
from spine_viewer.app.view.encode import JPEG, jpeg, png
from spine_viewer.app.view.pace import Pace
from spine_viewer.imaging.machine.dose import DoseMeter
from spine_viewer.imaging.machine.setting import Setting
from spine_viewer.imaging.views import TABLE
from spine_viewer.render.xray_overlay import REFERENCE_PX, draw_marks, marks_layer

if TYPE_CHECKING:
    from spine_viewer.app.view.xray import XRay
    from spine_viewer.imaging import Gauge, Mark
    from spine_viewer.scene.model import FluoroscopyRequest

MOVING_PX, REST_PX, SNAPSHOT_PX = 320, 640, 1024
MOVING_JPEG, REST_JPEG = 80, 92
LETTERS_PX = 13.0  # of the landmarks' names, on the page

PACE_S, SMALLEST = 0.05, 0.65  # aim for a moving picture, and the least part of its pixels' side on a slow machine
STEP_PX = 16

# What changes the X-ray and what is drawn on it; anything else leaves it as it is.
SEEN = (
    "mode", "region", "procedure", "joint", "side", "time_s", *sorted(MOVES_THE_CARM), "live", "look", "layers",
    "audience", "perfusion", "injection",
)  # fmt: skip


@dataclass
class FluoroscopyState:
    """What the controls show; ``follows`` while the film moves the C-arm.

    ``level`` is the one that is aimed at, ``levels`` those that can be (``{"value", "text"}``); ``views`` are those
    that apply to it, ``view`` the one that is set, empty once it was turned by hand, and ``meant`` the one that is
    gauged, in words. ``gauges``: ``{"name", "value", "limit", "ok"}`` per reading of how well it is set.
    ``landmarks``: whether they are traced, ``landmark_names`` what they are, for those who cannot see them.
    ``refusal``: why the C-arm did not move. ``live``: the X-ray follows every movement; ``dose_text``: what that cost.
    """

    ready: bool = False
    oblique_deg: float = 0.0
    tilt_deg: float = 0.0
    oblique_text: str = ""
    tilt_text: str = ""
    inverted: bool = False
    live: bool = True
    pulses: str = "15"
    dose_text: str = ""
    refusal: str = ""
    level: str = ""
    levels: list[dict] = field(default_factory=list)
    side: str = "left"
    view: str = ""
    views: list[str] = field(default_factory=list)
    meant: str = ""
    follows: bool = True
    gauges: list[dict] = field(default_factory=list)
    landmarks: bool = False
    landmark_names: str = ""


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
        self._server = server
        self._store = store
        self._send = send
        self._flow = flow
        self._executor = executor
        self._stage: Stage | None = None
        self._xray: XRay | None = None
        self._number = 0
        self._meter = DoseMeter()
        self._pace = Pace(PACE_S, 1.0, SMALLEST, 1.0)
        self._held: FluoroscopyRequest | None = None
        self._shoot = False
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
        self._stage, self._xray, self._held = stage, xray, None
        self.typed.data.ready = True
        self.refresh()

    def refresh(self) -> None:
        """Show the controls and the X-ray of what is chosen now."""
        self._show(self._store.now)
        if self.scheduler is not None and self._xray is not None:
            self.scheduler.request()

    # From the page -----------------------------------------------------------------------------------------------

    def resize(self, width: int, _height: int, _pixel_ratio: float) -> None:
        """The panel appeared or changed its size; the picture keeps its own resolution, the letters on it theirs."""
        self._width = width
        self.refresh()

    def gesture(self, kind: str, values: list[float]) -> None:
        """A picture that is only looked at."""

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
        """Take one picture where the C-arm stands."""
        self._shoot = True
        self.refresh()

    def new_patient(self) -> None:
        """Count the dose from nothing."""
        self._meter.reset()
        self._show(self._store.now)

    def trace(self) -> None:
        """Name the landmarks that the view is read by, or let the names fade out."""
        self._store.update(landmarks=not self._store.now.landmarks)

    def snapshot(self) -> dict[str, Any]:
        """The X-ray as a PNG of 1024 x 1024 pixels."""
        if self._stage is None or self._xray is None:
            raise RuntimeError("there is no X-ray yet")
        choices, request = self._store.now, self._request()
        carm = request.carm
        picture = self._xray.picture(request, SNAPSHOT_PX, choices.look)
        if choices.landmarks:
            picture = draw_marks(picture, self._stage.marks(choices, carm.sized(SNAPSHOT_PX)))
        name = f"xray-oblique{carm.oblique_deg:+.0f}-tilt{carm.tilt_deg:+.0f}.png"
        return {"name": name, "mime": "image/png", "content": png(picture)}

    # Drawing -----------------------------------------------------------------------------------------------------

    async def draw(self, quality: Quality) -> None:
        """Compute and send one X-ray."""
        if self._stage is None or self._xray is None:
            return
        side, jpeg_quality = (self._moving_px(), MOVING_JPEG) if quality == "moving" else (REST_PX, REST_JPEG)
        choices, request = self._store.now, self._request()
        self._count(request, quality)
        xray, marks = self._xray, self._marks() if choices.landmarks and quality == "rest" else ()

        width = self._width

        def make() -> tuple[bytes, bytes | None]:
            picture = xray.picture(request, side, choices.look, moving=quality == "moving")
            return jpeg(picture, jpeg_quality), layer_of(marks, width)

        started = time.perf_counter()
        content, layer = await asyncio.get_running_loop().run_in_executor(self._executor, make)
        took = time.perf_counter() - started
        if quality == "moving":
            self._pace.took(took)
        self._number += 1
        self._flow.sent(self._number)
        self._send(
            {
                "number": self._number,
                "quality": quality,
                "width": side,
                "height": side,
                "mime": JPEG,
                "content": content,
                "layer": layer,
                "took_ms": round(1000 * took, 1),
            }
        )

    def _moving_px(self) -> int:
        """Side of a moving picture on this machine."""
        return STEP_PX * round(MOVING_PX * self._pace.scale / STEP_PX)

    async def draw_layer(self) -> None:
        """Send the landmarks alone, or nothing, which lets them fade out; the picture below stays."""
        marks = self._marks() if self._store.now.landmarks else ()
        layer = await asyncio.get_running_loop().run_in_executor(self._executor, layer_of, marks, self._width)
        self._send({"layer": layer})

    def _request(self) -> FluoroscopyRequest:
        """What is to be seen: what stands on the stage now or, while the last image is held, what stood there then."""
        choices = self._store.now
        if self._stage is None:
            raise RuntimeError("there is no X-ray yet")
        if self._held is None or choices.live or self._shoot:
            return self._stage.exposure(choices)
        return replace(self._held, carm=replace(self._held.carm, collimation=choices.collimation))

    def _count(self, request: FluoroscopyRequest, quality: Quality) -> None:
        """Beam on for a picture that shows something new; a picture at rest ends the run."""
        new, self._shoot = self._shoot or not same_exposure(request, self._held), False
        self._held = request
        if quality == "moving" and new:
            self._meter.beam(time.monotonic(), request.carm, self._store.now.pulses_per_s)
        elif quality == "rest":
            self._meter.off()
            with self._server.state:
                self.typed.data.dose_text = spoken_dose(self._meter)

    def _marks(self) -> tuple[Mark, ...]:
        """What is traced over the picture."""
        return (
            ()
            if self._stage is None
            else self._stage.marks(self._store.now, self._request().carm.sized(layer_px(self._width)))
        )

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
            self.typed.data.refusal = ""
            self.refresh()
        elif before.landmarks != after.landmarks:
            self._show(after)
            self._layer = asyncio.get_running_loop().create_task(self.draw_layer())

    def _show(self, choices: Choices) -> None:
        if self._stage is None:
            return
        carm, data = self._stage.carm(choices), self.typed.data
        data.oblique_deg, data.tilt_deg = float(round(carm.oblique_deg)), float(round(carm.tilt_deg))
        data.oblique_text = spoken_angle(carm.oblique_deg, "left", "right")
        data.tilt_text = spoken_angle(carm.tilt_deg, "to the head", "to the feet")
        data.inverted, data.live, data.pulses = choices.look.invert, choices.live, f"{choices.pulses_per_s:g}"
        data.dose_text = spoken_dose(self._meter)
        by_hand = choices.oblique_deg is not None or choices.tilt_deg is not None
        data.follows = all(getattr(choices, name) == value for name, value in FOLLOWING.items())
        level, view = self._stage.level(choices), self._stage.carm_view(choices)
        data.levels = [{"value": one, "text": one} for one in levels_for(choices)]
        data.level, data.side, data.views = level, choices.side, list(views_at(level))
        data.view = "" if by_hand else view
        data.meant = f"{TABLE[view].title} of {level}"
        data.gauges = [gauge_row(one) for one in self._stage.gauges(choices)]
        data.landmarks = choices.landmarks
        names = dict.fromkeys(mark.name for mark in self._marks()) if choices.landmarks else ()
        data.landmark_names = ", ".join(names)


def layer_px(width: int) -> int:
    """Side of the layer of landmarks over a picture that is ``width`` CSS pixels wide."""
    return min(max(2 * width, 320), 1600)


def layer_of(marks: Sequence[Mark], width: int) -> bytes | None:
    """Marks as a transparent PNG to lie over an X-ray ``width`` CSS pixels wide; None where there are none."""
    side = layer_px(width)
    return png(marks_layer(marks, (side, side), LETTERS_PX * REFERENCE_PX / width)) if marks else None


def same_exposure(one: FluoroscopyRequest, other: FluoroscopyRequest | None) -> bool:
    """Whether two requests show the same, but for the collimator."""
    if other is None or one.carm.opened() != other.carm.opened() or len(one.needles) != len(other.needles):
        return False
    if [fluid.fingerprint for fluid in one.fluids] != [fluid.fingerprint for fluid in other.fluids]:
        return False
    pairs = zip(one.needles, other.needles, strict=True)
    return all(np.array_equal(a.tip, b.tip) and np.array_equal(a.hub, b.hub) for a, b in pairs)


def spoken_dose(meter: DoseMeter) -> str:
    """``"3 exposures, 2.4 s, dose 0.8"``."""
    many = "exposure" if meter.exposures == 1 else "exposures"
    return f"{meter.exposures} {many}, {meter.seconds:.1f} s, dose {meter.dose:.2f}"


def gauge_row(reading: Gauge) -> dict:
    """A reading as the panel shows it."""
    sign = {"degrees": "°", "mm": " mm"}.get(reading.unit, "")
    value, limit = f"{reading.value:.1f}{sign}", f"{reading.limit:g}{sign}"
    if not reading.unit:
        value, limit = f"{100 * reading.value:.0f} %", f"{100 * reading.limit:g} %"
    bound = "at least" if reading.at_least else "at most"
    return {"name": reading.name, "value": value, "limit": f"{bound} {limit}", "ok": bool(reading.ok)}


def spoken_angle(degrees: float, positive: str, negative: str) -> str:
    """``12° left``; ``0°`` has no side."""
    whole = round(degrees)
    return f"{abs(whole)}°" + (f" {positive if whole > 0 else negative}" if whole else "")
