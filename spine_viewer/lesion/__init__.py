"""What heat does to tissue: ``simulate(gauge=18, tip_mm=10, temperature_c=80, seconds=90) -> Lesion``."""

from spine_viewer.lesion.lesion import Lesion, allowed, simulate

__all__ = ["Lesion", "allowed", "simulate"]
