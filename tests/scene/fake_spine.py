"""A small spine of blocks with the same questions as the real one, for tests that need no anatomy."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pyvista as pv

LEVELS = ("T12", "L1", "L2", "L3", "L4", "L5")
STEP_MM = 36.0


class FakeSpine:
    """Vertebrae as ellipsoids on the z axis, a medial branch per level and side, a disc, skin."""

    pose = "standing"
    bones = (*LEVELS, "sacrum")

    def __init__(self) -> None:
        self._structures: dict[str, SimpleNamespace] = {}
        self._nerves: dict[str, SimpleNamespace] = {}
        for i, bone in enumerate(self.bones):
            z = STEP_MM * (len(LEVELS) - i)
            self._add(bone, "bone", (0.0, 0.0, z), (24.0, 18.0, 14.0), coloured=True)
            if bone in LEVELS[1:]:
                for side, sign in (("left", 1.0), ("right", -1.0)):
                    self._nerve(f"medial_branch:{LEVELS[i - 1]}:{side}", bone, side, sign, z)
        self._add("disc:L4-L5", "disc", (0.0, 0.0, STEP_MM * 1.5), (20.0, 15.0, 3.0))
        self._add("skin", "skin", (0.0, 0.0, STEP_MM * 3.0), (140.0, 90.0, 180.0))

    @property
    def nerves(self) -> tuple[str, ...]:
        return tuple(self._nerves)

    @property
    def joints(self) -> tuple[str, ...]:
        return tuple(f"facet:L{i}-L{i + 1}:{s}" for i in range(1, 5) for s in ("left", "right"))

    def structures(self, kind: str | None = None) -> tuple[str, ...]:
        return tuple(k for k, s in self._structures.items() if kind in (None, s.kind))

    def structure(self, name: str) -> SimpleNamespace:
        return self._structures[name]

    def nerve(self, name: str) -> SimpleNamespace:
        return self._nerves[name]

    def joint(self, name: str) -> SimpleNamespace:
        _, levels, side = name.split(":")
        upper, lower = levels.split("-")
        i = LEVELS.index(upper)
        z = STEP_MM * (len(LEVELS) - i - 0.5)
        sign = 1.0 if side == "left" else -1.0
        nerves = (f"medial_branch:{LEVELS[i - 1]}:{side}", f"medial_branch:{upper}:{side}")
        return SimpleNamespace(
            id=name,
            kind="facet",
            bones=(upper, lower),
            side=side,
            nerves=nerves,
            centre=np.array([14.0 * sign, 18.0, z]),
        )

    def landmarks(self, bone: str) -> dict[str, np.ndarray]:
        z = STEP_MM * (len(LEVELS) - self.bones.index(bone))
        return {
            "spinous_process_tip": np.array([0.0, 18.0, z]),
            "transverse_process_tip:left": np.array([24.0, 0.0, z]),
            "transverse_process_tip:right": np.array([-24.0, 0.0, z]),
            "superior_endplate_anterior": np.array([0.0, -18.0, z]),
            "mamillary_process:left": np.array([14.0, 14.0, z]),
        }

    def _add(self, name: str, kind: str, centre: tuple, radii: tuple, coloured: bool = False) -> None:
        def made(n: int) -> pv.PolyData:
            mesh = pv.ParametricEllipsoid(*radii, u_res=n, v_res=n, w_res=n).translate(centre)
            if coloured:
                mesh.point_data["RGB"] = np.full((mesh.n_points, 3), 220, dtype=np.uint8)
            return mesh

        self._structures[name] = SimpleNamespace(id=name, kind=kind, mesh=made(60), coarse=made(16))

    def _nerve(self, name: str, crosses: str, side: str, sign: float, z: float) -> None:
        s = np.linspace(0.0, 1.0, 30)
        path = np.stack([sign * (30.0 - 14.0 * s), 8.0 + 16.0 * s, z + 12.0 - 20.0 * s], axis=1)
        self._nerves[name] = SimpleNamespace(
            id=name, kind="medial_branch", level=name.split(":")[1], side=side, path=path, crosses=crosses, target=15
        )
        mesh = pv.PolyData(path)
        self._structures[name] = SimpleNamespace(id=name, kind="nerve", mesh=mesh, coarse=mesh)
