"""The same axisymmetric heating by finite elements (scikit-fem): quadratic triangles, another mesh, other time steps.

It shares the figures of ``annotations/`` with ``spine_viewer.lesion`` and nothing else: no grid, no matrix, no step.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse.linalg import splu
from skfem import Basis, BilinearForm, ElementTriP2, LinearForm, MeshTri

from spine_viewer.lesion.facts import electrode_facts, tissue_facts
from spine_viewer.lesion.request import Request

MM = 1e-3
REACH = 45.0 * MM


@dataclass
class Found:
    """Temperature (n,) degrees C at points (2, n) of (r, z), metres, at the end, and thermal dose there, minutes."""

    basis: Basis
    celsius: np.ndarray
    dose_min: np.ndarray
    delivered_j: float

    def at(self, r: np.ndarray, z: np.ndarray, field: np.ndarray) -> np.ndarray:
        """Values (n,) of a nodal field at points."""
        return np.asarray(self.basis.probes(np.vstack([r, z])) @ field)


def lines(*stretches: tuple[float, float, float, float]) -> np.ndarray:
    """Places along a line: each stretch (start, end, first width, last width) is graded in between."""
    places = [np.array([stretches[0][0]])]
    for start, end, first, last in stretches:
        count = max(2, int(np.ceil(abs(end - start) / (0.5 * (first + last)))))
        part = np.linspace(0.0, 1.0, count + 1)
        ratio = last / first
        curve = part if ratio == 1.0 else (ratio**part - 1.0) / (ratio - 1.0)
        places.append((start + (end - start) * curve)[1:])
    return np.concatenate(places)


def mesh_about(radius: float, tip: float, fine: float) -> MeshTri:
    """Triangles fine at the metal's ends and surface; (r, z), the tip at z = 0, the shaft at z > 0."""
    wide = 6.0 * MM
    r = lines((0.0, radius, fine, fine), (radius, 8 * MM, fine, 0.8 * MM), (8 * MM, REACH, 0.8 * MM, wide))
    z = lines(
        (-REACH, -8 * MM, wide, 0.8 * MM),
        (-8 * MM, 0.0, 0.8 * MM, fine),
        (0.0, tip / 2, fine, 0.8 * MM),
        (tip / 2, tip, 0.8 * MM, fine),
        (tip, tip + 8 * MM, fine, 0.8 * MM),
        (tip + 8 * MM, tip + REACH, 0.8 * MM, wide),
    )
    return MeshTri.init_tensor(r, z)


def factors(system):
    """Factors of a symmetric positive matrix."""
    return splu(system.tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})


@BilinearForm
def stiffness(u, v, w):
    """k r grad u . grad v"""
    return w["k"] * w.x[0] * (u.grad[0] * v.grad[0] + u.grad[1] * v.grad[1])


@BilinearForm
def mass(u, v, w):
    """c r u v"""
    return w["c"] * w.x[0] * u * v


@LinearForm
def source(v, w):
    """q r v"""
    return w["q"] * w.x[0] * v


