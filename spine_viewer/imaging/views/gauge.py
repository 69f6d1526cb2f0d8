"""One reading of how well a view is set, beside its limit from ``annotations/c_arm.json``."""

from __future__ import annotations

from dataclasses import dataclass

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.imaging.settings import c_arm_facts, figure
from spine_viewer.imaging.words import view_word

UNITS = {"deg": "degrees", "mm": "mm", "share": ""}


@dataclass(frozen=True)
class Gauge:
    """A reading.

    Attributes
    ----------
    key : str
        What is measured: ``gauge_<key>`` in ``annotations/view_words.json``.
    value, limit : float
    unit : str
        ``degrees``, ``mm`` (at the isocentre) or empty for a share.
    at_least : bool
        Whether the limit is the least allowed value (else the greatest).
    about : tuple of (str, str)
        What the braces of its name stand for.
    """

    key: str
    value: float
    unit: str
    limit: float
    at_least: bool = False
    about: tuple[tuple[str, str], ...] = ()

    @property
    def ok(self) -> bool:
        """Green: within the limit."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    @property
    def name(self) -> str:
        """In plain words, such as ``"endplate off edge-on"``."""
        return self.named()

    @property
    def text(self) -> str:
        """``"endplate off edge-on: 0.30 degrees (at most 3): ok"``."""
        return self.told()

    def named(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The name in a language."""
        return view_word(f"gauge_{self.key}", language, **dict(self.about))

    def told(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The reading and its limit in a language."""
        bound = "gauge_at_least" if self.at_least else "gauge_at_most"
        return view_word(
            "gauge",
            language,
            name=self.named(language),
            value=f"{self.value:.2f}",
            unit=view_word(f"gauge_{self.unit or 'share'}", language),
            limit=view_word(bound, language, limit=f"{self.limit:g}"),
            verdict=view_word("gauge_ok" if self.ok else "gauge_off", language),
        )


def reading(key: str, value: float, limit: str, **about: str) -> Gauge:
    """A gauge whose limit is the figure ``limit``; its unit is the last word of the figure's name.

    A figure that ends in ``_least_share`` is a least value. ``about`` fills the braces of its name.
    """
    unit, least = UNITS[limit.rpartition("_")[2]], limit.endswith("_least_share")
    return Gauge(key, float(value), unit, figure(c_arm_facts().gauges, limit), least, tuple(about.items()))
