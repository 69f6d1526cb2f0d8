"""Shapes of one way to lay the electrode as plain values for an SVG: z to the right, height upwards, mm."""

from __future__ import annotations

from typing import Any

HALF_WIDTH_MM, ABOVE_MM, BELOW_MM = 12.0, 15.0, 3.0
VIEW_BOX = f"{-HALF_WIDTH_MM:g} {-ABOVE_MM:g} {2 * HALF_WIDTH_MM:g} {ABOVE_MM + BELOW_MM:g}"


def drawn(way: Any, nerve_mm: float) -> dict[str, Any]:
    """What the page draws of a :class:`procedures.comparison.Way`."""
    radius, tip = way.electrode.radius_mm, way.electrode.tip_mm
    if way.name == "parallel":
        end = float(way.electrode.tip[2])
        metal = box(end, 0.0, end + tip, 2.0 * radius)
        shaft = box(end + tip, 0.0, HALF_WIDTH_MM, 2.0 * radius)
    else:
        metal, shaft = box(-radius, 0.0, radius, tip), box(-radius, tip, radius, ABOVE_MM)
    low, high = (round(float(z), 2) for z in way.held_z)
    return {
        "dead": points(way.dead),
        "warm": points(way.warm),
        "metal": metal,
        "shaft": shaft,
        "nerve": {"y": -0.5 * nerve_mm, "width": nerve_mm},
        "held": {"from": low, "to": high, "any": bool(way.held_mm[0] > 0.0)},
    }


def points(ring: Any) -> str:
    """SVG points of a ring (k, 2) of z and height."""
    return " ".join(f"{z:.2f},{-y:.2f}" for z, y in ring)


def box(z0: float, low: float, z1: float, high: float) -> dict[str, float]:
    """SVG place and size of a rectangle."""
    return {"x": round(z0, 3), "y": round(-high, 3), "width": round(z1 - z0, 3), "height": round(high - low, 3)}
