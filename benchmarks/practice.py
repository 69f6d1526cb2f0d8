"""The expert's script and the eight mistakes on every procedure, joint and side, and how long one action takes.

    python benchmarks/practice.py                       the default spine, experts
    python benchmarks/practice.py --people 0:50         random people (seeds 0 to 49), one procedure and joint in turn
    python benchmarks/practice.py --faults              mistakes too
    python benchmarks/practice.py --only facet-injection --side left

Ends with the lowest score, the scripts below 95, a table of the mistakes, and the median and longest time of an action.
Exit status 1 where an expert has less than 95, or a mistake that was made is not named or does not lose its points.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import product

from spine_viewer import Spine
from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.variation import Variation
from spine_viewer.errors import InputError
from spine_viewer.learning.practice import FAULTS, Debrief, Practice, State, debrief, expert_script, fault_script
from spine_viewer.procedures.technique import PROCEDURES, joints_for, load_technique

ENOUGH = 95.0
PARTS = {
    "wrong_level": "level", "too_high": "tip", "ventral": "depth", "lateral": "tip", "perpendicular": "angle",
    "no_check_view": "views", "stimulation_ignored": "stimulation", "pleura": "dangers",
}  # fmt: skip
LEAST_LOST = 4.0
CAPPED = {"wrong_level": "level", "stimulation_ignored": "test", "pleura": "harm"}  # held down by scoring.json


@dataclass
class Tried:
    """One mistake in one procedure: its scores, what was wrong with it, and why it could not be made."""

    totals: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)


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


def wrong(fault: str, best: Debrief, worse: Debrief) -> list[str]:
    """What a mistake should have done and did not."""
    part, found = PARTS[fault], []
    if not worse.named(fault):
        found.append("not named")
    if worse.score.total > best.score.total - LEAST_LOST:
        found.append(f"loses {best.score.total - worse.score.total:.1f}")
    if worse.score.part(part).points > best.score.part(part).points - 1e-9:
        found.append(f"{part} is full")
    if fault in CAPPED and worse.score.total > 50.0:
        found.append("not held down")
    return found


def try_faults(practice: Practice, best: Debrief, told: str, table: dict[tuple[str, str], Tried]) -> None:
    """Every mistake, into its row of the table."""
    for fault in FAULTS:
        row = table.setdefault((fault, practice.plan.procedure), Tried())
        try:
            script = fault_script(practice, fault)
        except InputError as error:
            reason = str(error).partition(": ")[2]
            row.refused[" ".join("N" if word.isdigit() else word for word in reason.split())] += 1
            print("   ", fault, "REFUSED", error, flush=True)
            continue
        worse = debrief(practice, practice.play(script)[0])
        row.totals.append(worse.score.total)
        bad = wrong(fault, best, worse)
        row.wrong += [f"{told}: {one}" for one in bad]
        keys = dict.fromkeys(one.key for one in worse.findings)
        print("   ", fault, f"{worse.score.total:.1f}", *keys, *(one.upper() for one in bad), flush=True)


def print_faults(table: dict[tuple[str, str], Tried]) -> None:
    """Mistake by procedure: how often made and as it should be, its scores, how often refused and why."""
    print("\n| mistake | procedure | made | as it should be | lowest | highest | could not be made |")
    print("|---|---|---|---|---|---|---|")
    for (fault, procedure), row in sorted(table.items(), key=lambda one: (list(FAULTS).index(one[0][0]), one[0][1])):
        good = len(row.totals) - len({one.partition(": ")[0] for one in row.wrong})
        low, high = (f"{f(row.totals):.1f}" if row.totals else "" for f in (min, max))
        why = "; ".join(f"{count} ({reason})" for reason, count in row.refused.items())
        print(f"| {fault} | {procedure} | {len(row.totals)} | {good} | {low} | {high} | {why} |")
    for (fault, _), row in table.items():
        for one in row.wrong:
            print("WRONG", fault, one)


def main() -> int:
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
    totals, low_ones, refused, spent = [], [], [], []
    table: dict[tuple[str, str], Tried] = {}
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
            if options.faults:
                try_faults(practice, result, " ".join(map(str, (seed, *case))), table)
    if table:
        print_faults(table)
    print(f"\n{len(totals)} experts, lowest {min(totals, default=0.0):.1f}, below {ENOUGH:g}: {len(low_ones)}")
    print(f"refused by the plan: {len(refused)}")
    if spent:
        print(f"an action: median {1e3 * statistics.median(spent):.1f} ms, longest {1e3 * max(spent):.0f} ms")
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    return int(bool(low_ones or any(row.wrong for row in table.values())))


if __name__ == "__main__":
    sys.exit(main())
