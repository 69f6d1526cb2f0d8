"""Where the metal lies in the grid: a thin rod of nodes along each electrode, linked to the tissue cells around it.

The rod is thinner than a few cells, so its surface cuts through the ways between middles of cells. A link carries over
the part of that way that lies in tissue, which keeps the field about a curved surface exact to first order in the
flow and to second order in the field. Steel conducts thirty times better than tissue: across a rod its temperature
does not vary.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spine_viewer.lesion.facts import ElectrodeFile
from spine_viewer.lesion.grid import Array
from spine_viewer.lesion.space.box import Box
from spine_viewer.lesion.space.electrode import Electrode
from spine_viewer.lesion.space.materials import MM

Index = NDArray[np.int64]
NODE_MM = 0.5
SHORTEST = 0.05  # of the way between two middles; a shorter link would only be stiffer


@dataclass(frozen=True, eq=False)
class Metal:
    """All electrodes of a grid; cells are counted in C order, nodes from the first tip back and on to the next.

    Parameters
    ----------
    cell, cell_node : (m,) int
        Cells whose middle lies in metal, and the node that each of them takes its temperature from.
    bare_of : (m,) int
        Electrode whose bare tip the cell belongs to, or -1 on the insulated shaft.
    link, link_node : (n,) int
        Tissue cells beside metal and the nodes that they touch.
    link_length : (n,) float
        Area over distance of a cell's ways into metal, m: times a conductivity it is a conductance.
    bare_length : (n,) float
        The same for the ways into bare metal only.
    link_electrode : (n,) int
    node_capacity, node_onward, node_coolant : (k,) float
        Of each node: J/K, W/K to the next node (of the last one: to the far end, which stays cold), W/K to the coolant.
    node_last : (k,) bool
    node_electrode : (k,) int
    sensor_node, sensor_cell : (e, k) and (e, c) float with ``sensor_cells`` (c,) int
        Weights of what each electrode's thermometer reads, of nodes and of cells.
    coolant_c : (k,) float
    """

    cell: Index
    cell_node: Index
    bare_of: Index
    link: Index
    link_node: Index
    link_length: Array
    bare_length: Array
    link_electrode: Index
    node_capacity: Array
    node_onward: Array
    node_coolant: Array
    node_last: NDArray[np.bool_]
    node_electrode: Index
    coolant_c: Array
    sensor_node: Array
    sensor_cells: Index
    sensor_cell: Array


def metal_in(box: Box, electrodes: tuple[Electrode, ...], facts: ElectrodeFile) -> Metal:
    """Find the metal of ``electrodes`` in the grid."""
    shape, points = box.shape, box.points()
    size = len(points)
    near, back, whose = np.full(size, np.inf), np.zeros(size), np.full(size, -1)
    for e, one in enumerate(electrodes):
        distance, along = one.distance(points)
        closer = distance < near
        near, back, whose = np.where(closer, distance, near), np.where(closer, along, back), np.where(closer, e, whose)
    inside = (near < 0.0).reshape(shape)
    inside[[0, -1]] = inside[:, [0, -1]] = inside[:, :, [0, -1]] = False  # the edge of the grid stays cold

    nodes, offsets = _nodes(box, electrodes, facts, points[inside.ravel()], whose[inside.ravel()])
    count = np.bincount(nodes["electrode"], minlength=len(electrodes))

    def node_of(cells: Index) -> Index:
        e = whose[cells]
        place = np.clip((back[cells] / NODE_MM).astype(int), 0, count[e] - 1)
        return np.asarray(offsets[e] + place)

    cell = np.flatnonzero(inside)
    tips = np.array([one.tip_mm for one in electrodes])
    bare = np.where(back[cell] < tips[whose[cell]], whose[cell], -1)
    link, length, bare_length = _links(
        box, inside, near.reshape(shape), back.reshape(shape), tips[whose].reshape(shape)
    )
    cells, weights = _thermometers(box, electrodes, facts, points, near)
    return Metal(
        cell=cell,
        cell_node=node_of(cell),
        bare_of=bare,
        link=link,
        link_node=node_of(link),
        link_length=length,
        bare_length=bare_length,
        link_electrode=whose[link],
        node_capacity=nodes["capacity"],
        node_onward=nodes["onward"],
        node_coolant=nodes["coolant"],
        node_last=nodes["last"].astype(bool),
        node_electrode=nodes["electrode"].astype(int),
        coolant_c=nodes["coolant_c"],
        sensor_node=nodes["sensor"],
        sensor_cells=cells,
        sensor_cell=weights,
    )


def _nodes(
    box: Box, electrodes: tuple[Electrode, ...], facts: ElectrodeFile, inside: Array, whose: Index
) -> tuple[dict[str, Array], Index]:
    steel, made, offsets, start = facts.metal, [], [], 0
    for e, one in enumerate(electrodes):
        own = inside[whose == e]
        reach = one.distance(own)[1].max() if len(own) else one.tip_mm
        count = max(int(np.ceil(reach / NODE_MM)), int(np.ceil(one.tip_mm / NODE_MM)) + 1)
        radius, step = one.radius_mm * MM, NODE_MM * MM
        area = np.pi * radius**2
        kind = facts.kinds[one.kind]
        rate = 0.0 if kind.coolant_w_m2_k is None else 2.0 * np.pi * radius * step * kind.coolant_w_m2_k.value
        sensor = np.zeros((len(electrodes), count))
        if kind.sensor_ahead_mm is None:
            read = max(1, round(facts.sensor_mm.value / NODE_MM))
            sensor[e, :read] = 1.0 / read
        made.append(
            {
                "capacity": np.full(count, steel.density_kg_m3.value * steel.heat_capacity_j_kg_k.value * area * step),
                "onward": np.full(count, steel.heat_conductivity_w_m_k.value * area / step),
                "coolant": np.full(count, rate),
                "last": np.arange(count) == count - 1,
                "electrode": np.full(count, e),
                "coolant_c": np.full(count, 0.0 if kind.coolant_c is None else kind.coolant_c.value),
                "sensor": sensor,
            }
        )
        offsets.append(start)
        start += count
    joined = {name: np.concatenate([one[name] for one in made], axis=-1) for name in made[0]}
    return joined, np.array(offsets)


def _links(box: Box, inside: NDArray[np.bool_], near: Array, back: Array, tip: Array) -> tuple[Index, Array, Array]:
    """Tissue cells beside metal with area over distance of their ways into it, in m, all and bare only."""
    total, bare = np.zeros(box.shape), np.zeros(box.shape)
    widths, middles = [width * MM for width in box.widths], [middle * MM for middle in box.middles]
    for axis in range(3):
        a, b = (_spread(widths[other], other) for other in range(3) if other != axis)
        apart = _spread(np.diff(middles[axis]), axis)
        for way in (1, -1):
            here, there = [slice(None)] * 3, [slice(None)] * 3
            here[axis], there[axis] = (slice(None, -1), slice(1, None))[::way]
            i, j = tuple(here), tuple(there)
            touches = ~inside[i] & inside[j]
            with np.errstate(invalid="ignore", divide="ignore"):
                part = np.clip(near[i] / (near[i] - near[j]), SHORTEST, 1.0)
            length = np.where(touches, a * b / (apart * part), 0.0)
            total[i] += length
            bare[i] += length * np.clip((tip[j] - back[j]) / box_step(box) + 0.5, 0.0, 1.0)
    link = np.flatnonzero(total.ravel() > 0.0)
    return link, total.ravel()[link], bare.ravel()[link]


def box_step(box: Box) -> float:
    """Width of the finest cells, mm."""
    return float(min(width.min() for width in box.widths))


def _thermometers(
    box: Box, electrodes: tuple[Electrode, ...], facts: ElectrodeFile, points: Array, near: Array
) -> tuple[Index, Array]:
    """Cells that the thermometers of cooled electrodes read, and their weights for each electrode."""
    cells: list[Index] = []
    for one in electrodes:
        ahead = facts.kinds[one.kind].sensor_ahead_mm
        if ahead is None:
            cells.append(np.zeros(0, dtype=int))
            continue
        before = (points - one.tip) @ one.direction
        across = np.linalg.norm(points - one.tip - before[:, None] * one.direction, axis=1)
        cells.append(np.flatnonzero((before > 0.0) & (before < ahead.value) & (across < one.radius_mm) & (near > 0.0)))
    joined = np.concatenate(cells)
    weights = np.zeros((len(electrodes), len(joined)))
    start = 0
    dx, dy, dz = box.widths
    volume = (dx[:, None, None] * dy[None, :, None] * dz[None, None, :]).ravel()
    for e, own in enumerate(cells):
        if len(own):
            weights[e, start : start + len(own)] = volume[own] / volume[own].sum()
        start += len(own)
    return joined, weights


def _spread(values: Array, axis: int) -> Array:
    shape = [1, 1, 1]
    shape[axis] = len(values)
    return values.reshape(shape)
