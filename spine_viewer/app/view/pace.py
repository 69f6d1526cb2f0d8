"""How many pixels a moving picture may have on this machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Pace:
    """Keeps the time per moving picture near ``target_s`` by changing its resolution.

    Parameters
    ----------
    target_s : float
        Seconds that one picture may take.
    scale : float
        Side of a moving picture relative to the place on the page, between ``smallest`` and ``largest``.
    """

    target_s: float = 0.04
    scale: float = 0.5
    smallest: float = 0.35
    largest: float = 1.0

    def took(self, seconds: float) -> None:
        """Learn from a picture that took so long; changes in small steps, so that the picture does not pump."""
        if seconds > 1.3 * self.target_s:
            self.scale = max(self.smallest, self.scale * 0.93)
        elif seconds < 0.6 * self.target_s:
            self.scale = min(self.largest, self.scale * 1.04)
