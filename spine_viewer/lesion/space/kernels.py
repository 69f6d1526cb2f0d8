"""The inner loops: one step of heat, one sweep of the potential, one block of damage. Arrays are (nx, ny, nz).

On one core: a step takes a millisecond or two, and threads that meet a thousand times a second wait for one another
as soon as anything else runs on the machine.
"""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(cache=True, fastmath=True, nogil=True)
def spread(now, new, gx, gy, gz, step_over_c, heat, flow, half_slope, power):  # type: ignore[no-untyped-def]
    """One explicit step: ``new`` from ``now`` (rise, K), but for the metal, whose links come after.

    ``g*`` W/K from each cell onwards at the start temperature, ``half_slope`` half the part by which they rise per
    degree, ``step_over_c`` s K/J (0 in metal and at the edge), ``heat`` W per unit of ``power``, ``flow`` W/K.
    """
    nx, ny, nz = now.shape
    for i in range(1, nx - 1):
        for j in range(1, ny - 1):
            for k in range(1, nz - 1):
                t = now[i, j, k]
                a, b = now[i - 1, j, k], now[i + 1, j, k]
                c, d = now[i, j - 1, k], now[i, j + 1, k]
                e, f = now[i, j, k - 1], now[i, j, k + 1]
                inward = (
                    gx[i - 1, j, k] * (a - t) * (1.0 + half_slope * (a + t))
                    + gx[i, j, k] * (b - t) * (1.0 + half_slope * (b + t))
                    + gy[i, j - 1, k] * (c - t) * (1.0 + half_slope * (c + t))
                    + gy[i, j, k] * (d - t) * (1.0 + half_slope * (d + t))
                    + gz[i, j, k - 1] * (e - t) * (1.0 + half_slope * (e + t))
                    + gz[i, j, k] * (f - t) * (1.0 + half_slope * (f + t))
                )
                new[i, j, k] = t + step_over_c[i, j, k] * (inward + power * heat[i, j, k] - flow[i, j, k] * t)


@numba.njit(cache=True, nogil=True)
def touch(new, nodes, link, link_node, link_g, cell_over_step, capacity_over_step, onward, last, coolant, coolant_rise):  # type: ignore[no-untyped-def]
    """Let the metal's nodes and the cells beside them share heat, implicitly; returns W that the coolant takes and W
    that leave by the far ends of the shafts, which stay cold.

    ``new`` is flat. For each linked cell C/dt (T' - T) = g (N' - T'), which leaves one line of equations per electrode.
    """
    count = len(nodes)
    diagonal = np.empty(count)
    right = np.empty(count)
    for n in range(count):
        diagonal[n] = capacity_over_step[n] + coolant[n] + onward[n]
        right[n] = capacity_over_step[n] * nodes[n] + coolant[n] * coolant_rise[n]
        if n > 0 and not last[n - 1]:
            diagonal[n] += onward[n - 1]
    for m in range(len(link)):
        joint = link_g[m] * cell_over_step[m] / (link_g[m] + cell_over_step[m])
        diagonal[link_node[m]] += joint
        right[link_node[m]] += joint * new[link[m]]
    for n in range(1, count):
        if not last[n - 1]:
            part = onward[n - 1] / diagonal[n - 1]
            diagonal[n] -= part * onward[n - 1]
            right[n] += part * right[n - 1]
    taken = gone = 0.0
    for n in range(count - 1, -1, -1):
        onto = 0.0 if last[n] else onward[n] * nodes[n + 1]
        nodes[n] = (right[n] + onto) / diagonal[n]
        taken += coolant[n] * (nodes[n] - coolant_rise[n])
        if last[n]:
            gone += onward[n] * nodes[n]
    for m in range(len(link)):
        weight = link_g[m] / (link_g[m] + cell_over_step[m])
        new[link[m]] += weight * (nodes[link_node[m]] - new[link[m]])
    return taken, gone


@numba.njit(cache=True, fastmath=True, nogil=True)
def apply(x, out, ex, ey, ez, diagonal):  # type: ignore[no-untyped-def]
    """``out`` = A x of the potential's matrix; returns x . A x. Cells with no diagonal, and the edge, give zero."""
    nx, ny, nz = x.shape
    total = 0.0
    for i in range(1, nx - 1):
        line = 0.0
        for j in range(1, ny - 1):
            for k in range(1, nz - 1):
                value = (
                    diagonal[i, j, k] * x[i, j, k]
                    - ex[i - 1, j, k] * x[i - 1, j, k]
                    - ex[i, j, k] * x[i + 1, j, k]
                    - ey[i, j - 1, k] * x[i, j - 1, k]
                    - ey[i, j, k] * x[i, j + 1, k]
                    - ez[i, j, k - 1] * x[i, j, k - 1]
                    - ez[i, j, k] * x[i, j, k + 1]
                )
                out[i, j, k] = value
                line += value * x[i, j, k]
        total += line
    return total


@numba.njit(cache=True, fastmath=True, nogil=True)
def relax(x, rest, way, swept, guide, step):  # type: ignore[no-untyped-def]
    """x += step way, rest -= step swept; returns rest . guide rest. All flat."""
    total = 0.0
    for i in range(len(x)):
        x[i] += step * way[i]
        rest[i] -= step * swept[i]
        total += rest[i] * rest[i] * guide[i]
    return total


@numba.njit(cache=True, fastmath=True, nogil=True)
def turn(way, rest, guide, part):  # type: ignore[no-untyped-def]
    """way = guide rest + part way, flat."""
    for i in range(len(way)):
        way[i] = guide[i] * rest[i] + part * way[i]


@numba.njit(cache=True, fastmath=True, nogil=True)
def harm(before, after, dose, change, start_c, minutes, pivot, base_above, base_below, factor, energy, least_c):  # type: ignore[no-untyped-def]
    """Add a block's thermal dose (min at 43 C) and Arrhenius integral, trapezoid in time, where it is warm. Flat."""
    log_above, log_below = np.log(base_above), np.log(base_below)
    for i in range(len(before)):
        a, b = before[i] + start_c, after[i] + start_c
        if max(a, b) < least_c:
            continue
        dose[i] += (
            0.5
            * minutes
            * (
                np.exp((log_above if a >= pivot else log_below) * (pivot - a))
                + np.exp((log_above if b >= pivot else log_below) * (pivot - b))
            )
        )
        change[i] += 30.0 * minutes * factor * (np.exp(-energy / (a + 273.15)) + np.exp(-energy / (b + 273.15)))
