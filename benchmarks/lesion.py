"""The heat solver beside what was published, what its figures matter, and how long it takes.

python benchmarks/lesion.py            prints the tables of docs/lesion.md
python benchmarks/lesion.py --write    writes them into docs/lesion.md, and the picture beside it
"""

from __future__ import annotations

import argparse
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from spine_viewer.lesion import Lesion, simulate  # noqa: E402
from spine_viewer.lesion.course import run  # noqa: E402
from spine_viewer.lesion.facts import electrode_facts, tissue_facts  # noqa: E402
from spine_viewer.lesion.lesion import measure  # noqa: E402
from spine_viewer.lesion.request import Request  # noqa: E402

PAGE = ROOT / "docs" / "lesion.md"
PICTURE = ROOT / "docs" / "pictures" / "lesion.png"


@cache
def lesion(start_c: float, gauge: int, tip: float, celsius: float, seconds: float) -> Lesion:
    """A bench lesion in tissue that starts at ``start_c``."""
    return changed((("surroundings.bench.start_c", start_c),), (), Request(gauge, tip, celsius, seconds, "bench"))


def changed(
    tissue: tuple[tuple[str, float], ...], electrode: tuple[tuple[str, float], ...], request: Request
) -> Lesion:
    """A lesion with some figures of the annotations changed."""
    return measure(
        request, run(request, tissue=_with(tissue_facts(), tissue), electrode=_with(electrode_facts(), electrode))
    )


def _with(facts: Any, values: tuple[tuple[str, float], ...]) -> Any:
    document = facts.model_dump()
    for path, value in values:
        node = document
        for key in path.split("."):
            node = node[key]
        node["value"] = value
    return type(facts).model_validate(document)


def gain(small: Lesion, large: Lesion, isotherm: bool = False) -> float:
    """Percent by which the second is wider, by thermal dose or by the 50 degree isotherm at the end."""
    widths = [float(one.isotherms[50.0][:, 0].max()) if isotherm else one.width_mm for one in (small, large)]
    return 100.0 * (widths[1] / widths[0] - 1.0)


TIPS = (5.0, 10.0)
GAUGES = (22, 18, 16)


def wider_by_gauge(start: float) -> list[float]:
    """Percent from 22 to 16 gauge."""
    return [gain(lesion(start, 22, tip, 80, 120), lesion(start, 16, tip, 80, 120)) for tip in TIPS]


def wider_by_heat(start: float) -> list[float]:
    """Percent from 60 to 90 degrees."""
    return [gain(lesion(start, gauge, 10, 60, 120), lesion(start, gauge, 10, 90, 120)) for gauge in GAUGES]


def wider_by_time(start: float, seconds: float, isotherm: bool = False) -> list[float]:
    """Percent from one minute to ``seconds``."""
    return [gain(lesion(start, gauge, 10, 80, 60), lesion(start, gauge, 10, 80, seconds), isotherm) for gauge in GAUGES]


def published_table() -> str:
    """Published and computed, at two start temperatures."""
    rows = [
        ("width, 22 gauge, 5 and 10 mm tips", "4.6-6.9 mm (derived)", 4.6, 6.9, "{:.1f}",
         lambda s: [lesion(s, 22, tip, 80, 120).width_mm for tip in TIPS]),
        ("width, 16 gauge, 5 and 10 mm tips", "7.6-10.9 mm (derived)", 7.6, 10.9, "{:.1f}",
         lambda s: [lesion(s, 16, tip, 80, 120).width_mm for tip in TIPS]),
        ("22 to 16 gauge, 5 and 10 mm tips", "+58-65 %", 58, 65, "{:+.0f} %", wider_by_gauge),
        ("60 to 90 °C, 22, 18, 16 gauge", "+108-152 %", 108, 152, "{:+.0f} %", wider_by_heat),
        ("2 min over 1 min, 22, 18, 16 gauge", "+11-20 %", 11, 20, "{:+.0f} %", lambda s: wider_by_time(s, 120)),
        ("the same by the 50 °C isotherm", "+11-20 %", 11, 20, "{:+.0f} %", lambda s: wider_by_time(s, 120, True)),
        ("3 min over 1 min, 22, 18, 16 gauge", "+23-32 %", 23, 32, "{:+.0f} %", lambda s: wider_by_time(s, 180)),
        ("the same by the 50 °C isotherm", "+23-32 %", 23, 32, "{:+.0f} %", lambda s: wider_by_time(s, 180, True)),
        ("length beyond the tip, 22, 18, 16 gauge", "1-5 mm", 1, 5, "{:.1f}",
         lambda s: [lesion(s, gauge, 10, 80, 120).length_mm - 10 for gauge in GAUGES]),
    ]  # fmt: skip
    lines = ["| at 80 °C, 2 min unless said | published | tissue at 22 °C | tissue at 37 °C |", "|---|---|---|---|"]
    for what, published, low, high, form, make in rows:
        cells = [verdict(make(start), low, high, form) for start in (22.0, 37.0)]
        lines.append(f"| {what} | {published} | {' | '.join(cells)} |")
    return "\n".join(lines)


def verdict(found: list[float], low: float, high: float, form: str) -> str:
    """Range of what was found and whether it lies within what was published."""
    met = [low <= value <= high for value in found]
    said = "inside" if all(met) else "inside for some" if any(met) else "**misses**"
    return f"{form.format(min(found))} to {form.format(max(found))}: {said}"


