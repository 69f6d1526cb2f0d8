"""Where names stand beside the picture: two columns, no overlap, leader lines that do not cross.

A pure function of pixels: the app draws the result as SVG, stills draw it into the picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from spine_viewer.scene.leaders import Box, Line, leader_to, shortest_order, tangled
from spine_viewer.scene.model import Array, Label, LabelKind

ROUNDS = 4  # of stacking a column's boxes and putting them in order
MIDDLE = 0.04  # of the width to either side of the middle
TextSize = Callable[[str], tuple[float, float]]


@dataclass(frozen=True)
class LabelStyle:
    """Sizes in pixels: margin to the picture's edge, padding in a box, gap between boxes, elbow of the leader.

    ``foot_px`` is kept free of boxes at the lower edge, on top of the margin.
    """

    margin_px: float = 14.0
    padding_px: float = 6.0
    gap_px: float = 6.0
    elbow_px: float = 14.0
    foot_px: float = 0.0

    def scaled(self, factor: float) -> LabelStyle:
        """The same style for a larger picture."""
        return LabelStyle(*(factor * v for v in astuple(self)))


@dataclass(frozen=True)
class PlacedLabel:
    """A label on the picture, pixels from its top left corner.

    ``box`` (left, top, right, bottom); ``leader`` from the box's edge by an elbow to the anchor; ``hidden``: there was
    no room, the anchor is behind something or outside the picture, or the leader would cross that of a more wanted one.
    """

    id: str
    text: str
    side: str
    box: Box
    leader: Line
    anchor: tuple[float, float]
    emphasis: LabelKind
    hidden: bool


def lay_out(
    labels: tuple[Label, ...],
    anchors_px: Array,
    size: tuple[int, int],
    text_size: TextSize,
    occluded: NDArray[np.bool_] | None = None,
    style: LabelStyle | None = None,
) -> tuple[PlacedLabel, ...]:
    """Place labels in a left and a right column.

    Parameters
    ----------
    labels : tuple of Label
        Where there is no room for all, those with the lowest ``priority`` number stay.
    anchors_px : (n, 2) float
        Projected anchors, pixels from the top left corner.
    size : (int, int)
        Width and height of the picture in pixels.
    text_size : callable
        Width and height in pixels of a text.
    occluded : (n,) bool, optional
        Anchors that cannot be seen: their labels are hidden.
    style : LabelStyle, optional

    Returns
    -------
    tuple of PlacedLabel
        In the order of ``labels``. Boxes that are not hidden never overlap and lie inside the picture; their leaders
        cross neither each other nor boxes.
    """
    style = style or LabelStyle()
    width, height = size
    anchors = np.asarray(anchors_px, dtype=float).reshape(-1, 2)
    if len(anchors) != len(labels):
        raise ValueError(f"{len(labels)} labels but {len(anchors)} anchors")
    boxes = np.array([text_size(label.text) for label in labels], dtype=float).reshape(-1, 2) + 2.0 * style.padding_px
    inside = (anchors >= 0.0).all(axis=1) & (anchors[:, 0] < width) & (anchors[:, 1] < height)
    out = ~inside if occluded is None else ~inside | np.asarray(occluded, dtype=bool)
    out |= boxes[:, 0] > width - 2.0 * style.margin_px
    order = np.array([label.priority for label in labels])
    plain = np.array([label.emphasis in ("normal", "ghost") for label in labels], dtype=bool)
    sides = _choose_sides(anchors, boxes, out, order, plain, size, style)
    reach = style.margin_px + boxes[:, 0] + style.elbow_px
    elbows, tops = np.where(sides == "left", reach, width - reach), np.zeros(len(labels))
    for side in ("left", "right"):
        members = np.flatnonzero((sides == side) & ~out)
        kept = _that_fit(members, boxes[:, 1], order, height, style)
        out[np.setdiff1d(members, kept)] = True
        if len(kept):
            tops[kept] = _stacked(anchors[kept], elbows[kept], boxes[kept, 1], height, style)
    placed = [
        _placed(label, str(sides[i]), anchors[i], boxes[i], float(tops[i]), bool(out[i]), width, style)
        for i, label in enumerate(labels)
    ]
    seen = sorted((i for i, label in enumerate(placed) if not label.hidden), key=lambda i: (order[i], i))
    for i in tangled([placed[i].box for i in seen], [placed[i].leader for i in seen]):
        placed[seen[i]] = replace(placed[seen[i]], hidden=True)
    return tuple(placed)


def _choose_sides(
    anchors: Array,
    boxes: Array,
    out: NDArray[np.bool_],
    order: NDArray[np.int64],
    plain: NDArray[np.bool_],
    size: tuple[int, int],
    style: LabelStyle,
) -> NDArray[np.str_]:
    """The nearer side that has room for the box.

    Of an overfull column those nearest to the middle move over, plain ones only if close.
    """
    middle = 0.5 * size[0]
    seen = anchors[~out, 0]
    if len(seen):
        middle = 0.75 * middle + 0.125 * float(seen.min() + seen.max())
    sides = np.where(anchors[:, 0] < middle, "left", "right")
    # A box that would cover what it names stands on the other side, if it does not cover it there.
    reach = style.margin_px + boxes[:, 0] + style.elbow_px
    fits = {"left": anchors[:, 0] > reach, "right": anchors[:, 0] < size[0] - reach}
    natural = sides.copy()
    for own, other in (("left", "right"), ("right", "left")):
        sides[(natural == own) & ~fits[own] & fits[other]] = other
    room = size[1] - 2.0 * style.margin_px - style.foot_px + style.gap_px
    for crowded, other in (("left", "right"), ("right", "left")):
        movable = ~plain | (np.abs(anchors[:, 0] - middle) < MIDDLE * size[0])
        needed = sum(boxes[i, 1] + style.gap_px for i in np.flatnonzero((sides == crowded) & ~out))
        members = list(np.flatnonzero((sides == crowded) & ~out & movable))
        members.sort(key=lambda i: (abs(anchors[i, 0] - middle), order[i]))
        free = room - sum(boxes[i, 1] + style.gap_px for i in np.flatnonzero((sides == other) & ~out))
        while members and needed > room and free >= boxes[members[0], 1] + style.gap_px:
            i = members.pop(0)
            sides[i] = other
            needed -= boxes[i, 1] + style.gap_px
            free -= boxes[i, 1] + style.gap_px
    return sides


def _that_fit(
    members: NDArray[np.int64], heights: Array, order: NDArray[np.int64], height: int, style: LabelStyle
) -> NDArray[np.int64]:
    """As many labels of a column as there is room for, the most wanted first."""
    room = height - 2.0 * style.margin_px - style.foot_px + style.gap_px
    kept = []
    for i in sorted(members, key=lambda i: (order[i], i)):
        if heights[i] + style.gap_px <= room:
            kept.append(i)
            room -= heights[i] + style.gap_px
    return np.array(sorted(kept), dtype=int)


def _stacked(anchors: Array, elbows: Array, heights: Array, height: int, style: LabelStyle) -> Array:
    """Tops of a column's boxes, stacked so that its leaders are as short as can be."""
    order = np.lexsort((np.arange(len(anchors)), anchors[:, 1]))
    tops = np.empty(len(anchors))
    for _ in range(ROUNDS):
        levels = _spread(anchors[order, 1] - 0.5 * heights[order], heights[order], height, style)
        tops[order] = levels
        better = shortest_order(levels + 0.5 * heights[order], elbows[order], anchors[order])
        if np.array_equal(better, np.arange(len(order))):
            break
        order = order[better]
    return tops


