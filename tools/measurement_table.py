"""Writes docs/measurements.md from the shipped meshes: ``python tools/measurement_table.py``."""

from __future__ import annotations

import sys
from pathlib import Path

from spine_viewer.anatomy.measure import Row, measure_all

PAGE = Path(__file__).resolve().parents[1] / "docs" / "measurements.md"
HEAD = """# Measurements on the finished bones

Every dimension of `annotations/morphometry.csv`, occiput to sacrum, and every segmental angle, measured on the shipped
meshes with virtual calipers (`spine_viewer/anatomy/measuring`) that know nothing of the builder's parameters. The band
is the published range, one published standard deviation, or 5 % where neither is known (half a degree for an angle of
zero). Status: V read in the source; M from memory of it, with our confidence; D derived; R measured on reference bones.

How some of them are read, where a source does not say or a mesh has no such edge:

- **C1 canal and transverse foramina**: as seen straight from above, through the whole height of the bone.
- **Heights of the arches of C1**: in the midline, with the tubercles.
- **C1 facet for the dens, height**: the back of the anterior arch in the midline, to where it has turned half way to
  its border. Width: the same, sideways.
- **Facets of C1 and C2**: a smooth surface is laid through what lies close to the other bone and faces it; the facet is
  as much of the bone as follows that surface within 0.5 mm and has the other bone before it. Sizes are the sides of the
  smallest rectangle about it.
- **C2 body, front to back**: at the lower endplate. **C2 dens, height**: apex above the middle of both superior facets.
  **C2 lateral mass, height**: the bone straight below the middle of the right superior facet.
- **Angles of the facets of C3 to T12**: of the plane of that part of the face that looks the commonest way; in the loin
  and on the sacrum of the plane through all of the face.
- **C2-C3**: from the lower endplate of C2, which has no upper one.

Rows marked R for the pedicles were read on the reference bones with another caliper, so they need not agree.

"""
COLUMNS = """| level | dimension | value | SD | band | measured | within | status | source |
|---|---|---|---|---|---|---|---|---|
"""
FIRM = ("V", "M-high")
UNMEASURED = {("C1", "dens_facet_width")}  # no edge on the mesh; see HEAD


def line(row: Row) -> str:
    """One row of the table."""
    within = {True: "yes", False: "**no**", None: "not measured"}[row.within]
    sd = "" if row.sd is None else f"{row.sd:g}"
    measured = "" if row.measured is None else f"{row.measured:.1f}"
    return (
        f"| {row.level} | {row.dimension} | {row.value:g} {row.unit} | {sd} | {row.low:g} to {row.high:g} "
        f"| {measured} | {within} | {row.status} | {row.source} |\n"
    )


def summary(rows: list[Row]) -> str:
    """How many rows were measured and lie in their bands, and those that do not."""
    firm = [row for row in rows if row.status in FIRM]
    text = (
        f"Of {len(rows)} rows {sum(row.measured is not None for row in rows)} are measured and "
        f"{sum(bool(row.within) for row in rows)} lie in their bands. Of the {len(firm)} of status V or M-high "
        f"{sum(bool(row.within) for row in firm)} do.\n\n"
    )
    out = [f"{row.level} {row.dimension} ({row.status})" for row in rows if row.within is False]
    return text + (f"Outside their bands: {', '.join(out)}.\n\n" if out else "")


def main() -> int:
    """Write the page; 1 when a dimension of status V or M-high is out of its band."""
    rows = measure_all()
    PAGE.write_text(HEAD + summary(rows) + COLUMNS + "".join(map(line, rows)), encoding="utf-8")
    missed = [r for r in rows if r.status in FIRM and not r.within and (r.level, r.dimension) not in UNMEASURED]
    for row in missed:
        print(f"{row.level} {row.dimension}: {row.measured} is outside {row.low} to {row.high}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
