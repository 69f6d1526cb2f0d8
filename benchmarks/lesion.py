"""The heat solver beside what was published, and what its figures matter.

python benchmarks/lesion.py            prints the tables of docs/lesion.md
python benchmarks/lesion.py --write    writes them into docs/lesion.md
"""

from __future__ import annotations

import argparse
import sys
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from spine_viewer.lesion import Lesion  # noqa: E402
from spine_viewer.lesion.course import run  # noqa: E402
from spine_viewer.lesion.facts import electrode_facts, tissue_facts  # noqa: E402
from spine_viewer.lesion.lesion import measure  # noqa: E402
from spine_viewer.lesion.request import Request  # noqa: E402

PAGE = ROOT / "docs" / "lesion.md"


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


TIPS = (5.0, 10.0)
GAUGES = (22, 18, 16)
RAMP = electrode_facts().ramp_s.value


class Reading:
    """One way to read the published figures: start temperature, edge of the lesion, and when the clock starts."""

    def __init__(self, title: str, start_c: float, isotherm_c: float | None, from_set: bool) -> None:
        self.title, self._start, self._isotherm = title, start_c, isotherm_c
        self._extra = RAMP if from_set else 0.0

    def _curve(self, gauge: int, tip: float, celsius: float, seconds: float) -> tuple[float, float]:
        """Width and length, mm."""
        made = lesion(self._start, gauge, tip, celsius, seconds + self._extra)
        if self._isotherm is None:
            return made.width_mm, made.length_mm
        curve = made.isotherms[self._isotherm]
        return 2.0 * float(curve[:, 0].max(initial=0.0)), float(curve[-1, 1] - curve[0, 1])

    def widths(self, gauge: int) -> list[float]:
        """mm at 80 degrees and 2 min, with 5 and 10 mm tips."""
        return [self._curve(gauge, tip, 80, 120)[0] for tip in TIPS]

    def by_gauge(self) -> list[float]:
        """Percent from 22 to 16 gauge."""
        return [_gain(small, large) for small, large in zip(self.widths(22), self.widths(16), strict=True)]

    def by_heat(self) -> list[float]:
        """Percent from 60 to 90 degrees, by gauge."""
        return [_gain(*(self._curve(gauge, 10, celsius, 120)[0] for celsius in (60, 90))) for gauge in GAUGES]

    def by_time(self, seconds: float) -> list[float]:
        """Percent from one minute to ``seconds``, by gauge."""
        return [_gain(*(self._curve(gauge, 10, 80, each)[0] for each in (60, seconds))) for gauge in GAUGES]

    def beyond(self) -> list[float]:
        """mm by which the lesion is longer than the tip, by gauge."""
        return [self._curve(gauge, 10, 80, 120)[1] - 10 for gauge in GAUGES]


def _gain(small: float, large: float) -> float:
    return 100.0 * (large / small - 1.0)


READINGS = (
    Reading("22 °C, 50 °C isotherm, clock from the set temperature", 22.0, 50.0, True),
    Reading("22 °C, 50 °C isotherm, clock from switching on", 22.0, 50.0, False),
    Reading("22 °C, thermal dose, clock from switching on", 22.0, None, False),
    Reading("37 °C, 50 °C isotherm, clock from the set temperature", 37.0, 50.0, True),
)
PUBLISHED = (
    ("width, 22 gauge, 5 and 10 mm tips", "4.6-6.9 mm (derived)", 4.6, 6.9, "{:.1f}", lambda r: r.widths(22)),
    ("width, 16 gauge, 5 and 10 mm tips", "7.6-10.9 mm (derived)", 7.6, 10.9, "{:.1f}", lambda r: r.widths(16)),
    ("22 to 16 gauge, 5 and 10 mm tips", "+58-65 %", 58, 65, "{:+.0f} %", lambda r: r.by_gauge()),
    ("60 to 90 °C, 22, 18, 16 gauge", "+108-152 %", 108, 152, "{:+.0f} %", lambda r: r.by_heat()),
    ("2 min over 1 min, 22, 18, 16 gauge", "+11-20 %", 11, 20, "{:+.0f} %", lambda r: r.by_time(120)),
    ("3 min over 1 min, 22, 18, 16 gauge", "+23-32 %", 23, 32, "{:+.0f} %", lambda r: r.by_time(180)),
    ("length beyond the tip, 22, 18, 16 gauge", "1-5 mm", 1, 5, "{:.1f}", lambda r: r.beyond()),
)


