"""Make the pictures of docs/lesion.md into docs/pictures: ``python tools/lesion_pictures.py [NAME ...]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from spine_viewer.lesion import Electrode, SpaceLesion, simulate, simulate_at  # noqa: E402
from spine_viewer.procedures.comparison import compare_ways  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
DOWN = (0.0, 0.0, -1.0)
HEAT = ((45.0, "#f0b429", ":"), (50.0, "#e06b1f", "--"), (60.0, "#a61b1b", "-"))
DEAD, BONE, METAL, SHAFT, NERVE = "#f3c9bd", "#efe7d2", "#b9c0c8", "#2f4858", "#e8c400"


def mirrored(curve: np.ndarray) -> tuple[list[float], list[float]]:
    """A curve of (r, z) and its mirror image, as x and y of one line."""
    return [*-curve[::-1, 0], *curve[:, 0]], [*curve[::-1, 1], *curve[:, 1]]


def standard() -> Figure:
    """The standard lesion in section: growth on the left, isotherms on the right."""
    made = simulate()
    half = made.request.diameter_mm / 2
    figure, axes = plt.subplots(1, 2, figsize=(9, 6.2), sharey=True, layout="constrained")
    for axis in axes:
        axis.add_patch(Rectangle((-half, 0), 2 * half, 10, color=METAL, zorder=3))
        axis.add_patch(Rectangle((-half, 10), 2 * half, 8, color=SHAFT, zorder=3))
        axis.set(aspect="equal", xlim=(-8, 8), ylim=(16.5, -5), xlabel="mm across the electrode")
        axis.grid(color="#e4e7ea", zorder=0)
    for when, colour in ((15, "#fde0b2"), (30, "#f9b572"), (60, "#e8743b"), (90, "#b8391f")):
        n = int(abs(made.times_s - when).argmin())
        axes[0].plot(*mirrored(made.outlines[n]), color=colour, lw=2.4, label=f"{when} s")
    axes[0].legend(title="dead tissue after", loc="lower right", frameon=False)
    axes[0].set(title="How it grows", ylabel="mm along the electrode, from the tip backwards")
    axes[1].fill(*mirrored(made.outline), color=DEAD, label="dead tissue", zorder=1)
    for level, colour, style in HEAT:
        axes[1].plot(*mirrored(made.isotherms[level]), style, color=colour, label=f"{level:g} °C")
    axes[1].legend(loc="lower right", frameon=False)
    axes[1].set(title="Temperature after 90 s")
    figure.suptitle(
        f"18 gauge, 10 mm tip, 80 °C, 90 s, bench: {made.width_mm:.1f} mm wide, {made.length_mm:.1f} mm long. "
        "A model, for teaching.",
        fontsize=11,
    )
    return figure


def section(axis: Any, lesion: SpaceLesion, across: tuple[float, float, float, float], z: float) -> None:
    """Dead tissue, bone and isotherms in a plane across the electrodes at height ``z``, mm."""
    x, y = np.arange(across[0], across[1], 0.1), np.arange(across[2], across[3], 0.1)
    xx, yy = np.meshgrid(x, y)
    points = np.column_stack([xx.ravel(), yy.ravel(), np.full(xx.size, z)])
    axis.contourf(xx, yy, lesion.decades_at(points).reshape(xx.shape), levels=[0.0, 99.0], colors=[DEAD])
    heat = lesion.temperature_at(points).reshape(xx.shape)
    for level, colour, style in HEAT:
        axis.contour(xx, yy, heat, levels=[level], colors=[colour], linestyles=[style], linewidths=1.6)
    for one in lesion.electrodes:
        axis.add_patch(Circle((one.tip[0], one.tip[1]), one.radius_mm, color=METAL, ec=SHAFT, zorder=4))
    axis.set(aspect="equal", xlim=across[:2], ylim=across[2:], xlabel="mm")


def bone() -> Figure:
    """The same electrode in free tissue and against bone, in section through the middle of the bare tip."""
    figure, axes = plt.subplots(1, 2, figsize=(9, 4.8), sharey=True, layout="constrained")
    window = (-6.0, 6.0, -5.0, 6.0)
    for axis, wall, title in (
        (axes[0], None, "Free tissue"),
        (axes[1], lambda p: p[:, 1] + 0.7, "Against bone: flat, and pushed into the tissue"),
    ):
        lesion = simulate_at(Electrode((0, 0, 0), DOWN), bone=wall)
        if wall is not None:
            axis.add_patch(Rectangle((-6, -5), 12, 4.3, color=BONE, zorder=0))
            axis.text(-5.6, -4.6, "bone", color="#8a7b4f")
        section(axis, lesion, window, 5.0)
        reach = (lesion.dead().vertices[:, 1].min(), lesion.dead().vertices[:, 1].max())
        axis.set_title(f"{title}\ndead from {reach[0]:.1f} to {reach[1]:.1f} mm", fontsize=10)
    figure.suptitle("18 gauge, 10 mm tip, 80 °C, 90 s, bench; lines at 45, 50 and 60 °C", fontsize=11)
    return figure


def bipolar() -> Figure:
    """Two tips on the two poles at three spacings, in section through the middle of the bare tips."""
    spacings = (10.0, 14.0, 20.0)
    figure, axes = plt.subplots(3, 1, figsize=(7.4, 10), layout="constrained")
    for axis, spacing in zip(axes, spacings, strict=True):
        pair = [Electrode((0, 0, 0), DOWN), Electrode((spacing, 0, 0), DOWN)]
        lesion = simulate_at(pair, 90.0, 180.0, bipolar=True)
        section(axis, lesion, (-7.0, 27.0, -7.5, 7.5), 5.0)
        said = "one lesion" if lesion.bridged(0, 1) else "two lesions"
        axis.set_title(f"{spacing:g} mm apart: {said}", fontsize=10)
    figure.suptitle("Bipolar, 18 gauge, 10 mm tips, 90 °C, 3 min, bench", fontsize=11)
    return figure


def nerve() -> Figure:
    """How much of a nerve on bone is held when the electrode lies along it and when it stands across it."""
    compared = compare_ways(18, 10.0, 80.0, 90.0)
    figure, axes = plt.subplots(2, 2, figsize=(9.6, 7.4), layout="constrained", height_ratios=(17, 12))
    for column, way in enumerate((compared.parallel, compared.perpendicular)):
        one, radius = way.electrode, way.electrode.radius_mm
        side, above = axes[0][column], axes[1][column]
        side.fill(*way.warm.T, color="#fbe9b7", label="45 °C")
        side.fill(*way.dead.T, color=DEAD, label="dead tissue")
        side.add_patch(Rectangle((-14, -2.5), 28, 2.5, color=BONE))
        z, x = np.meshgrid(np.arange(-14.0, 14.0, 0.1), np.arange(-6.0, 8.0, 0.1))
        points = np.column_stack([x.ravel(), np.full(x.size, 0.5 * compared.nerve_mm), z.ravel()])
        above.contourf(z, x, way.lesion.temperature_at(points).reshape(z.shape), [45.0, 999.0], colors=["#fbe9b7"])
        above.contourf(z, x, way.lesion.decades_at(points).reshape(z.shape), [0.0, 99.0], colors=[DEAD])
        aside = float(one.tip[0])
        if way.name == "parallel":
            start = float(one.tip[2])
            for axis, low, behind in ((side, 0.0, 0.55), (above, aside - radius, 1.0)):
                axis.add_patch(Rectangle((start, low), one.tip_mm, 2 * radius, color=METAL, alpha=behind, zorder=3))
                axis.add_patch(
                    Rectangle((start + one.tip_mm, low), 14, 2 * radius, color=SHAFT, alpha=behind, zorder=3)
                )
        else:
            side.add_patch(Rectangle((-radius, 0), 2 * radius, one.tip_mm, color=METAL))
            side.add_patch(Rectangle((-radius, one.tip_mm), 2 * radius, 10, color=SHAFT))
            above.add_patch(Circle((0, aside), radius, color=METAL, ec=SHAFT))
        for axis, height in ((side, 0.5 * compared.nerve_mm), (above, 0.0)):
            axis.add_patch(Rectangle((-14, height - 0.5 * compared.nerve_mm), 28, compared.nerve_mm, color=NERVE))
            low, high = way.held_z
            axis.add_patch(
                Rectangle((low, height - 0.5 * compared.nerve_mm), high - low, compared.nerve_mm, color="#7a2113")
            )
        side.set(aspect="equal", xlim=(-13, 13), ylim=(-2.5, 15))
        side.set_title(f"Electrode {way.name} to the nerve: {way.held_mm[0]:.1f} mm held", fontsize=11)
        above.set(aspect="equal", xlim=(-13, 13), ylim=(-5, 7), xlabel="mm along the nerve")
        rows = ", ".join(f"{mm:.1f}" for mm in way.held_mm)
        gaps = ", ".join(f"{gap:g}" for gap in compared.farther_mm)
        above.set_title(f"nerve {gaps} mm from the metal: {rows} mm held", fontsize=9)
    axes[0][0].set_ylabel("from the side, mm above bone")
    axes[1][0].set_ylabel("from above, mm")
    axes[0][0].legend(loc="upper left", frameon=False)
    figure.suptitle(
        "18 gauge, 10 mm tip, 80 °C, 90 s, in the body, on flat bone; the metal touches the nerve (yellow)\n"
        "A model, for teaching.",
        fontsize=11,
    )
    return figure


def published() -> Figure:
    """Published bands and computed points."""
    from benchmarks.lesion import PUBLISHED, READINGS

    reading = READINGS[0]
    figure, axis = plt.subplots(figsize=(9, 4.4), layout="constrained")
    ratios = [row for row in PUBLISHED if "%" in row[1]]
    for i, (_, said, low, high, _form, make) in enumerate(ratios):
        axis.add_patch(Rectangle((low, i - 0.3), high - low, 0.6, color="#cfe3d4", zorder=1))
        values = make(reading)
        inside = [low <= value <= high for value in values]
        colours = ["#2c7a4b" if met else "#b8391f" for met in inside]
        axis.scatter(values, [i] * len(values), c=colours, s=46, zorder=3)
        axis.text(0.5 * (low + high), i - 0.33, said, fontsize=8, color="#5b6770", va="bottom", ha="center")
    axis.set_yticks(range(len(ratios)), [row[0] for row in ratios])
    axis.invert_yaxis()
    axis.set(
        xlabel="wider by, %",
        xlim=(0, 165),
        title="Published bands (Cosman 2014) and the model: green inside, red outside",
    )
    axis.grid(axis="x", color="#e4e7ea", zorder=0)
    return figure


PICTURES: dict[str, Callable[[], Figure]] = {
    "lesion": standard,
    "lesion_bone": bone,
    "lesion_bipolar": bipolar,
    "lesion_nerve": nerve,
    "lesion_published": published,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*PICTURES, []], help="default: all")
    names = parser.parse_args().names or list(PICTURES)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        figure = PICTURES[name]()
        figure.savefig(FOLDER / f"{name}.png", dpi=110)
        plt.close(figure)
        print((FOLDER / f"{name}.png").relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
