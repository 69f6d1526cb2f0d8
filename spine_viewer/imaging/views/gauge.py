"""One reading of how well a view is set, beside its limit from ``annotations/c_arm.json``."""

from __future__ import annotations

from dataclasses import dataclass

from spine_viewer.imaging.settings import c_arm_facts, figure

UNITS = {"deg": "degrees", "mm": "mm", "share": ""}


@dataclass(frozen=True)
class Gauge:
    """A reading.

    Attributes
    ----------
    name : str
        In plain words, such as ``"endplate off edge-on"``.
    value, limit : float
    unit : str
        ``degrees``, ``mm`` (at the isocentre) or empty for a share.
    at_least : bool
        Whether the limit is the least allowed value (else the greatest).
    """

    name: str
    value: float
    unit: str
    limit: float
    at_least: bool = False

    @property
    def ok(self) -> bool:
        """Green: within the limit."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    @property
    def text(self) -> str:
        """``"endplate off edge-on: 0.3 degrees (at most 3): ok"``."""
        unit = f" {self.unit}" if self.unit else ""
        bound = "at least" if self.at_least else "at most"
        return f"{self.name}: {self.value:.2f}{unit} ({bound} {self.limit:g}): {'ok' if self.ok else 'off'}"


def reading(name: str, value: float, limit: str) -> Gauge:
    """A gauge whose limit is the figure ``limit``; its unit is the last word of the figure's name.

    A figure that ends in ``_least_share`` is a least value.
    """
    unit = UNITS[limit.rpartition("_")[2]]
    return Gauge(name, float(value), unit, figure(c_arm_facts().gauges, limit), limit.endswith("_least_share"))
