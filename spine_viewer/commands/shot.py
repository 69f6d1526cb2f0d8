"""``spine-viewer shot``: a still picture of the 3D scene."""

from __future__ import annotations

import argparse
from typing import Any

from spine_viewer.anatomy.regions import REGIONS
from spine_viewer.commands.c_arm_options import (
    add_angle_options,
    add_c_arm_options,
    aimed,
    check_has_level,
    check_view,
    moved,
)
from spine_viewer.commands.fluoro import LEVELS
from spine_viewer.commands.kept_view import add_state_option, check_state_option, kept_view
from spine_viewer.commands.language_option import add_language_option
from spine_viewer.commands.moment_options import add_moment_options, check_moment_options
from spine_viewer.commands.names import AUDIENCES, FLUORO_VIEWS, HEATS, LAYERS, PERFUSIONS, VIEWS
from spine_viewer.commands.output import progress_bar, whole_file
from spine_viewer.commands.parser import Subparsers, checked, one_of, output_file, picture_size, some_of
from spine_viewer.commands.print_options import PrintLook, add_print_options, print_look
from spine_viewer.commands.shot_sets import add_set_option, run_set
from spine_viewer.commands.treatment import add_treatment_options, check_treatment
from spine_viewer.commands.variation_options import add_variation_options, variation_of
from spine_viewer.doctor import require_graphics
from spine_viewer.errors import InputError

# Options that a kept view decides itself, with their defaults.
STATE_SAYS = {
    "region": "lumbar",
    "view": "posterior",
    "layers": None,
    "audience": "professional",
    "level": None,
    "at": None,
    "perfusion": "body",
}


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "shot",
        help="make a still picture",
        description="Make a still picture (.png, or .dcm as DICOM Secondary Capture, marked synthetic), or a set of "
        "them in a folder.",
    )
    parser.add_argument("out", metavar="OUT", help="OUT.png or OUT.dcm, or with --set a folder")
    parser.add_argument("--region", type=one_of(tuple(REGIONS), "region"), default="lumbar", help=", ".join(REGIONS))
    parser.add_argument("--view", type=one_of(VIEWS, "view"), default="posterior", help=", ".join(VIEWS))
    parser.add_argument("--size", type=picture_size, metavar="WxH", help="default 1600x1200")
    add_set_option(parser)
    parser.add_argument(
        "--layers", type=some_of(LAYERS, "layer"), metavar="NAME,...", help=f"some of {','.join(LAYERS)}"
    )
    parser.add_argument(
        "--audience", type=one_of(AUDIENCES, "audience"), default="professional", help=", ".join(AUDIENCES)
    )
    add_language_option(parser)
    add_treatment_options(parser)
    add_variation_options(parser)
    levels = (
        f"aim a C-arm at this level and draw it, the patient prone (--view room shows all of it): {', '.join(LEVELS)}"
    )
    parser.add_argument("--level", type=one_of(LEVELS, "level"), help=levels)
    parser.add_argument(
        "--c-arm-view", type=one_of(FLUORO_VIEWS, "view"), help=f"with --level: {', '.join(FLUORO_VIEWS)}"
    )
    add_angle_options(parser)
    add_c_arm_options(parser)
    add_moment_options(parser)
    kinds = "even: lesions in even tissue (default); bone: beside the bones of the spine, some seconds for each"
    parser.add_argument("--heat", type=one_of(HEATS, "heat"), default="even", help=kinds)
    settings = "body: muscle at 37 C with blood flow (default); bench: 22 C, no blood flow"
    parser.add_argument("--perfusion", type=one_of(PERFUSIONS, "perfusion"), default="body", help=settings)
    add_print_options(parser)
    add_state_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    look = print_look(options)
    if options.set is not None:
        return run_set(options, look)
    options.out = checked(output_file(".png", ".dcm"), options.out, "shot", "OUT")
    if options.out.suffix.lower() == ".dcm" and look.background == "transparent":
        raise InputError("DICOM has no transparent background; allowed: studio, white, night")
    check_treatment(options)
    check_moment_options(options)
    check_state_option(options, STATE_SAYS)
    if options.state is not None:
        return _run_state(options, look)
    check_has_level(options)
    check_view(options, options.c_arm_view, "--c-arm-view")
    if (options.heat, options.perfusion) != ("even", "body") and not options.procedure:
        raise InputError("--heat and --perfusion need --procedure, --joint and --side")
    variation = variation_of(options)
    require_graphics()
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures.moment import InjectionWish
    from spine_viewer.render.still import shot_picture
    from spine_viewer.scene.request import DEFAULT_LAYERS

    prone = options.procedure or options.level
    spine = Spine.build(variation, pose="prone" if prone else "standing")
    named = options.c_arm_view
    arm = moved(spine, aimed(spine, options, named), options, named) if options.level else None
    layers = options.layers if options.layers or not arm else (*DEFAULT_LAYERS, "c_arm")
    picture = shot_picture(
        region=options.region,
        view=options.view,
        size=look.size,
        layers=layers,
        labels=not options.clean,
        background=look.background,
        dpi=look.dpi,
        label_pt=None if options.clean else look.label_pt,
        carm=arm,
        audience=options.audience,
        language=options.language,
        procedure=options.procedure,
        joint=options.joint,
        side=options.side,
        variant=options.variant,
        at=options.at,
        heat=options.heat,
        perfusion=options.perfusion,
        progress=progress_bar(),
        spine=spine,
        injection=InjectionWish(in_vessel=True) if options.uptake else None,
    )
    about = ", ".join(filter(None, (options.procedure, options.joint, options.side, f"{options.view} view")))
    return _save(options, look, picture, about, options.region)


def _run_state(options: argparse.Namespace, look: PrintLook) -> int:
    """The picture of a view that was kept in the viewer."""
    state = kept_view(options.state)
    require_graphics()
    from spine_viewer.app.state.still import scene_of
    from spine_viewer.render.still import label_px, on_background, picture_of_scene, without_names

    if state is None:
        raise InputError("--state needs a file")
    spine, scene = scene_of(state, options.heat, progress_bar())
    scene, transparent = on_background(scene, look.background)
    scene = without_names(scene) if options.clean else scene
    mark = "labels" in state.layers and not options.clean
    text_px = label_px(look.label_pt, look.dpi)
    picture = picture_of_scene(spine, scene, look.size, transparent=transparent, mark=mark, text_px=text_px)
    about = (
        f"{state.view} view"
        if state.mode not in ("procedure", "after")
        else f"{state.procedure}, {state.joint}, {state.side}"
    )
    return _save(options, look, picture, about, state.region)


def _save(options: argparse.Namespace, look: PrintLook, picture: Any, about: str, region: str) -> int:
    """Write the picture as PNG or as DICOM."""
    if options.out.suffix.lower() == ".dcm":
        from spine_viewer.export.dicom import Content, secondary_capture

        content = Content(f"3D picture, {about}", region, words=not options.clean)
        with whole_file(options.out) as temporary:
            temporary.write_bytes(secondary_capture(picture, content))
    else:
        from spine_viewer.render.still import write_png

        write_png(options.out, picture, look.dpi)
    print(options.out)
    return 0
