"""X-rays as messages to the browser: computed and compressed beside the page, smaller while things move."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.regions import region_of_level
from spine_viewer.app.choices import Choices
from spine_viewer.app.serving.scheduler import FlowControl, Quality
from spine_viewer.app.stage import Stage
from spine_viewer.app.view.encode import JPEG, jpeg, png
from spine_viewer.app.view.fluoroscopy.beam import BeamSwitch
from spine_viewer.app.view.fluoroscopy.layer import layer_of, layer_px
from spine_viewer.app.view.pace import Pace
from spine_viewer.render.xray_overlay import draw_marks

if TYPE_CHECKING:
    from spine_viewer.app.view.xray import XRay
    from spine_viewer.imaging import CArm, Mark
    from spine_viewer.scene.model import FluoroscopyRequest

MOVING_PX, REST_PX, SNAPSHOT_PX = 320, 640, 1024
MOVING_JPEG, REST_JPEG = 80, 92

PACE_S, SMALLEST = 0.05, 0.65  # aim for a moving picture, and the least part of its pixels' side on a slow machine
STEP_PX = 16


class XRayPictures:
    """Makes and sends X-rays of what stands on the stage, once there is one.

    Parameters
    ----------
    beam : BeamSwitch
        Says whether a picture shows what stands on the stage now, or the last image.
    send : callable
        Sends one picture message to the browser.
    flow : FlowControl
    executor : concurrent.futures.Executor
        Where X-rays are computed and compressed.
    """

    def __init__(
        self, beam: BeamSwitch, send: Callable[[dict[str, Any]], None], flow: FlowControl, executor: Executor
    ) -> None:
        self._open: tuple[Stage, XRay] | None = None
        self._beam = beam
        self._send = send
        self._flow = flow
        self._executor = executor
        self._pace = Pace(PACE_S, 1.0, SMALLEST, 1.0)
        self._number = 0

    def open(self, stage: Stage, xray: XRay) -> None:
        """From now on, take X-rays of this stage."""
        self._open = (stage, xray)

    @property
    def ready(self) -> bool:
        """Whether there is anything to take an X-ray of."""
        return self._open is not None

    def begin(self, choices: Choices, quality: Quality) -> FluoroscopyRequest:
        """What the next picture is to show; its dose is counted."""
        request = self._beam.request(self._opened[0], choices)
        self._beam.count(request, quality, choices)
        return request

    async def send(self, request: FluoroscopyRequest, choices: Choices, quality: Quality, width: int) -> None:
        """Compute and send one X-ray for a place ``width`` CSS pixels wide; with it, at rest, its landmarks."""
        side, jpeg_quality = (self._moving_px(), MOVING_JPEG) if quality == "moving" else (REST_PX, REST_JPEG)
        xray = self._opened[1]
        marks = self.marks(choices, width) if choices.landmarks and quality == "rest" else ()

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

    async def send_layer(self, choices: Choices, width: int) -> None:
        """Send the landmarks alone, or nothing, which lets them fade out; the picture below stays."""
        marks = self.marks(choices, width) if choices.landmarks else ()
        layer = await asyncio.get_running_loop().run_in_executor(self._executor, layer_of, marks, width)
        self._send({"layer": layer})

    def snapshot(self, choices: Choices) -> dict[str, Any]:
        """The X-ray as a PNG of 1024 x 1024 pixels."""
        name, _, picture = self._taken(choices)
        return {"name": f"{name}.png", "mime": "image/png", "content": png(picture)}

    def snapshot_dicom(self, choices: Choices) -> dict[str, Any]:
        """The same X-ray as DICOM Secondary Capture, marked synthetic."""
        from spine_viewer.export.dicom import Content, patient_orientation, secondary_capture

        name, carm, picture = self._taken(choices)
        level = self._opened[0].level(choices)
        title = f"Simulated X-ray, {level}, oblique {carm.oblique_deg:+.0f}, tilt {carm.tilt_deg:+.0f}"
        words = choices.look.marked or choices.landmarks
        content = Content(title, region_of_level(level), patient_orientation(carm, choices.look), words)
        return {"name": f"{name}.dcm", "mime": "application/dicom", "content": secondary_capture(picture, content)}

    def _taken(self, choices: Choices) -> tuple[str, CArm, NDArray[np.uint8]]:
        """A name for the file, the C-arm, and the picture that is shown, large."""
        stage, xray = self._opened
        request = self._beam.request(stage, choices)
        carm = request.carm.sized(SNAPSHOT_PX)
        picture = xray.picture(request, SNAPSHOT_PX, choices.look)
        if choices.landmarks:
            picture = draw_marks(picture, stage.marks(choices, carm))
        return f"xray-oblique{carm.oblique_deg:+.0f}-tilt{carm.tilt_deg:+.0f}", carm, picture

    def marks(self, choices: Choices, width: int) -> tuple[Mark, ...]:
        """What is traced over a picture ``width`` CSS pixels wide."""
        if self._open is None:
            return ()
        stage, _ = self._open
        carm = self._beam.request(stage, choices).carm
        return stage.marks(choices, carm.sized(layer_px(width)))

    @property
    def _opened(self) -> tuple[Stage, XRay]:
        if self._open is None:
            raise RuntimeError("there is no X-ray yet")
        return self._open

    def _moving_px(self) -> int:
        """Side of a moving picture on this machine."""
        return STEP_PX * round(MOVING_PX * self._pace.scale / STEP_PX)
