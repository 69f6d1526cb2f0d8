"""Pictures of the handout: drawn once, named in each language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.regions import region, region_with
from spine_viewer.export.handout.shown import shown_steps
from spine_viewer.export.handout.words import handout_file
from spine_viewer.export.handout.xray_sheet import on_sheet, ringed
from spine_viewer.imaging import Fluoroscope, fluoroscope
from spine_viewer.imaging.views import VIEW_LEVELS
from spine_viewer.imaging.views.marks import middle
from spine_viewer.progress import Progress
from spine_viewer.render.blank import refuse_blank
from spine_viewer.render.overlay import draw_labels
from spine_viewer.render.renderer import Renderer
from spine_viewer.render.still import label_px
from spine_viewer.scene.compose import compose
from spine_viewer.scene.describe import describe_view, describe_xray
from spine_viewer.scene.guided import HIPS
from spine_viewer.scene.labels import names_at
from spine_viewer.scene.model import Scene
from spine_viewer.scene.request import DEFAULT_LAYERS, SceneRequest
from spine_viewer.scene.xray_bodies import bodies

Picture = NDArray[np.uint8]
MM_PER_INCH, POINTS_PER_INCH = 25.4, 72.0
DPI = 240.0
LABEL_PT = 8.0
WHERE_MM, JOINT_MM, STEP_MM = (56.0, 80.0), (96.0, 76.0), (84.0, 52.0)
XRAY_PX = 640
JPEG_QUALITY = 92
NERVES = ("medial_branch", "dorsal_ramus", "third_occipital", "lateral_branch")
NAMES = {  # what is named in the picture of a step, by its action
    "skin": ("needle", "block_needle"),
    "advance": ("needle", "block_needle", "nerve"),
    "sensory": ("active_tip", "nerve"),
    "inject": ("injectate", "nerve", "block_needle"),
    "lesion": ("active_tip", "lesion", "nerve"),
    "effect": ("lesion", "nerve"),
}


@dataclass(frozen=True)
class Drawn:
    """A picture's file in the folder of the handout, and what it shows in words."""

    file: str
    alt: str
    caption: str = ""
    xray: bool = False


@dataclass(frozen=True)
class _View:
    """One picture to make: what is asked for, at which time, which names stay, how large on paper."""

    name: str
    request: SceneRequest
    time_s: float
    names: tuple[str, ...]
    mm: tuple[float, float]


class XRays:
    """The fluoroscope of a spine for the region asked for last: the next handout is often of the same one."""

    def __init__(self, spine: Any) -> None:
        self.spine = spine
        self._kept: tuple[str, Fluoroscope] | None = None

    def of(self, name: str) -> Fluoroscope:
        """The fluoroscope with the bones that a beam through a region may meet."""
        if self._kept is None or self._kept[0] != name:
            self._kept = (name, fluoroscope(self.spine, bones=region(name).beam))
        return self._kept[1]


def draw_pictures(
    xrays: XRays,
    plan: Any,
    timeline: Any,
    languages: Sequence[str],
    folder: Path,
    progress: Progress | None = None,
) -> dict[str, dict[str, Drawn]]:
    """Draw every picture of the handout into a folder; by language and name.

    The 3D picture is drawn once and then named in each language. ``xrays`` brings the spine; ``progress`` is told the
    part that is done, 0 to 1.

    Raises
    ------
    InputError
        If a picture would be empty.
    """
    from spine_viewer.procedures.heat import heat_in_even_tissue
    from spine_viewer.procedures.spreads import spreads_of

    spine = xrays.spine
    heat = None if plan.lesion is None else heat_in_even_tissue(plan)
    spreads = spreads_of(spine, plan)
    out: dict[str, dict[str, Drawn]] = {language: {} for language in languages}
    with Renderer(spine, pixels(STEP_MM), "still") as renderer:
        views = tuple(_views(plan, timeline))
        for done, view in enumerate(views, 1):
            requests = {one: replace(view.request, language=one, time_s=view.time_s) for one in languages}
            scenes = {one: compose(spine, asked, plan, timeline, heat=heat, spreads=spreads)
                      for one, asked in requests.items()}  # fmt: skip
            moment = timeline.at(view.time_s)
            xray = moment.step.action == "check" and view.name == moment.step.key
            first = next(iter(scenes.values()))
            made = _xray(xrays, first, plan) if xray else _drawn(renderer, first, view)
            for language, scene in scenes.items():
                request, file = requests[language], f"{_file_name(view.name)}-{language}.jpg"
                if xray:
                    picture, alt = _with_tip(made, scene, request.language), _xray_in_words(spine, scene, request, plan)
                else:
                    named = replace(scene, labels=_names(spine, request, scene, view, plan))
                    picture = draw_labels(made, named, renderer, bool(view.names), label_px(LABEL_PT, DPI))
                    alt = describe_view(named, request, spine, moment)
                _save(folder / file, picture)
                out[language][view.name] = Drawn(file, alt, _caption(view.name, language, plan), xray)
            if progress is not None:
                progress(done / len(views))
    return out


def pixels(mm: tuple[float, float]) -> tuple[int, int]:
    """Width and height in pixels of a picture of this size on paper."""
    return round(mm[0] / MM_PER_INCH * DPI), round(mm[1] / MM_PER_INCH * DPI)


