"""``spine-viewer export``: structures as 3D models."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from spine_viewer.anatomy.regions import REGIONS
from spine_viewer.commands.kept_view import add_state_option, check_state_option, kept_view
from spine_viewer.commands.moment_options import add_moment_options, check_moment_options
from spine_viewer.commands.names import LAYERS, POSES
from spine_viewer.commands.output import whole_file
from spine_viewer.commands.parser import (
    Subparsers,
    add_procedure_options,
    check_procedure_options,
    one_of,
    output_file,
    some_of,
)
from spine_viewer.commands.variation_options import add_variation_options, variation_of
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.scene.model import Scene

DETAILS = ("fine", "coarse")
SOLID = ("bones", "discs", "cartilage")


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "export",
        help="write structures as a 3D model",
        description="A model of chosen structures: .glb for viewers (named nodes, metres, y up) or .stl to print "
        "(one closed surface, mm, z up).",
    )
    parser.add_argument("out", type=output_file(".glb", ".stl"), metavar="OUT", help="OUT.glb or OUT.stl")
    parser.add_argument("--region", type=one_of(tuple(REGIONS), "region"), default="lumbar", help=", ".join(REGIONS))
    usual = "default: for .glb what a picture shows, for .stl " + ", ".join(SOLID)
    names = f"{', '.join(LAYERS)}; {usual}"
    parser.add_argument("--layers", type=some_of(LAYERS, "layer"), metavar="NAME,...", help=names)
    parser.add_argument("--structures", metavar="ID,...", help="only these structures, such as L4,L5,disc:L4-L5")
    parser.add_argument("--detail", type=one_of(DETAILS, "detail"), default="fine", help=", ".join(DETAILS))
    parser.add_argument("--pose", type=one_of(POSES, "pose"), help="standing (default) or prone; prone for a procedure")
    add_procedure_options(parser, "needles, lesion and fluid of a moment")
    add_moment_options(parser)
    add_variation_options(parser)
    add_state_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    check_procedure_options(options)
    check_moment_options(options)
    if options.procedure and options.pose == "standing":
        raise InputError("--pose standing: a procedure is done prone; leave out --pose or --procedure")
    check_state_option(options, {"region": "lumbar", "layers": None, "pose": None, "at": None})
    variation = variation_of(options)
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.export.bodies import bodies_of
    from spine_viewer.export.glb import glb
    from spine_viewer.export.opened import opened
    from spine_viewer.export.stl import stl

    if options.state is not None:
        spine, scene = _kept(options)
    else:
        spine = Spine.build(variation, pose=options.pose or ("prone" if options.procedure else "standing"))
        scene = _scene(spine, options)
    bodies = bodies_of(scene, spine, options.detail)
    content = glb(opened(bodies)) if options.out.suffix.lower() == ".glb" else stl(bodies)
    with whole_file(options.out) as temporary:
        temporary.write_bytes(content)
    print(options.out)
    return 0


def _kept(options: argparse.Namespace) -> tuple[Spine, Scene]:
    """Spine and things of a kept view: all of them, for STL those that are solid, or the ones that were asked for."""
    from dataclasses import replace

    from spine_viewer.app.state.still import scene_of

    state = kept_view(options.state)
    if state is None:
        raise InputError("--state needs a file")
    spine, scene = scene_of(state)
    only = _only(spine, options)
    solid = options.out.suffix.lower() == ".stl"
    items = [i for i in scene.items if (i.structure_id in only if only else not solid or i.layer in SOLID)]
    if not items:
        asked = options.structures or ", ".join(SOLID)
        raise InputError(f"--state: the view shows none of {asked}; show them in the viewer, and save it again")
    return spine, replace(scene, items=tuple(items))


def _only(spine: Spine, options: argparse.Namespace) -> frozenset[str]:
    """The structures that were asked for; empty for all."""
    only = frozenset(name.strip() for name in options.structures.split(",")) if options.structures else frozenset()
    strange = sorted(only - set(spine.structures()))
    if strange:
        raise InputError(
            f"unknown structure {strange[0]!r}; allowed: ids such as L4, disc:L4-L5, medial_branch:L3:left"
        )
    return only


def _scene(spine, options: argparse.Namespace) -> Scene:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    from spine_viewer.procedures.moment import InjectionWish
    from spine_viewer.render.still import scene_of
    from spine_viewer.scene import DEFAULT_LAYERS, SceneRequest

    usual = frozenset(SOLID) if options.out.suffix.lower() == ".stl" else DEFAULT_LAYERS - {"labels"}
    only = _only(spine, options)
    layers = frozenset(options.layers) if options.layers else frozenset(LAYERS) - {"labels", "c_arm"} if only else usual
    request = SceneRequest(
        region="whole" if only else options.region,
        layers=layers,
        procedure=options.procedure,
        joint=options.joint,
        side=options.side,
        injection=InjectionWish(in_vessel=True) if options.uptake else None,
    )
    _, scene = scene_of(request, options.at, spine)
    tools = ("needle", "lesion")
    return replace(scene, items=tuple(i for i in scene.items if not only or i.structure_id in only or i.layer in tools))
