"""A still picture of a scene, as a PNG file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.anatomy.whole_file import whole_file
from spine_viewer.errors import InputError
from spine_viewer.scene.compose import compose
from spine_viewer.scene.model import Scene
from spine_viewer.scene.request import DEFAULT_LAYERS, SceneRequest

BACKGROUNDS = ("studio", "white", "night", "transparent")
HEATS = ("even", "bone")
POINTS_PER_INCH = 72.0


def shot(path: str | Path, **options: Any) -> Path:
    """Write a picture (PNG) of the spine, or of a moment of a procedure.

    Parameters
    ----------
    path : path
        File to write; complete or not there at all.
    **options
        As for :func:`shot_picture`; ``dpi`` is written into the file too.

    Raises
    ------
    InputError
        If any of it is not allowed.
    """
    return write_png(path, shot_picture(**options), options.get("dpi"))


def shot_picture(
    region: str = "lumbar",
    view: str = "posterior",
    size: tuple[int, int] = (1600, 1200),
    layers: tuple[str, ...] | frozenset[str] | None = None,
    procedure: str | None = None,
    joint: str | None = None,
    side: str | None = None,
    at: str | float | None = None,
    labels: bool = True,
    spine: Any = None,
    audience: str = "professional",
    language: str = DEFAULT_LANGUAGE,
    background: str = "studio",
    heat: str = "even",
    perfusion: str = "body",
    progress: Callable[[float], None] | None = None,
    dpi: float | None = None,
    label_pt: float | None = None,
    **more: Any,
) -> NDArray[np.uint8]:
    """A picture (rows, columns, 3 or 4) of the spine, or of a moment of a procedure.

    Parameters
    ----------
    region, view, size, layers, audience, language
        As in :class:`SceneRequest`; ``size`` is (width, height) in pixels, ``layers`` None for the usual ones.
    procedure, joint, side : str, optional
        Together: a procedure on a joint.
    at : str or float, optional
        A step of the procedure by name, or seconds on its timeline; default its start.
    labels : bool
        Names with leader lines, and the mark of left and right.
    spine : Spine, optional
        Default: loaded, prone where there is a procedure, else standing.
    background : {"studio", "white", "night", "transparent"}
    heat : {"even", "bone"}
        Lesions in even tissue, at once, or beside the bones of the spine, some seconds for each.
    perfusion : {"body", "bench"}
        Tissue that is heated.
    progress : callable, optional
        Called with the part, 0 to 1, of the work on lesions beside bone.
    dpi : float, optional
        Pixels per inch of paper.
    label_pt : float, optional
        Size of the names in points at ``dpi``; without it they grow with the picture.
    **more
        Further fields of :class:`SceneRequest`: ``variant``, ``isolated``, ``ghosted``, ``selection``, ``carm``.

    Raises
    ------
    InputError
        If any of it is not allowed.
    """
    wanted = frozenset(DEFAULT_LAYERS if layers is None else layers)
    wanted = wanted | {"labels"} if labels and layers is None else wanted if labels else wanted - {"labels"}
    request = SceneRequest(
        region=region,
        view=view,
        layers=wanted,
        audience=audience,
        language=language,
        procedure=procedure,
        joint=joint,
        side=side,
        **more,
    )
    text_px = label_px(label_pt, dpi)
    return picture_of(
        request, size, at, spine, background, heat=heat, perfusion=perfusion, progress=progress, text_px=text_px
    )


def picture_of(
    request: SceneRequest,
    size: tuple[int, int] = (1600, 1200),
    at: str | float | None = None,
    spine: Any = None,
    background: str = "studio",
    quality: str = "still",
    heat: str = "even",
    perfusion: str = "body",
    progress: Callable[[float], None] | None = None,
    text_px: float | None = None,
) -> NDArray[np.uint8]:
    """A picture of a request with its labels, (rows, columns, 3) uint8, or 4 channels where transparent."""
    spine, scene = scene_of(request, at, spine, heat=heat, perfusion=perfusion, progress=progress)
    scene, transparent = on_background(scene, background)
    return picture_of_scene(spine, scene, size, quality, transparent, request.shows("labels"), text_px)


def on_background(scene: Scene, background: str) -> tuple[Scene, bool]:
    """A scene before a background of ``BACKGROUNDS``, and whether that is transparent."""
    from dataclasses import replace

    from spine_viewer.anatomy.ids import choose

    transparent = choose(background, BACKGROUNDS, "background") == "transparent"
    return replace(scene, background="white" if transparent else background), transparent


def without_names(scene: Scene) -> Scene:
    """A scene with no names on it."""
    from dataclasses import replace

    return replace(scene, labels=())


def label_px(label_pt: float | None, dpi: float | None) -> float | None:
    """Height of the em in pixels of names of so many points; None where no size is asked for.

    Raises
    ------
    InputError
        If the size has no ``dpi``.
    """
    if label_pt is None:
        return None
    if dpi is None:
        raise InputError(f"names of {label_pt:g} points need pixels per inch (dpi)")
    return label_pt * dpi / POINTS_PER_INCH


def scene_of(
    request: SceneRequest,
    at: str | float | None = None,
    spine: Any = None,
    heat: str = "even",
    perfusion: str = "body",
    progress: Callable[[float], None] | None = None,
) -> tuple[Any, Scene]:
    """The spine and the scene of a request, at a moment of its procedure; see :func:`shot`."""
    from dataclasses import replace

    from spine_viewer.anatomy.ids import choose

    choose(heat, HEATS, "heat")
    spine, plan, timeline = _resolved(request, spine)
    if timeline is not None:
        request = replace(request, time_s=timeline.seconds_of(at))
    elif at is not None:
        raise InputError(f"moment {at!r} needs a procedure, a joint and a side")
    heats = None
    if plan is not None and plan.lesion is not None:
        from spine_viewer.procedures.heat import heat_of

        burns = [(state.nerve, state.burn) for state in timeline.at(request.time_s).lesions] if heat == "bone" else ()
        heats = heat_of(spine, plan, burns, perfusion, progress)
    spreads = _spreads(spine, plan, timeline, request)
    return spine, compose(spine, request, plan, timeline, heat=heats, spreads=spreads)


def picture_of_scene(
    spine: Any,
    scene: Scene,
    size: tuple[int, int] = (1600, 1200),
    quality: str = "still",
    transparent: bool = False,
    mark: bool = True,
    text_px: float | None = None,
) -> NDArray[np.uint8]:
    """A picture of a scene with its labels, (rows, columns, 3) uint8, or 4 channels where transparent.

    ``mark`` puts the letters of left and right on it; ``text_px`` is the height of the em of its names.

    Raises
    ------
    InputError
        If nothing was drawn.
    """
    return next(pictures_of_scenes(spine, [scene], size, quality, transparent, mark, text_px))


def pictures_of_scenes(
    spine: Any,
    scenes: Iterable[Scene],
    size: tuple[int, int] = (1600, 1200),
    quality: str = "still",
    transparent: bool = False,
    mark: bool = True,
    text_px: float | None = None,
) -> Iterator[NDArray[np.uint8]]:
    """Pictures of scenes of one spine, one after the other from one window; see :func:`picture_of_scene`."""
    from spine_viewer.render.blank import refuse_blank
    from spine_viewer.render.overlay import draw_labels
    from spine_viewer.render.renderer import Renderer

    with Renderer(spine, size, quality, transparent) as renderer:
        for scene in scenes:
            renderer.set_scene(scene, move_camera=True)
            picture = renderer.picture_rgba() if transparent else renderer.picture()
            refuse_blank(picture)
            yield draw_labels(picture, scene, renderer, mark, text_px)


def _spreads(spine: Any, plan: Any, timeline: Any, request: SceneRequest) -> Any:
    """Where the fluids go, where the moment has any in the tissue."""
    if timeline is None or all(fluid.volume_ml is None for fluid in timeline.at(request.time_s).injectates):
        return None
    from spine_viewer.procedures.spreads import spreads_of

    return spreads_of(spine, plan)


def write_png(path: str | Path, picture: NDArray[np.uint8], dpi: float | None = None) -> Path:
    """Write a picture as PNG, whole or not at all.

    ``dpi`` is kept in the file, rounded to whole pixels per metre as PNG counts them.
    """
    from PIL import Image

    target, more = Path(path), {} if dpi is None else {"dpi": (dpi, dpi)}
    with whole_file(target) as temporary:
        Image.fromarray(picture).save(temporary, format="PNG", optimize=False, **more)
    return target


def _resolved(request: SceneRequest, spine: Any) -> tuple[Any, Any, Any]:
    """Spine, plan and timeline for a request."""
    from spine_viewer.anatomy.spine import Spine

    if request.procedure is None:
        return spine or Spine.load(pose="standing"), None, None
    if request.joint is None or request.side is None:
        raise InputError(f"procedure {request.procedure!r} needs a joint (for example L4-L5) and a side (left, right)")
    from spine_viewer.procedures import Timeline, plan
    from spine_viewer.procedures.technique import load_technique

    load_technique(request.procedure, request.joint).language(request.language)
    spine = spine or Spine.load(pose="prone")
    planned = plan(spine, request.procedure, joint=request.joint, side=request.side, variant=request.variant)
    return spine, planned, Timeline.of(planned)
