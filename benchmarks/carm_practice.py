"""The shortest way and one picture of the start, in every view at every level, side and difficulty.

    python benchmarks/carm_practice.py                  the default spine
    python benchmarks/carm_practice.py --people 0:20    random people (seeds 0 to 19), every seventh task of each
    python benchmarks/carm_practice.py --view ap --seed 3

Ends with the lowest score, the tasks below 95, the highest score of who changes nothing, and the time of a start, a
picture and a debrief. Exit status 1 where the shortest way has less than 95, or who changes nothing has 50 or more.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from itertools import product

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.errors import InputError
from spine_viewer.imaging.views import TABLE
from spine_viewer.learning.carm import CarmPractice, Expose, Finish, Task, debrief, ideal_script, spine_of
from spine_viewer.learning.carm.figures import DIFFICULTIES

ENOUGH, TOO_MUCH = 95.0, 50.0


def tasks(view: str | None, seed: int, person: int | None, every: int):
    """Every view, level, side and difficulty, or every so many of them."""
    own = [
        Task(name, level, side, difficulty, seed, person)
        for name, entry in TABLE.items()
        if view in (None, name)
        for level, side, difficulty in product(entry.levels, SIDES, DIFFICULTIES)
    ]
    return own[(person or 0) % every :: every]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", help="FROM:TO, seeds of random people in place of the default spine")
    parser.add_argument("--every", type=int, default=7, help="of the tasks on each random person (default 7)")
    parser.add_argument("--view", choices=TABLE)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    people = [None] if not options.people else range(*map(int, options.people.split(":")))
    best, lazy, low, refused, drawn = [], [], [], [], set()
    spent: dict[str, list[float]] = {"start": [], "picture": [], "debrief": []}
    for person in people:
        spine = spine_of(person)
        for task in tasks(options.view, options.seed, person, options.every if options.people else 1):
            clock = [time.perf_counter()]
            try:
                practice = CarmPractice.start(spine, task)
            except InputError as error:
                refused.append((task, str(error)))
                continue
            clock.append(time.perf_counter())
            state, _ = practice.play([Expose(), Finish()])
            clock.append(time.perf_counter())
            lazy.append((debrief(practice, state).score.total, task))
            clock.append(time.perf_counter())
            for name, began, ended in zip(spent, clock, clock[1:], strict=False):
                spent[name].append(ended - began)
            total = debrief(practice, practice.play(ideal_script(practice))[0]).score.total
            best.append(total)
            low += [(total, task)] if total < ENOUGH else []
            drawn |= {(task.view, task.level)} if practice.room is None else set()
    print(f"{len(best)} tasks: lowest score of the shortest way {min(best):.1f}, below {ENOUGH:g}: {len(low)}")
    for total, task in low:
        print(f"  {total:.1f} {task}")
    print(f"refused: {len(refused)}", *refused[:20], sep="\n  ")
    print(f"only drawn, since table or patient are in the way: {sorted(drawn)}")
    worst = max(lazy, key=lambda one: one[0])
    usual = statistics.median(total for total, _ in lazy)
    print(f"one picture of the start: median {usual:.1f}, most {worst[0]:.1f} {worst[1]}")
    for name, seconds in spent.items():
        print(f"{name}: median {1000 * statistics.median(seconds):.1f} ms, longest {1000 * max(seconds):.0f} ms")
    return int(bool(low) or worst[0] >= TOO_MUCH)


if __name__ == "__main__":
    sys.exit(main())