def _spread(wanted_tops: Array, heights: Array, height: int, style: LabelStyle) -> Array:
    """Tops nearest to those wanted (least squares) that keep their order, do not overlap and stay in the picture."""
    sizes = heights + style.gap_px
    above = np.concatenate([[0.0], np.cumsum(sizes)[:-1]])
    low, high = style.margin_px, height - style.margin_px - style.foot_px + style.gap_px - float(sizes.sum())
    return np.clip(_isotonic(wanted_tops - above), low, max(low, high)) + above


def _isotonic(values: Array) -> Array:
    """Nearest non-decreasing sequence (pool adjacent violators)."""
    pools: list[list[float]] = []
    for value in values:
        pools.append([float(value), 1.0])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (m1, n1), (m2, n2) = pools[-2:]
            pools[-2:] = [[(m1 * n1 + m2 * n2) / (n1 + n2), n1 + n2]]
    return np.concatenate([np.full(int(n), m) for m, n in pools])


def _placed(
    label: Label,
    side: str,
    anchor: Array,
    box: Array,
    top: float,
    hidden: bool,
    width: int,
    style: LabelStyle,
) -> PlacedLabel:
    left = style.margin_px if side == "left" else width - style.margin_px - box[0]
    edges = (float(left), top, float(left + box[0]), float(top + box[1]))
    end = (float(anchor[0]), float(anchor[1]))
    leader = leader_to(end, edges, side, style.elbow_px)
    return PlacedLabel(label.id, label.text, side, edges, leader, end, label.emphasis, hidden or not leader)
