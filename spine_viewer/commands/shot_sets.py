"""``shot --set``: several pictures that belong together, in a folder."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy import ids
from spine_viewer.commands.kept_view import check_state_option
from spine_viewer.commands.language_option import check_language
from spine_viewer.commands.output import progress_bar, whole_folder
from spine_viewer.commands.parser import check_procedure_options, check_variant, checked, one_of, output_folder
from spine_viewer.commands.print_options import PrintLook, print_facts
from spine_viewer.commands.variation_options import variation_of
from spine_viewer.doctor import require_graphics
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.scene.request import SceneRequest

SETS = ("steps", "before-after", "healthy-arthritic")
NOT_OF_SETS = ("at", "level", "c_arm_view", "oblique", "tilt", "state")


def add_set_option(parser: argparse.ArgumentParser) -> None:
    """``--set``."""
    kinds = "steps: each step of a procedure; before-after: the nerves of its joint; healthy-arthritic: --joint, --side"
    parser.add_argument("--set", type=one_of(SETS, "set"), help=f"several pictures into the folder OUT: {kinds}")


def run_set(options: argparse.Namespace, look: PrintLook) -> int:
    """Write the pictures of a set."""
    given = [name for name in NOT_OF_SETS if getattr(options, name) is not None]
    if given:
        raise InputError(f"--set {options.set} says what is shown; leave out --{given[0].replace('_', '-')}, or --set")
    check_state_option(options, {})
    worn = options.set == "healthy-arthritic"
    if worn and not options.procedure:
        _check_joint(options)
    else:
        check_procedure_options(options)
    if not worn and not options.procedure:
        raise InputError(f"--set {options.set} needs --procedure, --joint and --side")
    check_variant(options.procedure, options.variant)
    check_language(options)
    options.out = checked(output_folder, options.out, "shot", "OUT")
    variation = variation_of(options)
    require_graphics()
    from spine_viewer.render.still import write_png

    with whole_folder(options.out) as folder:
        names = []
        for name, picture in _pictures(options, look, variation):
            names.append(write_png(folder / f"{name}.png", picture, look.dpi).name)
    for name in names:
        print(options.out / name)
    return 0


def _check_joint(options: argparse.Namespace) -> None:
    if not (options.joint and options.side):
        raise InputError(f"--set healthy-arthritic needs --joint, such as L4-L5, and --side ({', '.join(ids.SIDES)})")


def _pictures(options: argparse.Namespace, look: PrintLook, variation: Any) -> Any:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.anatomy.variation.request import Variation
    from spine_viewer.export import picture_sets
    from spine_viewer.render.still import label_px, on_background, pictures_of_scenes, without_names

    def draw(spine: Any, scenes: Any) -> Any:
        text_px = None if options.clean else label_px(look.label_pt, look.dpi)
        placed = (on_background(without_names(s) if options.clean else s, look.background)[0] for s in scenes)
        transparent, mark = look.background == "transparent", not options.clean
        return pictures_of_scenes(spine, placed, look.size, transparent=transparent, mark=mark, text_px=text_px)

    request = _request(options)
    if options.set == "healthy-arthritic":
        grade = print_facts()["arthritic_grade"]["value"]
        return picture_sets.healthy_and_arthritic(variation or Variation(), request, grade, draw)
    spine = Spine.build(variation, pose="prone")
    if options.set == "steps":
        return picture_sets.steps(spine, request, draw, progress_bar())
    return picture_sets.before_and_after(spine, request, draw)


def _request(options: argparse.Namespace) -> SceneRequest:
    from spine_viewer.scene.request import DEFAULT_LAYERS, SceneRequest

    request = SceneRequest(
        region=options.region,
        audience=options.audience,
        language=options.language,
        procedure=options.procedure,
        joint=options.joint,
        side=options.side,
        variant=options.variant,
    )
    return request if options.layers is None else replace(request, layers=frozenset(options.layers) or DEFAULT_LAYERS)
