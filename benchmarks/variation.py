"""Spines drawn at random: how long one takes, and whether every one is sound.

Run ``python benchmarks/variation.py [--people 200] [--first 0] [--plans] [--regions R ...] [--nerves] [--workers 2]``.
Each person is built, both poses are checked (closed, tunnels, overlaps, landmarks on bone; with ``--nerves`` also that
every nerve runs outside bone, which takes as long as the rest), and what does not hold is printed. With ``--plans``
every nerve of every joint (of some regions) needs a valid plan, on either side, by every technique and variant; as
neighbouring joints share a nerve and plan it alike, every second joint and the last tell all. Every C-arm view of such
a plan must have its gauges in the green, the view down a needle must look along it, and how near the needles come to
their targets is told. ``--default`` looks at the default spine instead,
``--plans-only`` leaves out the checks of bones. For several people the time of one rebuilt bone
is given beside that of the same bone meshed anew from its field, in one run.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from spine_viewer import Spine
from spine_viewer.anatomy import check, ids
from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.errors import InputError
from spine_viewer.imaging import CArm
from spine_viewer.imaging.views import gauge
from spine_viewer.procedures import plan
from spine_viewer.procedures.planner import Plan
from spine_viewer.procedures.technique import PROCEDURES, load_technique, technique_files
from spine_viewer.procedures.views import view_level

DOWN_THE_NEEDLE_DEG = 0.5
REGIONS = ("cervical", "thoracic", "lumbar", "sacral")
RULES = (
    check.meshes_are_closed,
    check.genus_is_right,
    check.neighbours_do_not_overlap,
    check.landmarks_lie_where_they_say,
)


def joints_to_plan(procedure: str, regions: tuple[str, ...]) -> list[str]:
    """Every second joint, and the last, of each technique of a procedure in some regions."""
    found = [load_technique(procedure, one).joints for one in technique_files(procedure) if one in regions]
    return [joint for joints in found for joint in dict.fromkeys((*joints[::2], joints[-1]))]


def plans(spine: Spine, regions: tuple[str, ...]) -> Iterator[Plan | str]:
    """Every plan of some regions, or why there is none."""
    for procedure in PROCEDURES:
        for joint in joints_to_plan(procedure, regions):
            for variant in load_technique(procedure, joint).variant_names or (None,):
                for side in ids.SIDES:
                    try:
                        yield plan(spine, procedure, joint=joint, side=side, variant=variant)
                    except InputError as error:
                        yield f"plan: {procedure} {joint} {side} {variant or ''}: {error}"


def red_views(spine: Spine, made: Plan) -> Iterator[str]:
    """Gauges of a plan's views that are not in the green, and views down a needle that look past it."""
    for nerve in made.nerves:
        for one in nerve.placements:
            for name, seen in one.views.items():
                arm = CArm(tuple(seen.isocentre), oblique_deg=seen.oblique_deg, tilt_deg=seen.tilt_deg)
                about = f"view: {made.procedure} {made.joint} {made.side}: {nerve.nerve} {one.name}: {name}"
                if name == "trajectory":
                    along = float(np.clip(-one.trajectory.direction @ arm.detector_direction, -1.0, 1.0))
                    off = float(np.degrees(np.arccos(along)))
                    if not off < DOWN_THE_NEEDLE_DEG:
                        yield f"{about}: {off:.1f} degrees off the needle"
                    continue
                readings = gauge(spine, arm, name, view_level(nerve.bone), made.side)
                yield from (f"{about}: {reading.text}" for reading in readings if not reading.ok)


def far_from_target(made: Plan) -> list[tuple[float, str]]:
    """How far each needle is from its target, mm, by the figure that its technique limits."""
    found = []
    for nerve in made.nerves:
        for one in nerve.placements:
            gaps = [one.checks.get(name) for name in ("bare_tip_to_target_mm", "tip_to_target_mm")]
            about = f"{made.procedure} {made.technique.variant} {nerve.nerve} {one.name}"
            found.append((next(gap for gap in gaps if gap is not None), about))
    return found


