"""Anchors of labels follow what they name: moved apart with it, and away where it is cut away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from spine_viewer.scene.explode import Offsets
from spine_viewer.scene.model import Label, Section

EDGE_MM = 1.0  # what lies so near to the plane still counts as there


def placed_labels(labels: Iterable[Label], offsets: Offsets, section: Section | None) -> tuple[Label, ...]:
    """Labels at the present places of what they name; one whose every anchor is cut away is left out."""
    moved = (_moved(label, offsets) for label in labels)
    return tuple(kept for label in moved if (kept := _kept(label, section)) is not None)


def _moved(label: Label, offsets: Offsets) -> Label:
    offset = offsets.of(label.id)
    if not offset.any():
        return label
    others = None if label.alternatives is None else label.alternatives + offset
    return replace(label, anchor=label.anchor + offset, alternatives=others)


def _kept(label: Label, section: Section | None) -> Label | None:
    if section is None:
        return label
    others = label.alternatives
    if others is not None:
        others = others[section.above(others) >= -EDGE_MM]
    if section.above(label.anchor)[0] >= -EDGE_MM:
        return replace(label, alternatives=others)
    if others is None or not len(others):
        return None
    return replace(label, anchor=np.asarray(others[0]), alternatives=others[1:] if len(others) > 1 else None)
