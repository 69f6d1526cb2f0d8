"""Simulated fluoroscopy: still bodies are projected once per position of the C-arm, moving ones every frame."""

from __future__ import annotations

import threading
import warnings
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.materials import Beam
from spine_viewer.imaging.picture import detector, display
from spine_viewer.imaging.picture.finish import Look, finish
from spine_viewer.imaging.picture.smooth import narrow, reach_px
from spine_viewer.imaging.picture.windows import OVERSAMPLE, Window, add_scaled, added, even, grown, halved
from spine_viewer.imaging.projector.patch import FIXED_PER_MM, Patch
from spine_viewer.imaging.projector.paths import Backend, LeakyMeshWarning, patches
from spine_viewer.imaging.solids import Solid

Floats = NDArray[np.float32]
KEPT_POSITIONS = 4


@dataclass(frozen=True, eq=False)
class Exposure:
    """One frame.

    Attributes
    ----------
    carm : CArm
    integrals : (rows, cols) float32
        Line integrals of the attenuation at the effective energy, no unit, unflipped.
    picture : (rows, cols) uint8
        What the screen shows.
    leaky : dict of name -> int
        Pixels where a body is not closed (filled from their neighbours); empty when all are sound.
    """

    carm: CArm
    integrals: Floats
    picture: NDArray[np.uint8]
    leaky: dict[str, int]


@dataclass(frozen=True, eq=False)
class _Still:
    """Everything about one position of the C-arm that does not change while only needles move."""

    integrals: tuple[Floats, ...]
    primary: tuple[Floats, ...]
    scatter: Floats
    brightness: display.Brightness
    flat: Floats
    deviation: Floats
    leaky: dict[str, int]