def failures(
    spine: Spine, regions: tuple[str, ...], with_bones: bool, with_nerves: bool, told: list[str]
) -> Iterator[str]:
    """Everything that does not hold on a spine; what is only worth telling goes into ``told``."""
    if with_bones:
        shipped = check.Shipped({"standing": spine.posed("standing"), "prone": spine.posed("prone")})
        for rule in (*RULES, *((check.nerves_run_outside_bone,) if with_nerves else ())):
            yield from (f"{f.rule}: {f.subject}: {f.value} (allowed {f.allowed})" for f in rule(shipped) if not f.ok)
    gaps: list[tuple[float, str]] = []
    for made in plans(spine, regions):
        if isinstance(made, str):
            yield made
            continue
        broken = [(n, one, f) for n in made.nerves for one in n.placements for f in one.checks.figures if not f.passed]
        for nerve, one, figure in broken:
            yield f"plan: {made.procedure} {made.joint}: {nerve.nerve} {one.name}: {figure.name} {figure.value:.2f}"
        yield from red_views(spine, made)
        gaps += far_from_target(made)
    if gaps:
        middle, (most, worst) = float(np.median([gap for gap, _ in gaps])), max(gaps)
        told.append(
            f"{len(gaps)} needles, {middle:.2f} mm from their targets in the middle, {most:.2f} at most ({worst})"
        )


def person(
    number: int | None, regions: tuple[str, ...], with_bones: bool, with_nerves: bool
) -> tuple[int | None, float, int, list[str], list[str]]:
    """Number, seconds to build, number of worn levels, failures and figures of one person; None: the default spine."""
    start = time.perf_counter()
    variation = Variation() if number is None else Variation.random(number)
    spine = Spine.load(pose="prone") if number is None else Spine.build(variation, pose="prone")
    took, told = time.perf_counter() - start, list[str]()
    return number, took, len(variation.worn), list(failures(spine, regions, with_bones, with_nerves, told)), told


def one_bone() -> tuple[float, float]:
    """Seconds for L4 carried to a worn shape, and for its mesh made anew from the field."""
    from spine_viewer.anatomy.assembly import assemble
    from spine_viewer.anatomy.surfaces import bone_meshes

    Spine.build(Variation(degeneration={"L4-L5": 0.5}))  # reads what both need
    start = time.perf_counter()
    Spine.build(Variation(degeneration={"L4-L5": 0.7}))
    carried = time.perf_counter() - start
    assembly = assemble()
    model, shell = assembly.models["L4"], assembly.levels.cortical_shell_mm.value
    start = time.perf_counter()
    bone_meshes(assembly.fields["L4"], model.faces, model.voxel_mm, shell, model.triangle_budget)
    return carried, time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--default", action="store_true")
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--plans-only", action="store_true", help="plans without the checks of the bones")
    parser.add_argument("--regions", nargs="+", choices=REGIONS, default=REGIONS, help="of the plans")
    parser.add_argument("--nerves", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    if options.people > 1 and not options.default:
        carried, anew = one_bone()
        print(f"L4-L5 worn: {carried:.2f} s for the whole spine with two changed bones; L4 meshed anew: {anew:.2f} s")
    regions = tuple(options.regions) if options.plans or options.plans_only else ()
    numbers = [None] if options.default else list(range(options.first, options.first + options.people))
    times, sound = [], 0
    with ProcessPoolExecutor(options.workers, get_context("spawn")) as pool:
        for number, took, worn, problems, told in pool.map(
            person, numbers, repeat(regions), repeat(not options.plans_only), repeat(options.nerves)
        ):
            times.append(took)
            sound += not problems
            who = "default spine" if number is None else f"person {number}"
            print(f"{who}: {took:.1f} s, {worn} worn levels, {len(problems) or 'no'} problems", flush=True)
            for problem in (*told, *problems):
                print(f"    {problem}", flush=True)
    low, middle, high = np.percentile(times, [5, 50, 95])
    print(
        f"{sound} of {len(times)} sound; {middle:.1f} s per spine ({low:.1f} to {high:.1f}), {options.workers} at once"
    )


if __name__ == "__main__":
    main()
