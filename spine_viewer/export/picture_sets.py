"""Pictures that belong together: the steps of a film, before and after, healthy and arthritic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError
from spine_viewer.scene.cameras import shifted
from spine_viewer.scene.compose import compose
from spine_viewer.scene.guided import HIPS
from spine_viewer.scene.labels import names_at
from spine_viewer.scene.model import Scene
from spine_viewer.scene.request import DEFAULT_LAYERS, SceneRequest

Picture = NDArray[np.uint8]
Draw = Callable[[Any, Iterable[Scene]], Iterator[Picture]]
Named = Iterator[tuple[str, Picture]]
WORN_LAYERS = frozenset({"bones", "discs", "cartilage", "labels"})


def steps(spine: Any, request: SceneRequest, draw: Draw, told: Callable[[float], None] | None = None) -> Named:
    """Every step of the film of a procedure at its telling moment: ``01-position``, ``02-level`` and so on.

    Parameters
    ----------
    spine : Spine
        Prone.
    request : SceneRequest
        Of a procedure; its view is the film's own.
    draw : callable
        Makes pictures of scenes of a spine.
    told : callable, optional
        Called with the part that is done, 0 to 1.
    """
    plan, timeline = _film(spine, request)
    heat, spreads = _heat(plan), _spreads(spine, plan)
    request = replace(request, view="guided")
    scenes = (
        compose(spine, replace(request, time_s=step.still_s), plan, timeline, heat=heat, spreads=spreads)
        for step in timeline.steps
    )
    count = len(timeline.steps)
    digits = max(2, len(str(count)))
    for n, (step, picture) in enumerate(zip(timeline.steps, draw(spine, scenes), strict=True), start=1):
        yield f"{n:0{digits}d}-{step.key.replace(':', '-').replace('.', '-')}", picture
        if told is not None:
            told(n / count)


def before_and_after(spine: Any, request: SceneRequest, draw: Draw) -> Named:
    """The nerves of the joint before the procedure and just after it, from one place: ``1-before``, ``2-after``."""
    plan, timeline = _film(spine, request)
    request = replace(request, view="close-up", ghosted=request.ghosted | HIPS)
    effect = next(step for step in timeline.steps if step.action == "effect")
    heat = _heat(plan)
    scenes = [compose(spine, replace(request, time_s=t), plan, timeline, heat=heat) for t in (0.0, effect.still_s)]
    yield from zip(("1-before", "2-after"), draw(spine, scenes), strict=True)


def healthy_and_arthritic(variation: Any, request: SceneRequest, grade: float, draw: Draw) -> Named:
    """A joint healthy and worn, from one place as its lower bone has it: ``1-healthy``, ``2-arthritic``.

    Parameters
    ----------
    variation : Variation
        The spine; what it says about wear of the joint is how worn the second picture is.
    request : SceneRequest
        With ``joint`` and ``side``; in place of the usual layers it shows bones, discs and cartilage.
    grade : float
        How worn the joint is where ``variation`` does not say it, 0 to 1.
    draw : callable
        As in :func:`steps`.
    """
    from spine_viewer.anatomy.spine import Spine

    joint = str(request.joint)
    if joint == "sacroiliac":
        raise InputError("healthy and arthritic pictures are of facet joints, for example L4-L5; not of sacroiliac")
    layers = WORN_LAYERS if request.layers == DEFAULT_LAYERS else request.layers
    request = replace(request, view="close-up", layers=layers, procedure=None)
    worn = variation if variation.facet_grade(joint) > 0.0 else _worn(variation, joint, grade)
    healthy = replace(
        variation,
        degeneration=_without(variation.degeneration, joint),
        arthropathy=_without(variation.arthropathy, joint),
    )
    spines = [Spine.build(one, pose="prone") for one in (healthy, worn)]
    scenes = [compose(one, request) for one in spines]
    centres = [np.asarray(one.joint(f"facet:{joint}:{request.side}").centre) for one in spines]
    scenes[1] = replace(scenes[1], camera=shifted(scenes[0].camera, centres[1] - centres[0]))
    for name, spine, scene in zip(("1-healthy", "2-arthritic"), spines, scenes, strict=True):
        yield name, next(draw(spine, [_named(spine, request, scene)]))


def _named(spine: Any, request: SceneRequest, scene: Scene) -> Scene:
    """The scene with the names of the joint, of its disc and of its two bones, where it has names."""
    if not request.shows("labels"):
        return scene
    joint = spine.joint(f"facet:{request.joint}:{request.side}")
    shown = {item.id for item in scene.items}
    wanted = [f"cartilage:{joint.id}", f"disc:{request.joint}", *joint.bones]
    return replace(scene, labels=names_at(spine, request, scene.camera, [name for name in wanted if name in shown]))


def _film(spine: Any, request: SceneRequest) -> tuple[Any, Any]:
    from spine_viewer.procedures import Timeline, plan
    from spine_viewer.procedures.technique import load_technique

    if request.procedure is None or request.joint is None or request.side is None:
        raise InputError("steps, before and after need a procedure, a joint and a side")
    load_technique(request.procedure, request.joint).language(request.language)
    made = plan(spine, request.procedure, joint=request.joint, side=request.side, variant=request.variant)
    return made, Timeline.of(made)


def _heat(plan: Any) -> Any:
    """Heat in even tissue, as far as the plan burns."""
    if plan.lesion is None:
        return None
    from spine_viewer.procedures.heat import heat_in_even_tissue

    return heat_in_even_tissue(plan)


def _spreads(spine: Any, plan: Any) -> Any:
    from spine_viewer.procedures.spreads import spreads_of

    return spreads_of(spine, plan)


def _worn(variation: Any, joint: str, grade: float) -> Any:
    return replace(variation, degeneration={**variation.degeneration, joint: grade})


def _without(grades: Any, joint: str) -> dict[str, float]:
    return {name: grade for name, grade in grades.items() if name != joint}