class Fluoroscope:
    """A C-arm's eye on a set of bodies.

    Parameters
    ----------
    solids : iterable of Solid
        Bodies that stand still: bones, their cores, the trunk, gas.
    beam : Beam, optional
        Default: 80 kVp, one effective energy.
    seed : int
        Of the noise. The same seed and frame number give the same picture.
    backend, threads
        Of the projector.

    Notes
    -----
    Pictures of the last positions are kept; putting other bodies in (:meth:`place`) forgets only what changed.
    Safe to use from several threads, one exposure at a time.
    """

    def __init__(
        self,
        solids: Iterable[Solid] = (),
        *,
        beam: Beam | None = None,
        seed: int = 0,
        backend: Backend = "auto",
        threads: int | None = None,
    ) -> None:
        self._beam = beam or Beam()
        self._seed, self._backend, self._threads = seed, backend, threads
        self._solids: dict[str, Solid] = {}
        self._patches: OrderedDict[CArm, dict[str, Patch]] = OrderedDict()
        self._stills: OrderedDict[CArm, _Still] = OrderedDict()
        self._lock = threading.Lock()
        self.place(solids)

    @property
    def solids(self) -> tuple[Solid, ...]:
        """The bodies that stand still."""
        return tuple(self._solids.values())

    def place(self, solids: Iterable[Solid]) -> None:
        """Put other bodies in the beam; those that are the same objects as before keep their pictures."""
        new = {}
        for solid in solids:
            if solid.name in new:
                raise InputError(f"two bodies are called {solid.name!r}; every body needs its own name")
            new[solid.name] = solid
        with self._lock:
            changed = {name for name, solid in self._solids.items() if new.get(name) is not solid}
            for kept in self._patches.values():
                for name in changed:
                    kept.pop(name, None)
            if changed or new.keys() != self._solids.keys():
                self._stills.clear()
            self._solids = new

    def expose(self, carm: CArm, moving: Sequence[Solid] = (), *, frame: int = 0, look: Look | None = None) -> Exposure:
        """Take a picture.

        Parameters
        ----------
        carm : CArm
        moving : sequence of Solid
            Bodies projected anew in every frame at twice the sharpness: needles, contrast.
        frame : int
            Number of the frame: the noise differs from frame to frame.
        look : Look, optional

        Raises
        ------
        InputError
            A body reaches the X-ray source.

        Warns
        -----
        LeakyMeshWarning
            A body is not closed.
        """
        with self._lock:
            return self._expose(carm, moving, frame, look or Look())

    def integrals(self, carm: CArm, moving: Sequence[Solid] = ()) -> Floats:
        """(rows, cols) float32 line integrals alone, without any picture."""
        with self._lock:
            total = self._sum(carm)[0][0].copy()
            for window, patch_integrals, _ in self._moving(carm, moving, {}):
                total[window] += patch_integrals[0]
            return total

    def _sum(self, carm: CArm) -> tuple[tuple[Floats, ...], dict[str, int]]:
        """Line integrals of the still bodies per energy, and the leaky ones; blades do not matter to either."""
        carm = carm.opened()
        kept = self._patches.setdefault(carm, {})
        self._patches.move_to_end(carm)
        while len(self._patches) > KEPT_POSITIONS:
            self._patches.popitem(last=False)
        missing = [solid for solid in self._solids.values() if solid.name not in kept]
        fresh = patches([solid.triangles for solid in missing], carm, self._backend, self._threads)
        kept.update({solid.name: patch for solid, patch in zip(missing, fresh, strict=True)})
        leaky = {name: kept[name].leaky for name in self._solids if kept[name].leaky}
        totals = tuple(np.zeros(carm.size, np.float32) for _ in self._beam.lines)
        for (material, replaces, share), solids in self._by_material().items():
            window, fixed = added([kept[solid.name] for solid in solids])
            for total, value in zip(totals, self._beam.contrast_per_mm(material, replaces), strict=True):
                add_scaled(total[window], fixed, share * value / FIXED_PER_MM)
        return totals, leaky

    def _by_material(self) -> dict[tuple[str, str | None, float], list[Solid]]:
        groups: dict[tuple[str, str | None, float], list[Solid]] = {}
        for solid in self._solids.values():
            groups.setdefault((solid.material, solid.replaces, solid.share), []).append(solid)
        return groups

    def _still(self, carm: CArm) -> _Still:
        found = self._stills.get(carm)
        if found is not None:
            self._stills.move_to_end(carm)
            return found
        totals, leaky = self._sum(carm)
        primary = tuple(np.exp(-total) for total in totals)
        whole = self._weighted(primary)
        spread = detector.scatter(whole, carm)
        signal = narrow(whole, detector.blur_sigma_px(carm)) + spread
        brightness, logarithm = display.measure(signal, totals[0], carm)
        flat = display.sharpened(logarithm, carm)
        deviation = self._deviation(signal, brightness, carm)
        still = _Still(totals, primary, spread, brightness, flat, deviation, leaky)
        self._stills[carm] = still
        while len(self._stills) > KEPT_POSITIONS:
            self._stills.popitem(last=False)
        return still

    def _weighted(self, parts: Sequence[Floats]) -> Floats:
        lines = self._beam.lines
        if len(lines) == 1:
            return parts[0]
        return np.asarray(sum(np.float32(w) * part for (_, w), part in zip(lines, parts, strict=True)), np.float32)

    @staticmethod
    def _deviation(signal: Floats, brightness: display.Brightness, carm: CArm) -> Floats:
        """Standard deviation of the logarithm by quantum noise: 1 / sqrt(count)."""
        counts = signal * np.float32(detector.quanta_per_pixel(carm) / brightness.signal)
        np.maximum(counts, np.float32(4.0), out=counts)
        np.sqrt(counts, out=counts)
        return np.asarray(np.reciprocal(counts, out=counts))

    def _moving(
        self, carm: CArm, moving: Sequence[Solid], leaky: dict[str, int]
    ) -> list[tuple[Window, tuple[Floats, ...], tuple[Floats, ...]]]:
        """Per moving body: window, mean line integrals and mean transmissions per energy."""
        fine = carm.sized((carm.size[0] * OVERSAMPLE, carm.size[1] * OVERSAMPLE))
        found = []
        for solid, patch in zip(
            moving, patches([s.triangles for s in moving], fine, self._backend, 1), strict=True
        ):  # fmt: skip
            if patch.leaky:
                leaky[solid.name] = patch.leaky
            if not patch.fixed.size:
                continue
            window, fixed = even(patch)
            values = self._beam.contrast_per_mm(solid.material, solid.replaces)
            integrals = [fixed * np.float32(solid.share * value / FIXED_PER_MM) for value in values]
            means = tuple(halved(part) for part in integrals)
            found.append((window, means, tuple(halved(np.exp(-part)) for part in integrals)))
        return found

    def _expose(self, carm: CArm, moving: Sequence[Solid], frame: int, look: Look) -> Exposure:
        still = self._still(carm)
        leaky = dict(still.leaky)
        integrals, flat, deviation = still.integrals[0], still.flat, still.deviation
        bodies = self._moving(carm, moving, leaky)
        if bodies:
            integrals, flat, deviation = integrals.copy(), flat.copy(), deviation.copy()
            primary = [part.copy() for part in still.primary]
            for window, means, passed in bodies:
                integrals[window] += means[0]
                for part, share in zip(primary, passed, strict=True):
                    part[window] *= share
            for window, _, _ in bodies:
                self._redo(carm, still, primary, window, flat, deviation)
        if leaky:
            told = ", ".join(f"{name}: {count} pixels" for name, count in leaky.items())
            warnings.warn(f"leaky mesh ({told}); filled from their neighbours", LeakyMeshWarning, stacklevel=4)
        noise = detector.quantum_noise(carm, self._seed, frame) if look.noise else None
        picture = display.grey(flat, deviation, noise)
        return Exposure(carm, integrals, finish(picture, carm, look), leaky)

    def _redo(
        self, carm: CArm, still: _Still, primary: list[Floats], window: Window, flat: Floats, deviation: Floats
    ) -> None:
        """Detector and display again, only around a moving body."""
        blur = detector.blur_sigma_px(carm)
        near = grown(window, carm.size, reach_px(blur) + reach_px(display.sharpen_sigma_px(carm)))
        far = grown(near, carm.size, reach_px(blur) + reach_px(display.sharpen_sigma_px(carm)))
        signal = narrow(self._weighted([part[far] for part in primary]), blur) + still.scatter[far]
        again = display.sharpened(display.logarithm(signal, still.brightness, far), carm)
        inner = tuple(slice(n.start - f.start, n.stop - f.start) for n, f in zip(near, far, strict=True))
        flat[near] = again[inner]
        deviation[near] = self._deviation(signal[inner], still.brightness, carm)
