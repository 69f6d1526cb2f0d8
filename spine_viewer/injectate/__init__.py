"""Injected fluid: how far a few tenths of a millilitre of contrast or local anaesthetic spread, and into what."""

from spine_viewer.injectate.joint import spread_in_joint
from spine_viewer.injectate.spread import Spread, spread
from spine_viewer.injectate.vessel import Vein, vein

__all__ = ["Spread", "Vein", "spread", "spread_in_joint", "vein"]