def published_table() -> str:
    """Published and computed, in several readings of what was published."""
    lines = [
        f"| at 80 °C, 2 min unless said | published | {' | '.join(one.title for one in READINGS)} |",
        "|---|---|" + "---|" * len(READINGS),
    ]
    for what, published, low, high, form, make in PUBLISHED:
        cells = [verdict(make(reading), low, high, form) for reading in READINGS]
        lines.append(f"| {what} | {published} | {' | '.join(cells)} |")
    return "\n".join(lines)


def verdict(found: list[float], low: float, high: float, form: str) -> str:
    """Range of what was found and whether it lies within what was published."""
    met = [low <= value <= high for value in found]
    said = "inside" if all(met) else "inside for some" if any(met) else "**misses**"
    return f"{', '.join(form.format(value) for value in found)}: {said}"


def sensitivity_table() -> str:
    """What one figure at a time does to the standard lesion."""
    bench, body = Request(18, 10.0, 80.0, 90.0, "bench"), Request(18, 10.0, 80.0, 90.0, "body")
    cooled = Request(18, 4.0, 60.0, 150.0, "body", "cooled")
    cases = [
        ("bench, as shipped", (), (), bench),
        ("bench, tissue at 37 °C", (("surroundings.bench.start_c", 37.0),), (), bench),
        ("bench, conduction of heat does not rise with heat", (("tissue.heat_rise_per_k", 0.0),), (), bench),
        ("bench, electrical conductivity does not rise with heat", (("tissue.electrical_rise_per_k", 0.0),), (), bench),
        (
            "bench, electrical conductivity rises 1.5 % per degree",
            (("tissue.electrical_rise_per_k", 0.015),),
            (),
            bench,
        ),
        ("bench, set temperature reached in 5 s", (), (("ramp_s", 5.0),), bench),
        ("bench, set temperature reached in 20 s", (), (("ramp_s", 20.0),), bench),
        ("bench, electrode conducts half as well (hollow)", (), (("metal.heat_conductivity_w_m_k", 7.5),), bench),
        ("bench, sensor reads 3 mm of the tip", (), (("sensor_mm", 3.0),), bench),
        ("body, as shipped", (), (), body),
        ("body, no blood flow", (("surroundings.body.perfusion_w_m3_k", 0.0),), (), body),
        ("cooled, 4 mm tip, 60 °C, 150 s, body, as shipped", (), (), cooled),
        ("cooled, metal gives the water 1,000 W/(m2 K)", (), (("kinds.cooled.coolant_w_m2_k", 1e3),), cooled),
        ("cooled, metal gives the water 10,000 W/(m2 K)", (), (("kinds.cooled.coolant_w_m2_k", 1e4),), cooled),
        ("cooled, sensor reads 0.3 mm ahead", (), (("kinds.cooled.sensor_ahead_mm", 0.3),), cooled),
        ("cooled, sensor reads 1 mm ahead", (), (("kinds.cooled.sensor_ahead_mm", 1.0),), cooled),
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the tables into docs/lesion.md")
    options = parser.parse_args()
    tables = {"published": published_table(), "sensitivity": sensitivity_table()}
    print("\n\n".join(tables.values()))
    if options.write:
        text = PAGE.read_text(encoding="utf-8")
        for name, table in tables.items():
            begin, end = f"<!-- {name} -->\n", f"\n<!-- end {name} -->"
            text = text[: text.index(begin) + len(begin)] + table + text[text.index(end) :]
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