def solve(request: Request, step_s: float = 0.5, fine_mm: float = 0.2) -> Found:
    """Heat as asked, by the implicit Euler scheme."""
    tissue, electrode = tissue_facts(), electrode_facts()
    metal, around, damage = electrode.metal, tissue.surroundings[request.perfusion], tissue.damage
    start, bulk = around.start_c.value, tissue.tissue
    radius, tip = 0.5 * request.diameter_mm * MM, request.tip_mm * MM
    mesh = mesh_about(radius, tip, fine_mm * MM)
    basis = Basis(mesh, ElementTriP2(), intorder=4)
    r, z = basis.mesh.p[:, basis.mesh.t].mean(axis=1)
    rod = (r < radius) & (z > 0.0)
    around_rod = np.flatnonzero(~rod)
    outer = basis.with_elements(around_rod)
    one = np.ones(basis.X.shape[1])

    def everywhere(inside: float, outside: float) -> np.ndarray:
        return np.where(rod, inside, outside)[:, None] * one

    warmer = bulk.heat_rise_per_k.value
    capacity = everywhere(
        metal.density_kg_m3.value * metal.heat_capacity_j_kg_k.value,
        bulk.density_kg_m3.value * bulk.heat_capacity_j_kg_k.value,
    )
    two_pi = 2.0 * np.pi
    heavy = two_pi * mass.assemble(basis, c=capacity)
    places = basis.doflocs
    far = np.flatnonzero((places[0] > REACH - 1e-9) | (places[1] < -REACH + 1e-9) | (places[1] > tip + REACH - 1e-9))
    inner = np.setdiff1d(np.arange(basis.N), far)
    on_bare = np.flatnonzero((places[0] < radius + 1e-9) & (places[1] > -1e-9) & (places[1] < tip + 1e-9))
    in_tissue = np.unique(outer.element_dofs)
    fixed = np.union1d(on_bare, far)
    electric = np.setdiff1d(in_tissue, fixed)
    reading = two_pi * source.assemble(
        basis.with_elements(np.flatnonzero(rod & (z < electrode.sensor_mm.value * MM))),
        q=1.0,
    )
    reading /= reading.sum()

    rise, change, dose = np.zeros(basis.N), np.zeros(basis.N), np.zeros(basis.N)
    count = round(request.seconds / step_s)
    rates = _rates(rise + start, damage)
    delivered, next_field, before, slope = 0.0, 0.0, np.zeros(basis.N), np.zeros(basis.N)
    for n in range(1, count + 1):
        time_s = n * step_s
        ahead = rise + slope * step_s
        celsius = outer.interpolate(ahead) + start
        if n == 1 or time_s >= next_field:
            next_field = time_s + (1.0 if time_s < 1.5 * electrode.ramp_s.value else 5.0)
            sigma = bulk.electrical_conductivity_s_m.value * (1.0 + bulk.electrical_rise_per_k.value * (celsius - 37.0))
            carrying = two_pi * stiffness.assemble(outer, k=sigma)
            phi = np.zeros(basis.N)
            phi[on_bare] = 1.0
            phi[electric] = factors(carrying[electric][:, electric]).solve(
                -(carrying[electric][:, on_bare] @ phi[on_bare])
            )
            gradient = outer.interpolate(phi).grad
            heat = two_pi * source.assemble(outer, q=sigma * (gradient[0] ** 2 + gradient[1] ** 2))
            conductance = float(phi @ (carrying @ phi))
            k = everywhere(metal.heat_conductivity_w_m_k.value, 0.0)
            k[around_rod] = bulk.heat_conductivity_w_m_k.value * (1.0 + warmer * (celsius - 37.0))
            flowing = two_pi * stiffness.assemble(basis, k=k)
            if around.perfusion_w_m3_k.value > 0.0:
                alive = np.exp(-outer.interpolate(change))
                flowing = flowing + two_pi * mass.assemble(outer, c=around.perfusion_w_m3_k.value * alive)
            solve_step = factors((heavy + step_s * flowing)[inner][:, inner]).solve
            answer = np.zeros(basis.N)
            answer[inner] = solve_step(step_s * heat[inner])
        coasting = np.zeros(basis.N)
        coasting[inner] = solve_step((heavy @ rise)[inner])
        goal = min(time_s / electrode.ramp_s.value, 1.0) * (request.temperature_c - start)
        power = max(0.0, (goal - reading @ coasting) / (reading @ answer))
        before, rise = rise, coasting + power * answer
        slope = (rise - before) / step_s
        new = _rates(rise + start, damage)
        dose += 0.5 * step_s / 60.0 * (rates[0] + new[0])
        change += 0.5 * step_s * (rates[1] + new[1])
        rates = new
        delivered += step_s * power * conductance
    return Found(basis, rise + start, dose, delivered)


def _rates(celsius: np.ndarray, damage) -> tuple[np.ndarray, np.ndarray]:
    base = np.where(celsius >= damage.dose_break_c.value, damage.dose_base_above.value, damage.dose_base_below.value)
    dose = base ** (damage.dose_break_c.value - celsius)
    energy = damage.arrhenius_j_mol.value / 8.314462618
    return dose, damage.arrhenius_per_s.value * np.exp(-energy / (celsius + 273.15))
