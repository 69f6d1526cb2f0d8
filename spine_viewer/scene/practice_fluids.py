"""What was injected in needle practice, in 3D and in the beam."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from spine_viewer.injectate import Spread
from spine_viewer.learning.practice.fluids import Spreads, deposits
from spine_viewer.learning.practice.state import State
from spine_viewer.scene.fluid_items import Pool, pool_items, xray_pool
from spine_viewer.scene.model import Item, XrayFluid
from spine_viewer.scene.palette import Palette


def practice_fluids(state: State, spreads: Spreads, palette: Palette) -> tuple[Item, ...]:
    """Every deposit whose spread is known; not where a lesion was made since, which it would hide."""
    found = _known(state, spreads)
    return tuple(one for pool, spread, heated in found if not heated for one in pool_items(pool, spread, palette))


def practice_contrast(state: State, spreads: Spreads) -> tuple[XrayFluid, ...]:
    """The contrast among them, as an X-ray sees it."""
    return tuple(one for pool, spread, _ in _known(state, spreads) for one in xray_pool(pool, spread))


def _known(state: State, spreads: Spreads) -> Iterator[tuple[Pool, Spread, bool]]:
    for n, one in enumerate(deposits(state)):
        if one.tip in spreads:
            yield Pool(n, "", one.ml, one.contrast_ml, np.array(one.tip)), spreads[one.tip], one.heated
