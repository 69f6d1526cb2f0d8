"""This project's projector, in the form in which the others are timed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging import path_lengths
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.projector.bodies import Triangles
from spine_viewer.imaging.projector.paths import Backend, PathLengths


class Ours:
    """Closed meshes in :func:`spine_viewer.imaging.path_lengths`."""

    def __init__(self, bodies: Sequence[Triangles], threads: int = 1, backend: Backend = "auto") -> None:
        self.bodies, self.threads, self.backend = list(bodies), threads, backend

    def look(self, carm: CArm) -> None:
        """Stand where a C-arm stands."""
        self.carm = carm
        self.picture()

    def picture(self) -> PathLengths:
        """What is timed."""
        return path_lengths({"bone": self.bodies}, self.carm, threads=self.threads, backend=self.backend)

    def mm(self, carm: CArm) -> NDArray[np.float64]:
        """(rows, cols) millimetres inside the bodies."""
        self.look(carm)
        return self.picture().mm("bone")
