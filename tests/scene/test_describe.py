"""The words about a picture say what the scene holds, and change with it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from spine_viewer.imaging import CArm
from spine_viewer.procedures import plan
from spine_viewer.procedures.recovery import Recovery
from spine_viewer.scene import SceneRequest, compose
from spine_viewer.scene.describe import describe_view, describe_xray, direction_of
from spine_viewer.scene.describe_words import words
from spine_viewer.scene.model import Camera, FluoroscopyRequest, NeedlePose, XrayOutline
from spine_viewer.scene.request import LANGUAGES, LAYERS
from tests.procedures.fake_spine import fake_simulate
from tests.scene.fake_spine import STEP_MM, FakeSpine
from tests.scene.film_spine import FilmSpine

RF = "medial-branch-rf"


def camera_from(x: float, y: float, z: float) -> Camera:
    return Camera(np.array([x, y, z]), np.zeros(3), np.array([0.0, 0.0, 1.0]), 100.0)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ((0, 9, 0), "from behind"),
        ((0, -9, 0), "from the front"),
        ((9, 0, 0), "from the left"),
        ((-9, 0, 0), "from the right"),
        ((0, 0, 9), "from above the head"),
        ((0, 1, -9), "from below the feet"),
        ((1, 9, 1), "from behind"),
        ((9, 9, 0), "from behind and 45° towards the left"),
        ((-9, 9, 0), "from behind and 45° towards the right"),
        ((-9, -9, 0), "from the front and 45° towards the right"),
        ((0, 9, 9), "from behind, 45° from above"),
        ((0, -9, -9), "from the front, 45° from below"),
    ],
)
def test_where_a_picture_is_taken_from(place: tuple[float, float, float], said: str) -> None:
    assert direction_of(camera_from(*place)) == said


def test_exploring_tells_region_direction_selection_and_layers() -> None:
    spine = FakeSpine()
    request = SceneRequest(selection="L4", layers=frozenset({"bones", "discs"}), audience="patient")
    scene = compose(spine, request)
    text = describe_view(scene, request, spine)
    assert text == ("The lower back, seen from behind. Picked out: L4 (lower back bone). Shown: bones and discs.")
    turned = describe_view(scene, request, spine, camera=camera_from(9, 0, 0))
    assert turned.startswith("The lower back, seen from the left.")
    empty = replace(request, layers=frozenset(), selection=None)
    assert describe_view(compose(spine, empty), empty, spine).endswith("Nothing is shown.")


@pytest.fixture(scope="module")
def spine() -> FilmSpine:
    return FilmSpine()


@pytest.fixture(scope="module")
def film(spine: FilmSpine):
    return plan(spine, RF, "L4-L5", "left", simulate=fake_simulate).timeline()


def told(spine, film, time_s, audience="patient", **more) -> str:
    request = SceneRequest(
        view="guided", procedure=RF, joint="L4-L5", side="left", time_s=time_s, audience=audience, **more
    )
    scene = compose(spine, request, film.plan, film)
    return describe_view(scene, request, spine, film.at(time_s))


def test_a_film_tells_its_joint_its_step_and_how_near_the_needle_is(spine, film) -> None:
    step = film.find("advance:1")
    texts = [told(spine, film, step.start_s + part * step.duration_s) for part in (0.3, 0.99)]
    for text in texts:
        assert "Joint: Facet joint, L4-5, left." in text
        assert f"Step {step.index + 1}: {step.name('patient')}." in text
        assert "Highlighted: Small joint nerve (L3)" in text
    far, near = (film.at(step.start_s + part * step.duration_s).needles[0].depth_mm for part in (0.3, 0.99))
    assert f"It lies {far:.0f} mm below the skin." in texts[0]
    assert f"It lies {near:.0f} mm below the skin." in texts[1]
    assert "mm from the small joint nerve (L3)." in texts[0]
    assert "(at the L4 transverse process)" in told(spine, film, step.start_s, audience="professional")


def test_a_needle_for_a_joint_is_told_without_a_nerve(spine, film) -> None:
    at = film.find("advance:1").end_s - 0.1
    request = SceneRequest(view="guided", procedure=RF, joint="L4-L5", side="left", time_s=at)
    moment = film.at(at)
    joint = replace(moment, needles=tuple(replace(n, nerve="facet:L4-L5:left") for n in moment.needles))
    text = describe_view(compose(spine, request, film.plan, film), request, spine, joint)
    assert "A needle is in place. It lies" in text


def test_heat_is_told_while_it_heats_and_afterwards(spine, film) -> None:
    step = film.find("lesion:1")
    while_hot = told(spine, film, step.start_s + 0.3 * step.duration_s)
    celsius = film.at(step.start_s + 0.3 * step.duration_s).lesions[0].temperature_c
    assert f"The tip is hot, about {celsius:.0f} °C." in while_hot
    later = told(spine, film, film.find("withdraw").start_s)
    assert "hot" not in later and "Tissue that has been heated is shown." in later
    assert "heated" not in told(spine, film, film.find("withdraw").start_s, layers=frozenset({"bones"}))


def test_a_day_of_the_recovery_is_told(spine, film) -> None:
    for days, said in ((0.2, "just after"), (1.0, "one day after"), (40.0, "40 days after")):
        request = SceneRequest(view="close-up", procedure=RF, joint="L4-L5", side="left", after_days=days)
        scene = compose(spine, request, film.plan, film, Recovery.load(RF))
        assert f"As it may be {said} the procedure." in describe_view(scene, request, spine)


# X-rays ------------------------------------------------------------------------------------------------------------

CENTRES = {f"L{i}": np.array([0.0, 0.0, STEP_MM * (6 - i)]) for i in range(1, 6)}


def xray_of(arm: CArm, *needles: NeedlePose, view: str = "True AP", outlines=()) -> str:
    request = SceneRequest(carm=arm)
    scene = replace(compose(FakeSpine(), request), fluoroscopy=FluoroscopyRequest(arm, needles, outlines))
    return describe_xray(scene, request, "L4", view, CENTRES)


def needle(tip: tuple[float, float, float], hub: tuple[float, float, float]) -> NeedlePose:
    return NeedlePose("needle:0", np.array(tip), np.array(hub), 1.3)


def test_an_xray_tells_its_angles_and_what_lies_in_its_field() -> None:
    centre = tuple(CENTRES["L4"])
    text = xray_of(CArm(centre, 0.0, 0.0))
    assert text.startswith(
        "Simulated X-ray of L4, True AP. The detector is straight behind the patient and not tilted."
    )
    assert "In the picture: L2 to L5." in text and text.endswith("There is no needle in the picture.")
    turned = xray_of(CArm(centre, 24.6, -10.0), view="")
    assert "turned by hand" in turned and "25° to the patient's left and 10° towards the feet" in turned
    assert "2° to the patient's right" in xray_of(CArm(centre, -2.0, 0.0))


@pytest.mark.parametrize(
    ("tip", "hub", "said"),
    [
        ((0, 0, 0), (0, 100, 0), "in the middle of the picture; the needle is seen end-on, as a dot"),
        ((0, 0, 40), (0, 0, 140), "up from the middle of the picture; the needle is seen from the side, as a line"),
        ((40, 0, 0), (40, 80, 40), "left from the middle of the picture; the needle is seen shortened"),
        ((-30, 0, -30), (-130, 0, -30), "down and right from the middle"),
        ((0, 0, 300), (0, 0, 400), "outside the picture"),
    ],
)
def test_where_a_needle_is_seen(tip, hub, said: str) -> None:
    assert said in xray_of(CArm((0.0, 0.0, 0.0)), needle(tip, hub))


def test_several_needles_are_counted() -> None:
    text = xray_of(CArm((0.0, 0.0, 0.0)), needle((0, 0, 0), (0, 100, 0)), needle((0, 0, 40), (0, 0, 140)))
    assert "Needle 1: The needle's tip is in the middle" in text and "Needle 2: The needle's tip is up from" in text


def test_outlines_and_no_xray_at_all() -> None:
    arm, outline = CArm((0.0, 0.0, 0.0)), XrayOutline("lesion:x", "treated spot", ())
    assert xray_of(arm, outlines=(outline, outline)).count("An outline marks the treated spot.") == 1
    nothing = SimpleNamespace(fluoroscopy=None)
    assert describe_xray(nothing, SceneRequest(), "L4", "", CENTRES) == ""  # type: ignore[arg-type]


def test_every_language_has_every_word_and_every_layer_a_name() -> None:
    for language in LANGUAGES:
        assert set(words(language)) == set(words("en"))
        assert {f"layer.{layer}" for layer in LAYERS} - set(words(language)) == {"layer.labels"}
