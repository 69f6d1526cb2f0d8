"""Writes docs/measurements.md from the shipped meshes: ``python tools/measurement_table.py``."""

from __future__ import annotations

import sys
from pathlib import Path

from spine_viewer.anatomy.measure import Row, measure_all

PAGE = Path(__file__).resolve().parents[1] / "docs" / "measurements.md"
HEAD = """# Measurements on the finished bones

Every lumbar dimension of `annotations/morphometry.csv` and every segmental angle, measured on the shipped meshes with
virtual calipers (`spine_viewer/anatomy/measuring`) that know nothing of the builder's parameters. The band is the
published range, one published standard deviation, or 5 % where neither is known (half a degree for an angle of zero).
Status: V read in the source; M from memory of it, with our confidence; D derived; R measured on reference bones.

Rows marked R for the pedicles were read on the reference bones with another caliper, so they need not agree.

| level | dimension | value | SD | band | measured | within | status | source |
|---|---|---|---|---|---|---|---|---|
"""


def line(row: Row) -> str:
    """One row of the table."""
    within = {True: "yes", False: "**no**", None: "not measured"}[row.within]
    sd = "" if row.sd is None else f"{row.sd:g}"
    measured = "" if row.measured is None else f"{row.measured:.1f}"
    return (
        f"| {row.level} | {row.dimension} | {row.value:g} {row.unit} | {sd} | {row.low:g} to {row.high:g} "
        f"| {measured} | {within} | {row.status} | {row.source} |\n"
    )


def main() -> int:
    """Write the page; 1 when a dimension of status V or M-high is out of its band."""
    rows = measure_all()
    PAGE.write_text(HEAD + "".join(map(line, rows)), encoding="utf-8")
    missed = [row for row in rows if row.status in ("V", "M-high") and not row.within]
    for row in missed:
        print(f"{row.level} {row.dimension}: {row.measured} is outside {row.low} to {row.high}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
