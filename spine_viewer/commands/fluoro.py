"""``spine-viewer fluoro``: a simulated X-ray."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy import ids
from spine_viewer.commands.c_arm_options import add_angle_options, add_c_arm_options, aimed, check_view, moved
from spine_viewer.commands.language_option import add_language_option
from spine_viewer.commands.moment_options import add_moment_options, check_moment_options
from spine_viewer.commands.names import BACKENDS, FLUORO_VIEWS, POSES
from spine_viewer.commands.output import whole_file
from spine_viewer.commands.parser import (
    Subparsers,
    add_procedure_options,
    add_variant_option,
    annotated_range,
    check_procedure_options,
    check_variant,
    number,
    one_of,
    output_file,
    whole,
)
from spine_viewer.commands.variation_options import add_variation_options, variation_of
from spine_viewer.doctor import require_graphics
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.imaging import CArm, Look
    from spine_viewer.scene.model import FluoroscopyRequest

LEVELS = (*ids.CERVICAL[1:], *ids.THORACIC, *ids.LUMBAR, "S1")


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "fluoro",
        help="make a simulated X-ray",
        description="A simulated X-ray: .png as a screen shows it, .dcm the same as DICOM Secondary Capture, marked "
        "synthetic, .npy with the raw line integrals (float32).",
    )
    parser.add_argument("out", type=output_file(".png", ".dcm", ".npy"), metavar="OUT", help="OUT.png, .dcm or .npy")
    parser.add_argument("--level", type=one_of(LEVELS, "level"), required=True, help=", ".join(LEVELS))
    add_angle_options(parser)
    named = f"{', '.join(FLUORO_VIEWS)}: angles computed from this spine, instead of --oblique and --tilt"
    parser.add_argument("--view", type=one_of(FLUORO_VIEWS, "view"), help=named)
    parser.add_argument(
        "--gauge", action="store_true", help="with --view: say on stderr how well the view is set, one line per gauge"
    )
    add_c_arm_options(parser)
    add_look_options(parser)
    parser.add_argument("--pose", type=one_of(POSES, "pose"), default="prone", help="prone (default) or standing")
    fewest, most = map(int, annotated_range("size_px"))
    parser.add_argument(
        "--size", type=whole(fewest, most, "pixels"), default=1024, metavar="PX", help="rows and columns (default 1024)"
    )
    parser.add_argument(
        "--backend",
        choices=BACKENDS,
        default="auto",
        help="numba or numpy on the processor (auto: the faster one), or vtk with OpenGL after a self-test",
    )
    add_language_option(parser, "words of --gauge, --landmarks and outlines")
    add_procedure_options(parser, "needles as planned are drawn")
    add_moment_options(parser)
    add_variant_option(parser)
    add_variation_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    check_procedure_options(options)
    check_moment_options(options)
    check_variant(options.procedure, options.variant)
    variation = variation_of(options)
    check_view(options, options.view, "--view")
    kind = options.out.suffix.lower()
    pictured = kind != ".npy"
    if options.gauge and not options.view:
        raise InputError(f"--gauge needs --view: {', '.join(FLUORO_VIEWS)}")
    if options.landmarks and not (options.view and pictured):
        raise InputError(f"--landmarks needs OUT.png or OUT.dcm, and --view: {', '.join(FLUORO_VIEWS)}")

    if options.backend == "vtk":
        _use_graphics()
    from spine_viewer.anatomy.regions import region, region_of_level
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.imaging import snapshot
    from spine_viewer.imaging.patient import save_integrals, save_png
    from spine_viewer.scene.xray_bodies import bodies

    spine = Spine.build(variation, pose=options.pose)
    beam = region(region_of_level(options.level)).beam
    wanted = aimed(spine, options, options.view, options.size)
    arm = moved(spine, wanted, options, options.view, on_table=options.pose == "prone")
    look = _look(options)
    asked = _asked(spine, arm, options)
    exposure = snapshot(spine, arm, bodies(asked), look=look, bones=beam, backend=options.backend)
    if asked.outlines and pictured:
        exposure = replace(exposure, picture=_with_outlines(exposure.picture, arm, asked, look))
    save = {".png": save_png, ".npy": save_integrals, ".dcm": _dicom_of(options, arm, look)}[kind]
    if options.landmarks:
        exposure = replace(exposure, picture=_with_landmarks(spine, arm, look, exposure.picture, options))
    with whole_file(options.out) as temporary:
        save(exposure, temporary)
    if options.gauge:
        _print_gauges(spine, arm, options)
    print(options.out)
    return 0


def _dicom_of(options: argparse.Namespace, arm: CArm, look: Look) -> Callable[[Any, Any], None]:
    """What writes the picture of an exposure as DICOM."""

    def save(exposure: Any, path: Any) -> None:
        from spine_viewer.anatomy.regions import region_of_level
        from spine_viewer.export.dicom import Content, patient_orientation, secondary_capture

        title = f"Simulated X-ray, {options.level}, {options.view or 'free angle'}"
        region = region_of_level(options.level)
        content = Content(title, region, patient_orientation(arm, look), words=look.marked or options.landmarks)
        path.write_bytes(secondary_capture(exposure.picture, content))

    return save


def _use_graphics() -> None:
    """Compute with OpenGL, if there is any and it computes rightly."""
    require_graphics()
    from spine_viewer.render.gpu_projector import use_graphics

    use_graphics()


def add_look_options(parser: argparse.ArgumentParser) -> None:
    """How the picture is shown."""
    parser.add_argument("--landmarks", action="store_true", help="with --view: trace and name its landmarks")
    parser.add_argument("--invert", action="store_true", help="bone bright instead of dark")
    parser.add_argument("--mirror", action="store_true", help="left and right exchanged, as seen from in front")
    parser.add_argument("--upside-down", action="store_true", help="head down")
    parser.add_argument(
        "--rotate", type=number(-180.0, 180.0, "degrees"), default=0.0, metavar="DEG", help="turn the picture clockwise"
    )


def _look(options: argparse.Namespace) -> Look:
    from spine_viewer.imaging import Look

    return Look(options.invert, options.mirror, options.upside_down, options.rotate)


def _with_landmarks(spine: Spine, arm: CArm, look: Look, picture: Any, options: argparse.Namespace) -> Any:
    """The picture (rows, columns, 3) with the landmarks of its view."""
    from spine_viewer.imaging import landmark_overlay
    from spine_viewer.render.xray_overlay import draw_marks

    marks = landmark_overlay(spine, arm, options.view, options.level, options.side or "left", options.language)
    placed = [replace(mark, places=look.placed(mark.places, arm.size)) for mark in marks]
    return draw_marks(picture, placed)


def _print_gauges(spine: Spine, arm: CArm, options: argparse.Namespace) -> None:
    """One line per gauge on stderr; stdout holds the path of the file alone."""
    from spine_viewer.imaging import gauge

    for one in gauge(spine, arm, options.view, options.level, options.side or "left"):
        print(one.told(options.language), file=sys.stderr)


def _with_outlines(picture: Any, arm: CArm, asked: FluoroscopyRequest, look: Look) -> Any:
    """The picture (rows, columns, 3) with the outlines of dead tissue."""
    from spine_viewer.render.xray_outline import with_outlines

    return with_outlines(picture, arm, asked.outlines, look)


def _asked(spine: Spine, arm: CArm, options: argparse.Namespace) -> FluoroscopyRequest:
    """What the procedure puts in the beam: what is there ``--at`` a moment, else needles at their targets."""
    from spine_viewer.scene.model import FluoroscopyRequest, NeedlePose

    if not options.procedure:
        return FluoroscopyRequest(arm)
    from spine_viewer.procedures import plan

    made = plan(spine, options.procedure, joint=options.joint, side=options.side, variant=options.variant)
    if options.at is not None:
        from spine_viewer.scene.xray_moment import request_at

        return request_at(spine, made, arm, options.at, options.uptake, options.language)
    placed = [one for nerve in made.nerves for one in nerve.placements]
    return FluoroscopyRequest(
        arm,
        tuple(
            NeedlePose(
                f"needle:{n}",
                way.tip,
                way.tip - one.needle.length_mm * way.direction,
                one.needle.outer_diameter_mm,
                one.needle.active_tip_mm,
            )
            for n, one in enumerate(placed)
            for way in (one.trajectory,)
        ),
    )
