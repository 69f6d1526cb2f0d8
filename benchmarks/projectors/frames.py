"""Images per second of the whole frame: lumbar region, shells, soft tissue, needle, detector and display."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from spine_viewer import Spine
from spine_viewer.anatomy.regions import region
from spine_viewer.imaging import CArm, Fluoroscope, Solid, needle, patient

ANGLE_DEG = 0.5  # how far the C-arm turns from frame to frame


def frames(threads: int, coarse: bool, sizes: tuple[int, ...] = (512, 1024), seconds: float = 2.0) -> None:
    """Print images per second while the C-arm turns, while one bone moves, and while only the needle does."""
    spine = Spine.load(pose="prone")
    middle = spine.landmark("L4:body_centre")
    scope = Fluoroscope(patient(spine, coarse=coarse, bones=region("lumbar").beam), threads=threads)
    count = sum(len(solid.triangles.faces) for solid in scope.solids)
    print(
        f"whole frame, {'coarse' if coarse else 'fine'} bones, {count} triangles, threads of the projector: {threads}"
    )
    for size in sizes:
        arm = CArm(tuple(middle), size=(size, size))

        def turned(number: int, arm: CArm = arm) -> Any:
            angle = -40 + ANGLE_DEG * (number % 160)
            return scope.expose(arm.turned(angle), [pin(middle, number)], frame=number)

        def needle_only(number: int, arm: CArm = arm) -> Any:
            return scope.expose(arm, [pin(middle, number)], frame=number)

        def one_bone(number: int, arm: CArm = arm) -> Any:
            scope.place(swayed(scope.solids, "L4", number))
            return scope.expose(arm, [pin(middle, number)], frame=number)

        for what, work in (("C-arm", turned), ("one bone", one_bone), ("needle", needle_only)):
            print(f"  {size:5d}: {what:9s} moves {rate(work, seconds)}")


def swayed(solids: tuple[Solid, ...], name: str, number: int) -> list[Solid]:
    """The same bodies, but for one bone and its core, which go up and down by a tenth of a millimetre."""
    matrix = np.eye(4)
    matrix[2, 3] = 0.1 if number % 2 else -0.1
    return [
        Solid(solid.name, solid.triangles.moved(matrix), solid.material, solid.replaces)
        if solid.name.partition(":")[0] == name
        else solid
        for solid in solids
    ]


def pin(middle: np.ndarray, number: int) -> Any:
    """A needle on its way to the pedicle, a little deeper in every frame."""
    way = np.array([[0.0, 60.0, -30.0], [15.0, 10.0, 0.0]])
    return needle("pin", way + middle - [0, 0.1 * (number % 50), 0], 1.27)


def rate(work: Callable[[int], Any], seconds: float) -> str:
    """Images per second on the clock and by processor time, of the median frame and of the quickest."""
    work(0)
    walls, processors, number = [], [], 0
    start = time.perf_counter()
    while time.perf_counter() - start < seconds or number < 5:
        number += 1
        wall, processor = time.perf_counter(), time.process_time()
        work(number)
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    told = f"clock {1 / np.median(walls):6.1f} images/s, at best {1 / min(walls):6.1f}"
    return f"{told}; processor {1 / np.median(processors):6.1f}, at best {1 / min(processors):6.1f}"
