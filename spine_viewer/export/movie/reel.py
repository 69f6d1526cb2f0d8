"""The pictures of a film, one after the other: the same scene and timeline that the viewer shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from spine_viewer.anatomy.regions import region, region_with
from spine_viewer.export.movie.sheet import Picture, Sheet, Words
from spine_viewer.imaging.patient import fluoroscope
from spine_viewer.imaging.picture.finish import Look
from spine_viewer.procedures.heat import heat_of
from spine_viewer.procedures.spreads import spreads_of
from spine_viewer.procedures.target_names import joints_label
from spine_viewer.render.blank import refuse_blank
from spine_viewer.render.overlay import draw_labels
from spine_viewer.render.renderer import Renderer
from spine_viewer.render.xray_outline import with_outlines
from spine_viewer.scene.compose import compose
from spine_viewer.scene.model import Scene
from spine_viewer.scene.request import SceneRequest
from spine_viewer.scene.xray_bodies import bodies

NO_XRAY = ("pain", "position", "recovery")  # steps that tell of the patient, not of an X-ray
LOOKED_AT = 24  # one picture in so many is looked at, whether there is anything in it


@dataclass(frozen=True)
class Cut:
    """What of a film is shown: seconds on its timeline, pictures per second, and how much faster than told."""

    start_s: float
    end_s: float
    fps: float
    speed: float = 1.0

    @property
    def count(self) -> int:
        """Number of pictures."""
        return max(1, round((self.end_s - self.start_s) * self.fps / self.speed))

    def time_s(self, number: int) -> float:
        """Time on the timeline of a picture, from 0."""
        return min(self.start_s + (number + 0.5) * self.speed / self.fps, self.end_s)

    def second_of(self, time_s: float) -> float:
        """When a time on the timeline is shown, s from the beginning of the movie."""
        return (time_s - self.start_s) / self.speed


class Reel:
    """Draws a film's pictures; use as a context manager.

    Parameters
    ----------
    spine : anatomy.spine.Spine
    timeline : procedures.Timeline
    request : SceneRequest
        Procedure, joint, side, audience, language; its view is the guided one.
    sheet : Sheet
    quality : {"moving", "live", "still"}
        Of the 3D view.
    captions : bool
        Burn the captions in.
    flicker : bool
        The noise of the X-ray changes from picture to picture; without it, a file that keeps what changes is small.
    """

    def __init__(
        self,
        spine: Any,
        timeline: Any,
        request: SceneRequest,
        sheet: Sheet,
        quality: str = "live",
        captions: bool = True,
        flicker: bool = True,
    ) -> None:
        self._spine, self._timeline, self._sheet, self._captions = spine, timeline, sheet, captions
        self._request, self._flicker = replace(request, view="guided"), flicker
        plan = timeline.plan
        beam = region(region_with(plan.joint)).beam
        self._scope = fluoroscope(spine, bones=beam)
        self._heat = heat_of(spine, plan) if plan.lesion is not None else None
        self._spreads = spreads_of(spine, plan)
        self._renderer = Renderer(spine, sheet.view_size, quality)
        self._drawn: tuple[Any, Any] = (None, None)  # what the last 3D view showed, and that view
        title = plan.technique.title[request.language].of(request.audience)
        place = joints_label(plan.sites, request.language)
        self.title, self._about = f"{title}, {place}", f"{title}\n{place}"

    def __enter__(self) -> Reel:
        return self

    def __exit__(self, *_: object) -> None:
        self._renderer.close()

    def pictures(self, cut: Cut) -> Iterator[Picture]:
        """The pictures (rows, columns, 3) of a cut, in order.

        Raises
        ------
        InputError
            If a picture would be empty.
        """
        ticks = [
            (step.start_s - cut.start_s) / (cut.end_s - cut.start_s)
            for step in self._timeline.steps
            if cut.start_s < step.start_s < cut.end_s
        ]
        for number in range(cut.count):
            yield self._picture(cut.time_s(number), number, (number + 1) / cut.count, ticks)

    def _picture(self, time_s: float, number: int, done: float, ticks: list[float]) -> Picture:
        moment = self._timeline.at(time_s)
        request = replace(self._request, time_s=time_s)
        scene = compose(
            self._spine, request, self._timeline.plan, self._timeline, heat=self._heat, spreads=self._spreads
        )
        view = self._view(scene, number)
        caption = scene.caption if self._captions else ""
        words = Words(self._about, self._warning(), moment.step.name(request.audience, request.language), caption)
        xray = None if moment.step.action in NO_XRAY else self._xray(scene, number)
        return self._sheet.drawn(view, xray, words, done, ticks)

    def _view(self, scene: Scene, number: int) -> Picture:
        """The 3D view with its names; the last one again where nothing has moved, as for half of a film."""
        looks = _looks(scene)
        if looks != self._drawn[0]:
            self._renderer.set_scene(scene, move_camera=True)
            view = self._renderer.picture()
            if number % LOOKED_AT == 0:
                refuse_blank(view, "the film")
            self._drawn = looks, draw_labels(view, scene, self._renderer, text_px=self._sheet.name_px)
        return self._drawn[1]

    def _xray(self, scene: Scene, number: int) -> Picture | None:
        asked = scene.fluoroscopy
        if asked is None:
            return None
        side = self._sheet.xray_px
        arm = asked.carm.sized(side)
        shown = self._scope.expose(arm, bodies(asked), frame=number if self._flicker else 0).picture
        return with_outlines(shown, arm, asked.outlines, Look()) if asked.outlines else shown

    def _warning(self) -> str:
        note = self._timeline.plan.technique.limits_note
        return str(note[self._request.language].of(self._request.audience))


def _looks(scene: Scene) -> tuple[Any, ...]:
    """All that the 3D view of a scene depends on: two scenes with the same look the same."""
    camera = scene.camera
    places = (camera.position, camera.focal_point, camera.up)
    return (
        tuple(np.asarray(place, dtype=float).tobytes() for place in places),
        (camera.parallel_scale, camera.half_width_mm, scene.background),
        tuple((i.id, i.geometry.fingerprint, i.style, _bytes(i.matrix), i.on_top) for i in scene.items),
        tuple((one.id, one.text, one.emphasis, _bytes(one.anchor)) for one in scene.labels),
    )


def _bytes(array: Any) -> bytes:
    return b"" if array is None else np.asarray(array, dtype=float).tobytes()


def subtitles(timeline: Any, cut: Cut, audience: str, language: str) -> str:
    """The captions of a cut as WebVTT."""

    def clock(seconds: float) -> str:
        ms = round(1000.0 * max(seconds, 0.0))
        return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"

    cues = [f"WEBVTT\nLanguage: {language}"]
    for step in timeline.steps:
        start, end = max(step.start_s, cut.start_s), min(step.end_s, cut.end_s)
        if end > start:
            when = f"{clock(cut.second_of(start))} --> {clock(cut.second_of(end))}"
            moment = timeline.at(min(step.still_s, end - 1e-6))
            cues.append(f"{when}\n{moment.caption(audience, language)}")
    return "\n\n".join(cues) + "\n"
