"""Spines drawn at random: how long one takes, and whether every one is sound.

Run ``python benchmarks/variation.py [--people 200] [--first 0] [--plans] [--regions R ...] [--nerves] [--workers 2]``.
Each person is built, both poses are checked (closed, tunnels, overlaps, landmarks on bone; with ``--nerves`` also that
every nerve runs outside bone, which takes as long as the rest), and what does not hold is printed. With ``--plans``
every nerve of every joint (of some regions) needs a valid plan, on either side and by every technique; as neighbouring
joints share a nerve and plan it alike, every second joint tells all. The time of one rebuilt bone is given beside that
of the same bone meshed anew from its field, in one run.
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
from spine_viewer.procedures import plan
from spine_viewer.procedures.technique import PROCEDURES, load_technique, technique_files

REGIONS = ("cervical", "thoracic", "lumbar", "sacral")
RULES = (
    check.meshes_are_closed,
    check.genus_is_right,
    check.neighbours_do_not_overlap,
    check.landmarks_lie_where_they_say,
)


def joints_to_plan(procedure: str, regions: tuple[str, ...]) -> list[str]:
    """Every second joint of each technique of a procedure in some regions."""
    found = [load_technique(procedure, one).joints[::2] for one in technique_files(procedure) if one in regions]
    return [joint for joints in found for joint in joints]


def failures(spine: Spine, regions: tuple[str, ...], with_nerves: bool) -> Iterator[str]:
    """Everything that does not hold on a spine."""
    shipped = check.Shipped({"standing": spine.posed("standing"), "prone": spine.posed("prone")})
    for rule in (*RULES, *((check.nerves_run_outside_bone,) if with_nerves else ())):
        yield from (f"{f.rule}: {f.subject}: {f.value} (allowed {f.allowed})" for f in rule(shipped) if not f.ok)
    for procedure in PROCEDURES:
        for joint in joints_to_plan(procedure, regions):
            for side in ids.SIDES:
                try:
                    made = plan(spine, procedure, joint=joint, side=side)
                except InputError as error:
                    yield f"plan: {procedure} {joint} {side}: {error}"
                    continue
                yield from (f"plan: {joint} {side}: {n.nerve}" for n in made.nerves if not n.passed)


def person(number: int, regions: tuple[str, ...], with_nerves: bool) -> tuple[int, float, int, list[str]]:
    """Number, seconds to build, number of worn levels and failures of one person."""
    variation = Variation.random(number)
    start = time.perf_counter()
    spine = Spine.build(variation, pose="prone")
    took = time.perf_counter() - start
    return number, took, len(variation.worn), list(failures(spine, regions, with_nerves))


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
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--regions", nargs="+", choices=REGIONS, default=REGIONS, help="of the plans")
    parser.add_argument("--nerves", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    carried, anew = one_bone()
    print(f"L4-L5 worn: {carried:.2f} s for the whole spine with two changed bones; L4 meshed anew: {anew:.2f} s")
    regions = tuple(options.regions) if options.plans else ()
    numbers = range(options.first, options.first + options.people)
    times, sound = [], 0
    with ProcessPoolExecutor(options.workers, get_context("spawn")) as pool:
        for number, took, worn, problems in pool.map(person, numbers, repeat(regions), repeat(options.nerves)):
            times.append(took)
            sound += not problems
            print(f"person {number}: {took:.1f} s, {worn} worn levels, {len(problems) or 'no'} problems", flush=True)
            for problem in problems:
                print(f"    {problem}", flush=True)
    low, middle, high = np.percentile(times, [5, 50, 95])
    print(
        f"{sound} of {len(times)} sound; {middle:.1f} s per spine ({low:.1f} to {high:.1f}), {options.workers} at once"
    )


if __name__ == "__main__":
    main()
