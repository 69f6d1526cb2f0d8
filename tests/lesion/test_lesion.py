"""A lesion obeys the controller, keeps its energy, grows as it should, and keeps to what was published."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest

from spine_viewer.errors import InputError
from spine_viewer.lesion import Lesion, allowed, simulate
from spine_viewer.lesion.course import run
from spine_viewer.lesion.facts import electrode_facts, tissue_facts
from spine_viewer.lesion.lesion import measure
from spine_viewer.lesion.request import Request

STANDARD = Request(18, 10.0, 80.0, 90.0, "bench")


@pytest.fixture(scope="module")
def standard() -> Lesion:
    return simulate()


def test_the_tip_reaches_the_set_temperature_along_the_ramp_and_stays(standard: Lesion) -> None:
    ramp = electrode_facts().ramp_s.value
    goal = 22.0 + np.minimum(standard.times_s / ramp, 1.0) * (80.0 - 22.0)
    assert np.abs(standard.tip_temperature_c - goal).max() < 0.05
    assert standard.power_w.min() >= 0.0
    assert 75.0 < standard.hottest_c < 100.0


def test_energy_put_in_is_energy_held_and_gone_and_the_rest_falls_with_the_step() -> None:
    def missing(step_s: float, perfusion: str) -> float:
        course = run(Request(18, 10.0, 80.0, 30.0, perfusion), finest_mm=0.25, step_s=step_s)
        kept = course.stored_j + course.left_j + course.carried_j + course.cooled_j
        return abs(course.delivered_j - kept) / course.delivered_j

    for perfusion in ("bench", "body"):
        assert missing(0.5, perfusion) < 0.01
        assert missing(0.25, perfusion) < 0.6 * missing(0.5, perfusion)


def test_size_does_not_depend_on_the_grid_or_the_step(standard: Lesion) -> None:
    finer = measure(STANDARD, run(STANDARD, finest_mm=0.05, step_s=0.25))
    assert standard.width_mm == pytest.approx(finer.width_mm, abs=0.05)
    assert standard.length_mm == pytest.approx(finer.length_mm, abs=0.1)


def test_length_is_the_tip_and_what_reaches_beyond_both_ends(standard: Lesion) -> None:
    assert standard.length_mm == pytest.approx(10.0 + standard.distal_mm + standard.proximal_mm)
    outline = standard.outline
    assert outline[:, 1].min() == pytest.approx(-standard.distal_mm)
    assert outline[:, 1].max() == pytest.approx(10.0 + standard.proximal_mm)
    assert 2.0 * outline[:, 0].max() == pytest.approx(standard.width_mm)
    assert np.all(np.diff(outline[:, 1]) > 0.0)


def test_a_lesion_only_grows(standard: Lesion) -> None:
    assert standard.times_s[0] == 0.0
    assert standard.times_s[-1] == 90.0
    assert np.all(np.diff(standard.width_over_time) >= 0.0)
    assert np.all(np.diff(standard.length_over_time) >= 0.0)
    assert (standard.width_over_time[-1], standard.length_over_time[-1]) == (standard.width_mm, standard.length_mm)
    assert len(standard.outlines) == len(standard.times_s)
    assert len(standard.outlines[0]) == 0


def test_isotherms_lie_inside_one_another(standard: Lesion) -> None:
    widths = [curve[:, 0].max() for curve in standard.isotherms.values()]
    assert list(standard.isotherms) == [45.0, 50.0, 60.0]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({"gauge": 22}, {"gauge": 18}),
        ({"temperature_c": 70.0}, {"temperature_c": 80.0}),
        ({"seconds": 60.0}, {"seconds": 90.0}),
    ],
)
def test_thicker_hotter_and_longer_heating_is_wider_and_longer(less: dict, more: dict) -> None:
    small, large = simulate(**less), simulate(**more)
    assert small.width_mm < large.width_mm
    assert small.length_mm < large.length_mm


def test_a_longer_tip_makes_a_longer_lesion_by_about_as_much() -> None:
    short, long = simulate(tip_mm=5.0), simulate(tip_mm=15.0)
    assert long.length_mm - short.length_mm == pytest.approx(10.0, abs=1.5)


def test_blood_flow_makes_the_lesion_smaller() -> None:
    facts = tissue_facts()
    still = facts.model_dump()
    still["surroundings"]["body"]["perfusion_w_m3_k"]["value"] = 0.0
    request = Request(18, 10.0, 80.0, 90.0, "body")
    without = run(request, tissue=type(facts).model_validate(still))
    assert simulate(perfusion="body").width_mm < measure(request, without).width_mm


def test_a_short_mild_heating_kills_nothing() -> None:
    nothing = simulate(temperature_c=45.0, seconds=10.0)
    assert (nothing.width_mm, nothing.length_mm) == (0.0, 0.0)
    assert nothing.outline.shape == (0, 2)


def test_a_cooled_electrode_keeps_its_energy_and_reaches_farther_ahead() -> None:
    request = Request(18, 4.0, 60.0, 150.0, "body", "cooled")
    course = run(request)
    kept = course.stored_j + course.left_j + course.carried_j + course.cooled_j
    assert course.cooled_j > 0.3 * course.delivered_j
    assert kept == pytest.approx(course.delivered_j, rel=0.01)
    cooled, plain = measure(request, course), simulate(tip_mm=4.0, seconds=90.0, perfusion="body")
    assert cooled.distal_mm > plain.distal_mm
    assert cooled.width_mm / cooled.length_mm > plain.width_mm / plain.length_mm
    # Figures nobody has checked (facts behind the annotations, M-medium): about 8 to 10 mm across.
    assert 8.0 <= cooled.width_mm <= 10.0
    assert cooled.hottest_c > 60.0  # the hottest tissue lies away from the cooled metal


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"tip_mm": 12.0, "cannula_mm": 10.0}, "longer than the cannula"),
        ({"cannula_mm": 10.0}, "50 to 200 mm"),
        ({"kind": "bent"}, "straight, curved, cooled"),
        ({"kind": "cooled", "gauge": 22}, "17, 18"),
        ({"kind": "curved"}, "simulate_at"),
    ],
)
def test_electrodes_that_do_not_exist_are_refused(settings: dict, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        simulate(**settings)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"gauge": 19}, "16, 17, 18, 20, 22, 23"),
        ({"tip_mm": 40.0}, "4 to 15 mm"),
        ({"tip_mm": 0.0}, "4 to 15 mm"),
        ({"temperature_c": 200.0}, "45 to 95 C"),
        ({"seconds": -5.0}, "5 to 600 s"),
        ({"seconds": float("nan")}, "not a number"),
        ({"tip_mm": "ten"}, "not a number"),
        ({"perfusion": "lots"}, "bench, body"),
    ],
)
def test_nonsense_is_refused(settings: dict, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        simulate(**settings)
    assert "\n" not in str(caught.value)


def test_a_lesion_cannot_be_changed_and_is_made_once(standard: Lesion) -> None:
    with pytest.raises(ValueError, match="read-only"):
        standard.width_over_time[0] = 1.0
    with pytest.raises(FrozenInstanceError):
        standard.width_mm = 1.0  # type: ignore[misc]
    assert simulate(tip_mm=10, temperature_c=80, seconds=90) is standard


def test_json_holds_the_sizes_and_no_nan(standard: Lesion) -> None:
    document = json.loads(json.dumps(standard.to_dict(), allow_nan=False))
    assert document["width_mm"] == pytest.approx(standard.width_mm, abs=5e-4)
    assert len(document["times_s"]) == len(document["width_over_time"])


def test_every_figure_names_a_source_that_exists() -> None:
    def sources(node: object) -> set[str]:
        if isinstance(node, dict):
            own = {node["source"]} if "source" in node else set()
            return own.union(*map(sources, node.values()))
        return set()

    folder = Path(__file__).resolve().parents[2] / "annotations"
    known = set(json.loads((folder / "sources.json").read_text()))
    for name in ("tissue.json", "electrodes.json"):
        found = sources(json.loads((folder / name).read_text()))
        assert found
        assert found <= known


def test_allowed_lists_what_the_annotations_allow() -> None:
    assert allowed()["tip_mm"] == (4.0, 15.0)
    assert allowed()["perfusion"] == ("bench", "body")
