"""The expert's script and the eight mistakes on every procedure, joint and side, and how long one action takes.

    python benchmarks/practice.py                       the default spine, experts
    python benchmarks/practice.py --people 0:50         random people (seeds 0 to 49), one procedure and joint in turn
    python benchmarks/practice.py --faults              mistakes too
    python benchmarks/practice.py --only facet-injection --side left

Ends with the lowest score, the scripts below 95, and the median and longest time of an action.
"""

from __future__ import annotations

import argparse
import statistics
import time
from itertools import product

from spine_viewer import Spine
from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.variation import Variation
from spine_viewer.errors import InputError
from spine_viewer.learning.practice import FAULTS, Practice, State, debrief, expert_script, fault_script
from spine_viewer.procedures.technique import PROCEDURES, joints_for, load_technique

ENOUGH = 95.0


def cases(only: str | None, sides: tuple[str, ...]):
    """Every procedure, joint, side and variant."""
    for procedure in PROCEDURES:
        if only not in (None, procedure):
            continue
        for joint, side in product(joints_for(procedure), sides):
            for variant in load_technique(procedure, joint).variant_names or (None,):
                yield procedure, joint, side, variant


def timed(practice: Practice, actions, spent: list[float]) -> State:
    """The end of a script; the seconds of each action are added to ``spent``."""
    state = State()
    for action in actions:
        start = time.perf_counter()
        state, _ = practice.apply(state, action)
        spent.append(time.perf_counter() - start)
    return state


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", help="FROM:TO, seeds of random people in place of the default spine")
    parser.add_argument("--each", type=int, default=3, help="procedures on each random person (default 3)")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--only", choices=PROCEDURES)
    parser.add_argument("--side", choices=SIDES)
    options = parser.parse_args()
    every = list(cases(options.only, (options.side,) if options.side else SIDES))
    jobs = [(None, every)]
    if options.people:
        low, high = map(int, options.people.split(":"))
        picks = [every[(7 * k) % len(every)] for k in range(options.each * high)]
        jobs = [(seed, picks[options.each * seed : options.each * (seed + 1)]) for seed in range(low, high)]
    totals, low_ones, refused, spent, unnamed, made = [], [], [], [], [], 0
    for seed, own in jobs:
        spine = Spine.build(None if seed is None else Variation.random(seed), pose="prone")
        for case in own:
            try:
                practice = Practice.start(spine, *case)
            except InputError as error:
                refused.append((seed, case, str(error)))
                print(seed, *case, "REFUSED", error, flush=True)
                continue
            result = debrief(practice, timed(practice, expert_script(practice), spent))
            totals.append(result.score.total)
            keys = sorted({one.key for one in result.findings})
            print(seed, *case, f"{result.score.total:.1f}", f"{result.score.items}/7", *keys, flush=True)
            if result.score.total < ENOUGH:
                low_ones.append((seed, case, result.score.total))
            for fault in FAULTS if options.faults else ():
                try:
                    script = fault_script(practice, fault)
                except InputError:
                    continue
                made += 1
                worse = debrief(practice, practice.play(script)[0])
                ok = worse.named(fault) and worse.score.total < result.score.total
                print("   ", fault, f"{worse.score.total:.1f}", "" if ok else "NOT NAMED", flush=True)
                if not ok:
                    unnamed.append((seed, case, fault))
    print(f"{len(totals)} experts, lowest {min(totals, default=0.0):.1f}, below {ENOUGH:g}: {len(low_ones)}")
    print(f"refused by the plan: {len(refused)}; mistakes made: {made}, not named or not cheaper: {len(unnamed)}")
    if spent:
        print(f"an action: median {1e3 * statistics.median(spent):.1f} ms, longest {1e3 * max(spent):.0f} ms")


if __name__ == "__main__":
    main()
