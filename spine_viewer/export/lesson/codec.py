"""Triangle meshes in few bytes: 16-bit places, and triangles as a walk over the surface.

The walk starts at one triangle and keeps a stack of edges to cross. For each edge one symbol says what lies beyond it:
a triangle with a vertex not met before, one with a neighbour of the edge on the rim of what is known, one with any
other vertex, or nothing new. A new vertex is told by how far it lies from the corner that would make a parallelogram.
Any triangles can be written so, closed or not; what is closed stays closed. ``player/mesh.js`` reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
from numpy.typing import ArrayLike, NDArray

SKIP, NEW, BEFORE, AFTER, OTHER = range(5)
PLACES = 65535
FINEST_MM = 0.01
COLOUR_STEP = 4  # of 255: finer shades are not seen on a shaded bone


@dataclass(frozen=True, eq=False)
class Packed:
    """A mesh as bytes.

    Parameters
    ----------
    content : bytes
        Symbols, references, then residuals and colours, plane by plane.
    head : dict
        Counts and lengths that a reader needs, the corner ``low`` and the ``step`` of the places, mm.
    """

    content: bytes
    head: dict[str, Any]


def pack(vertices: ArrayLike, faces: ArrayLike, colours: ArrayLike | None = None) -> Packed:
    """Write a mesh.

    Parameters
    ----------
    vertices : (n, 3) float
        mm; kept to 0.01 mm, or 1/65535 of the longest side of their box where that is more.
    faces : (m, 3) int
    colours : (n, 3) uint8, optional
        RGB per vertex; kept to 4 of 255.
    """
    points, corners = np.asarray(vertices, dtype=float), np.ascontiguousarray(faces, dtype=np.int64)
    low = points.min(axis=0)
    step = max(float((points.max(axis=0) - low).max()) / PLACES, FINEST_MM)
    places = np.rint((points - low) / step).astype(np.int64)
    symbols, references, order, residuals = _walk(corners, _twins(corners, len(points)), places)
    low_bytes, high_bytes = _planes(residuals)
    parts = [symbols.tobytes(), _varints(references), low_bytes, high_bytes]
    if colours is not None:
        parts.append(_colour_planes(np.asarray(colours, dtype=np.int64)[order]))
    head: dict[str, Any] = {
        "vertices": len(order),
        "triangles": len(corners),
        "symbols": len(parts[0]),
        "references": len(parts[1]),
        "low": [round(float(x), 4) for x in low],
        "step": step,
    }
    return Packed(b"".join(parts), head | ({"colours": True} if colours is not None else {}))


def _twins(faces: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """For each edge (3 f + k, from corner k to the next) the edge that runs the other way, or -1."""
    start, end = faces.ravel(), np.roll(faces, -1, axis=1).ravel()
    key, wanted = start * count + end, end * count + start
    order = np.argsort(key, kind="stable")
    at = np.minimum(np.searchsorted(key[order], wanted), len(key) - 1)
    found = order[at]
    return np.where(key[found] == wanted, found, -1)


@numba.njit(cache=True)
def _walk(faces, twins, places):  # type: ignore[no-untyped-def]
    """Symbols (s,), references (r,), vertices in the order in which they are met, and their residuals (n, 3)."""
    count, total = len(places), len(faces)
    symbols = np.empty(4 * total + 8, np.uint8)
    references = np.empty(4 * total + 8, np.int64)
    order = np.empty(count, np.int64)
    residuals = np.zeros((count, 3), np.int64)
    number = np.full(count, -1, np.int64)
    before, after = np.full(count, -1, np.int64), np.full(count, -1, np.int64)
    done = np.zeros(total, np.bool_)
    stack = np.empty(3 * total + 8, np.int64)
    n_symbols = n_references = met = 0
    for seed in range(total):
        if done[seed]:
            continue
        done[seed] = True
        for k in range(3):
            v = faces[seed, k]
            if number[v] < 0:
                references[n_references] = 0
                for i in range(3):
                    residuals[met, i] = places[v, i] - (places[order[met - 1], i] if met else 0)
                number[v], order[met] = met, v
                met += 1
            else:
                references[n_references] = met - number[v]
            n_references += 1
        a, b, c = faces[seed, 0], faces[seed, 1], faces[seed, 2]
        after[a], after[b], after[c] = b, c, a
        before[a], before[b], before[c] = c, a, b
        top = 0
        for k in range(3):
            stack[top] = 3 * seed + 2 - k
            top += 1
        while top:
            top -= 1
            edge = stack[top]
            twin = twins[edge]
            if twin < 0 or done[twin // 3]:
                symbols[n_symbols] = SKIP
                n_symbols += 1
                continue
            f, k = edge // 3, edge % 3
            a, b, c = faces[f, k], faces[f, (k + 1) % 3], faces[f, (k + 2) % 3]
            g, j = twin // 3, twin % 3
            d = faces[g, (j + 2) % 3]
            done[g] = True
            if number[d] < 0:
                symbols[n_symbols] = NEW
                for i in range(3):
                    residuals[met, i] = places[d, i] - (places[a, i] + places[b, i] - places[c, i])
                number[d], order[met] = met, d
                met += 1
            elif d == before[a]:
                symbols[n_symbols] = BEFORE
            elif d == after[b]:
                symbols[n_symbols] = AFTER
            else:
                symbols[n_symbols] = OTHER
                references[n_references] = met - number[d]
                n_references += 1
            kind = symbols[n_symbols]
            n_symbols += 1
            if kind != AFTER:
                after[d], before[b] = b, d
            if kind != BEFORE:
                after[a], before[d] = d, a
            stack[top] = 3 * g + (j + 2) % 3
            stack[top + 1] = 3 * g + (j + 1) % 3
            top += 2
    return symbols[:n_symbols], references[:n_references], order[:met], residuals[:met]


def _planes(residuals: NDArray[np.int64]) -> tuple[bytes, bytes]:
    """Low and high bytes of signed 17-bit numbers with their sign in the lowest bit, axis after axis."""
    signed = residuals.T.astype(np.int64)
    wrapped = ((signed + 2**15) % 2**16) - 2**15  # sums are taken modulo 2^16 again
    folded = np.where(wrapped >= 0, 2 * wrapped, -2 * wrapped - 1).astype(np.uint16)
    return (folded & 255).astype(np.uint8).tobytes(), (folded >> 8).astype(np.uint8).tobytes()


def _varints(numbers: NDArray[np.int64]) -> bytes:
    """Whole numbers, seven bits to a byte, the lowest first."""
    out = bytearray()
    for number in numbers.tolist():
        while number > 127:
            out.append(128 | (number & 127))
            number >>= 7
        out.append(number)
    return bytes(out)


def _colour_planes(colours: NDArray[np.int64]) -> bytes:
    """Green, red less green and blue less green in steps, each as the difference from the vertex before."""
    coarse = (colours + COLOUR_STEP // 2) // COLOUR_STEP
    planes = np.stack([coarse[:, 1], coarse[:, 0] - coarse[:, 1], coarse[:, 2] - coarse[:, 1]])
    return (np.diff(planes, axis=1, prepend=0) % 256).astype(np.uint8).tobytes()


def unpack(head: dict[str, Any], content: bytes) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Vertices (n, 3), mm, and faces (m, 3) of a packed mesh: what the player reads, for tests and other programs."""
    count, lengths = int(head["vertices"]), (head["symbols"], head["references"])
    symbols = content[: lengths[0]]
    references = iter(_numbers(content[lengths[0] : sum(lengths)]))
    planes = np.frombuffer(content[sum(lengths) : sum(lengths) + 6 * count], np.uint8).reshape(2, 3, count)
    folded = (planes[0].astype(np.int64) | (planes[1].astype(np.int64) << 8)).T
    residuals = np.where(folded & 1, -((folded + 1) >> 1), folded >> 1)
    places = np.zeros((count, 3), np.int64)
    faces: list[tuple[int, int, int]] = []
    before, after = [0] * count, [0] * count
    kinds, met = iter(symbols), 0
    while len(faces) < head["triangles"]:
        seed = []
        for _ in range(3):
            back = next(references)
            if not back:
                places[met] = (residuals[met] + (places[met - 1] if met else 0)) % (PLACES + 1)
                met += 1
            seed.append(met - (back or 1))
        a, b, c = seed
        faces.append((a, b, c))
        after[a], after[b], after[c], before[a], before[b], before[c] = b, c, a, c, a, b
        stack = [(c, a, b), (b, c, a), (a, b, c)]
        while stack:
            p, q, r = stack.pop()
            kind = next(kinds)
            if kind == SKIP:
                continue
            if kind == NEW:
                d = met
                places[d] = (residuals[d] + places[p] + places[q] - places[r]) % (PLACES + 1)
                met += 1
            else:
                d = before[p] if kind == BEFORE else after[q] if kind == AFTER else met - next(references)
            faces.append((q, p, d))
            if kind != AFTER:
                after[d], before[q] = q, d
            if kind != BEFORE:
                after[p], before[d] = d, p
            stack += [(d, q, p), (p, d, q)]
    return np.asarray(head["low"]) + float(head["step"]) * places, np.array(faces, dtype=np.int64)


def _numbers(content: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in content:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value = shift = 0