def sensitivity_table() -> str:
    """What one figure at a time does to the standard lesion."""
    bench, body = Request(18, 10.0, 80.0, 90.0, "bench"), Request(18, 10.0, 80.0, 90.0, "body")
    cases = [
        ("bench, as shipped", (), (), bench),
        ("bench, tissue at 37 °C", (("surroundings.bench.start_c", 37.0),), (), bench),
        ("bench, conductivity does not rise with heat", (("tissue.electrical_rise_per_k", 0.0),), (), bench),
        ("bench, conductivity rises 1.5 % per degree", (("tissue.electrical_rise_per_k", 0.015),), (), bench),
        ("bench, set temperature reached in 5 s", (), (("ramp_s", 5.0),), bench),
        ("bench, set temperature reached in 20 s", (), (("ramp_s", 20.0),), bench),
        ("bench, electrode conducts half as well (hollow)", (), (("metal.heat_conductivity_w_m_k", 7.5),), bench),
        ("bench, sensor reads 3 mm of the tip", (), (("sensor_mm", 3.0),), bench),
        ("body, as shipped", (), (), body),
        ("body, no blood flow", (("surroundings.body.perfusion_w_m3_k", 0.0),), (), body),
        ("body, muscle at rest", (("surroundings.body.perfusion_w_m3_k", 3240.0),), (), body),
    ]
    lines = [
        "| 18 gauge, 10 mm, 80 °C, 90 s | width mm | length mm | beyond the tip mm | Arrhenius width mm | hottest °C |",
        "|---|---|---|---|---|---|",
    ]
    for name, tissue, electrode, request in cases:
        made = changed(tissue, electrode, request)
        figures = (made.width_mm, made.length_mm, made.distal_mm, made.arrhenius_width_mm)
        lines.append(f"| {name} | {' | '.join(f'{value:.1f}' for value in figures)} | {made.hottest_c:.0f} |")
    return "\n".join(lines)


def timing() -> str:
    """Seconds for lesions not made before, after one to warm up."""
    simulate(seconds=10.0)
    taken = []
    for gauge in (16, 20, 22):
        start = time.perf_counter()
        simulate(gauge=gauge)
        taken.append(time.perf_counter() - start)
    return f"90 s of heating take {min(taken):.2f} to {max(taken):.2f} s to compute on one core."


def draw() -> None:
    """The standard lesion in section: growth on the left, isotherms on the right."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt
    from matplotlib.patches import Rectangle

    made = simulate()
    half = made.request.diameter_mm / 2
    figure, axes = plt.subplots(1, 2, figsize=(9, 6.2), sharey=True, layout="constrained")
    for axis in axes:
        axis.add_patch(Rectangle((-half, 0), 2 * half, 10, color="#b9c0c8", zorder=3))
        axis.add_patch(Rectangle((-half, 10), 2 * half, 8, color="#2f4858", zorder=3))
        axis.set(aspect="equal", xlim=(-8, 8), ylim=(16.5, -5), xlabel="mm across the electrode")
        axis.grid(color="#e4e7ea", zorder=0)
    for when, colour in ((15, "#fde0b2"), (30, "#f9b572"), (60, "#e8743b"), (90, "#b8391f")):
        n = int(abs(made.times_s - when).argmin())
        line = made.outlines[n]
        axes[0].plot(
            [*-line[::-1, 0], *line[:, 0]], [*line[::-1, 1], *line[:, 1]], color=colour, lw=2.4, label=f"{when} s"
        )
    axes[0].legend(title="dead tissue after", loc="lower right", frameon=False)
    axes[0].set(title="How it grows", ylabel="mm along the electrode, from the tip backwards")
    line = made.outline
    axes[1].fill(
        [*-line[::-1, 0], *line[:, 0]], [*line[::-1, 1], *line[:, 1]], color="#f3c9bd", label="dead tissue", zorder=1
    )
    for (level, curve), style in zip(made.isotherms.items(), (":", "--", "-"), strict=True):
        axes[1].plot(
            [*-curve[::-1, 0], *curve[:, 0]],
            [*curve[::-1, 1], *curve[:, 1]],
            style,
            color="#7a2113",
            label=f"{level:g} °C",
        )
    axes[1].legend(loc="lower right", frameon=False)
    axes[1].set(title="Temperature after 90 s")
    figure.suptitle(
        f"18 gauge, 10 mm tip, 80 °C, 90 s, bench: {made.width_mm:.1f} mm wide, {made.length_mm:.1f} mm long. "
        "A model, for teaching.",
        fontsize=11,
    )
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURE, dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the tables into docs/lesion.md, and the picture")
    options = parser.parse_args()
    tables = {"published": published_table(), "sensitivity": sensitivity_table()}
    print("\n\n".join([*tables.values(), timing()]))
    if options.write:
        text = PAGE.read_text(encoding="utf-8")
        for name, table in tables.items():
            begin, end = f"<!-- {name} -->\n", f"\n<!-- end {name} -->"
            text = text[: text.index(begin) + len(begin)] + table + text[text.index(end) :]
        PAGE.write_text(text, encoding="utf-8")
        draw()


if __name__ == "__main__":
    main()
