"""How a burn grows, as profiles that the player turns about the electrode."""

from __future__ import annotations

from typing import Any

import numpy as np

from spine_viewer.scene.heat_items import isotherms_c
from spine_viewer.scene.model import Array

POINTS = 29
EVERY_S = 3.0


def profiles_of(heat: Any) -> dict[str, list[dict[str, Any]]]:
    """Dead tissue and isotherms of a burn in even tissue, which is the same for every burn of a plan.

    Returns
    -------
    dict
        By surface (``dead``, ``45`` ..) the moments ``s`` with their ``profile``: radius and place back from the tip,
        mm, of as many points each; empty without heat.
    """
    if heat is None:
        return {}
    growth = next(iter(heat.even.values()))
    times = np.unique(np.append(np.arange(0.0, growth.known_s, EVERY_S), growth.known_s))
    kinds = {"dead": growth.edge} | {str(c): _isotherm(growth, float(c)) for c in isotherms_c()}
    return {
        kind: [{"s": float(t), "profile": _even(edge)} for t in times if len(edge := edge_at(float(t))) > 2]
        for kind, edge_at in kinds.items()
    }


def _isotherm(growth: Any, celsius: float) -> Any:
    return lambda seconds: growth.isotherm_edge(celsius, seconds)


def _even(edge: Array) -> list[float]:
    """A curve (k, 2) at even steps of its length."""
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(edge, axis=0), axis=1))])
    at = np.linspace(0.0, run[-1], POINTS)
    points = np.stack([np.interp(at, run, edge[:, i]) for i in (0, 1)], axis=1)
    points[[0, -1], 0] = 0.0
    return [round(float(x), 3) for x in points.ravel()]