def _views(plan: Any, timeline: Any) -> Iterator[_View]:
    asked = SceneRequest(
        region=region_with(plan.joint),
        audience="patient",
        procedure=plan.procedure,
        joint=plan.joint,
        side=plan.side,
        layers=DEFAULT_LAYERS,
    )
    level = next((step.still_s for step in timeline.steps if step.action == "view"), 0.0)
    bare = replace(asked, view="posterior", layers=DEFAULT_LAYERS - {"nerves"})
    yield _View("where", bare, level, ("joint",), WHERE_MM)
    near = replace(asked, view="close-up", ghosted=HIPS)
    yield _View("joint", near, 0.0, ("joint", "nerve"), JOINT_MM)
    for step in shown_steps(timeline):
        joint = _into_joint(plan) and step.action not in ("position", "skin")
        names = NAMES.get(step.action, ()) + (("joint",) if joint else ())
        own = replace(asked, view="guided")
        if step.action == "position":
            own = replace(asked, view="room", layers=asked.layers | {"c_arm", "skin"})
        yield _View(step.key, own, step.still_s, names, STEP_MM)


def _drawn(renderer: Renderer, scene: Scene, view: _View) -> Picture:
    renderer.set_size(pixels(view.mm))
    renderer.set_scene(replace(scene, background="white"), move_camera=True)
    renderer.set_camera(scene.camera)  # for this size
    picture = renderer.picture()
    refuse_blank(picture, f"picture {view.name!r} of the handout")
    return picture


def _names(spine: Any, request: SceneRequest, scene: Scene, view: _View, plan: Any) -> tuple[Any, ...]:
    """The few names that a picture of the handout needs, in its own short words."""
    own = names_at(spine, request, scene.camera, _joint_item(scene, plan)) if "joint" in view.names else ()
    treated = [nerve.nerve for nerve in plan.nerves]
    kept = [label for label in scene.labels if _kind(label.id) in view.names]
    kept = [label for label in kept if _kind(label.id) != "nerve" or label.id in treated]
    words = [_word(label.id, treated, request.language, view.name) for label in (*own, *kept)]
    return tuple(replace(label, text=text) for label, text in zip((*own, *kept), words, strict=True))


def _word(label_id: str, treated: list[str], language: str, picture: str) -> str:
    say = handout_file().word
    if picture == "where":
        return say("label.here", language)
    if label_id in treated and len(treated) > 1:
        return say("label.one_nerve", language, number=treated.index(label_id) + 1)
    return say(f"label.{_kind(label_id)}", language)


def _joint_item(scene: Scene, plan: Any) -> list[str]:
    names = {item.id for item in scene.items}
    return [name for name in (f"cartilage:{one}" for one in plan.joint_ids) if name in names]


def _kind(label_id: str) -> str:
    """``nerve``, ``needle``, ``active_tip``, ``lesion`` ... of a label; isotherms and bones are others."""
    parts = label_id.split(":")
    if parts[0] != "label":
        return "nerve" if parts[0] in NERVES else "joint" if parts[0] == "cartilage" else parts[0]
    return "isotherm" if parts[1] == "lesion" and len(parts) > 4 and parts[2] != "lesion" else parts[1]


def _xray(xrays: XRays, scene: Scene, plan: Any) -> Picture:
    shown = scene.fluoroscopy
    if shown is None:
        raise RuntimeError("a check without an X-ray")
    exposure = xrays.of(region_with(plan.joint)).expose(shown.carm.sized(XRAY_PX), bodies(shown))
    refuse_blank(exposure.picture, "the X-ray of the handout")
    return np.asarray(exposure.picture)


def _with_tip(picture: Picture, scene: Scene, language: str) -> Picture:
    """The X-ray as wide as the other pictures, with the tip of the first needle ringed and named."""
    shown, shape = scene.fluoroscopy, STEP_MM[0] / STEP_MM[1]
    if shown is None or not shown.needles:
        return on_sheet(picture, shape)
    tip, hub = shown.carm.sized(XRAY_PX).pixel_of(np.array([shown.needles[0].tip, shown.needles[0].hub]))
    text_px = LABEL_PT * XRAY_PX / STEP_MM[1] * MM_PER_INCH / POINTS_PER_INCH
    return ringed(picture, tip, hub, handout_file().word("label.needle", language), shape, text_px)


def _xray_in_words(spine: Any, scene: Scene, request: SceneRequest, plan: Any) -> str:
    centres = {level: middle(spine, level) for level in VIEW_LEVELS}
    bone = plan.nerves[0].bone
    level = "S1" if bone == "sacrum" else bone
    said = describe_xray(scene, request, level, "", centres)
    return handout_file().word("xray_alt", request.language, text=said)


def _caption(name: str, language: str, plan: Any) -> str:
    file = handout_file()
    name = "joint_only" if name == "joint" and _into_joint(plan) else name
    area = file.word(f"area.{plan.technique.region}", language)
    return file.word(f"{name}_caption", language, area=area) if f"{name}_caption" in file.words else ""


def _into_joint(plan: Any) -> bool:
    """Whether the joint itself is the target, and no nerve."""
    return bool(plan.nerves[0].nerve == plan.joint_id)


def _file_name(name: str) -> str:
    return name.replace(":", "-").replace(".", "-")


def _save(path: Path, picture: Picture) -> None:
    from PIL import Image

    Image.fromarray(picture).convert("RGB").save(path, quality=JPEG_QUALITY, subsampling=0, dpi=(DPI, DPI))
