"""A view is written down and read back exactly; what is no view is refused with one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.serving.server import make_server
from spine_viewer.app.state.document import as_document, as_text, from_document, from_file, from_text
from spine_viewer.app.state.link import MARK, fragment, from_link
from spine_viewer.app.state.state_logic import StateLogic
from spine_viewer.errors import InputError
from spine_viewer.imaging import Collimation, Setting
from spine_viewer.imaging.picture.finish import Look
from spine_viewer.procedures.moment import InjectionWish
from spine_viewer.scene.cut import Cut
from spine_viewer.scene.measures import Mark
from spine_viewer.scene.notes import Note
from spine_viewer.scene.pose import CameraPose

POSE = CameraPose((10.123456789012345, 800.0, 1 / 3), (0.0, 20.0, 100.0), (0.0, 0.0, 1.0), 123.4, 56.7)
FULL = Choices(
    mode="procedure",
    audience="professional",
    region="cervical",
    layers=frozenset({"bones", "skin", "labels"}),
    hidden=frozenset({"L5"}),
    ghosted=frozenset({"bones", "L4"}),
    isolated=frozenset({"disc:L4-L5"}),
    selection="L4",
    focus="L4",
    explode=0.3,
    cut=Cut("coronal", 12.5, flipped=True),
    marks=(Mark("L4", (0.1, 20.2, 1 / 3)), Mark("L5", (1.0, 2.0, 3.0))),
    notes=(Note("L4", "ändert «nichts»\n- 2. Zeile", (0.1, 20.2, 1 / 3)), Note("L5", "second")),
    asked_joint="facet:L4-L5:left",
    variation=Variation(sex="female", degeneration={"L4-L5": 0.35}),
    view="guided",
    camera=POSE,
    procedure="medial-branch-block",
    joint="L3-L4",
    side="right",
    also=("L4-L5", "L5-S1"),
    both_sides=True,
    time_s=12.3456789,
    after_days=0.1 + 0.2,
    level="L3",
    carm_view="oblique",
    oblique_deg=-33.3,
    tilt_deg=7.0,
    setting=Setting(wig_wag_deg=3.0, pan_along_mm=-12.5),
    field_name="12 in",
    collimation=Collimation(iris=0.5),
    pulses_per_s=7.5,
    live=False,
    look=Look(invert=True, rotate_deg=90.0),
    landmarks=True,
    perfusion="bench",
    heat_at_mm=4.0,
    injection=InjectionWish(in_vessel=True, anaesthetic_ml=0.3),
    exercise="needle",
    exam=True,
)


def test_the_example_differs_from_the_defaults_in_every_field() -> None:
    usual = Choices()
    same = [f.name for f in fields(FULL) if getattr(FULL, f.name) == getattr(usual, f.name)]
    assert same == ["language", "variant"]


PALISADE = Choices(procedure="lateral-branch-rf", joint="sacroiliac", variant="palisade")


@pytest.mark.parametrize("choices", [Choices(), FULL, PALISADE])
def test_file_and_link_give_back_exactly_what_was_kept(choices: Choices, tmp_path: Path) -> None:
    path = tmp_path / "view.json"
    path.write_text(as_text(choices), encoding="utf-8")
    assert from_file(path) == choices
    assert from_link("http://127.0.0.1:1/?secret=x" + fragment(choices)) == choices


def test_the_same_view_is_always_the_same_text() -> None:
    one = Choices(layers=frozenset(["skin", "bones", "nerves"]))
    other = Choices(layers=frozenset(["nerves", "skin", "bones"]))
    assert as_text(one) == as_text(other) and fragment(one) == fragment(other)


def test_a_link_is_short_and_safe_in_an_address() -> None:
    link = fragment(replace(Choices(), camera=POSE, selection="L4"))
    assert len(link) < 400
    assert set(link[len(MARK) :]) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


BAD: list[tuple[Callable[[dict], Any], str]] = [
    (lambda d: d.pop("spine_viewer_state"), "no view of the spine viewer"),
    (lambda d: d.update(spine_viewer_state=99), "version 99; allowed: 1"),
    (lambda d: d.update(side="up"), "unknown side 'up'; allowed: left, right"),
    (lambda d: d.update(region="thigh"), "unknown region 'thigh'; allowed: cervical"),
    (lambda d: d.update(layers=["hair"]), "unknown layer 'hair'; allowed: bones"),
    (lambda d: d.update(layers="bones"), "layers"),
    (lambda d: d.update(mode="dance"), "mode"),
    (lambda d: d.update(language="fr"), "unknown language 'fr'; allowed: en, es"),
    (lambda d: d.update(time_s="soon"), "time_s"),
    (lambda d: d.update(time_s=-1.0), "time_s -1.0; allowed: 0 to"),
    (lambda d: d.update(colour="red"), "unknown name 'colour'; allowed: after_days"),
    (lambda d: d["setting"].update(spin=1.0), "unknown name 'setting.spin'"),
    (lambda d: d["setting"].update(wig_wag_deg=90.0), "-10 to 10 degrees"),
    (lambda d: d["variation"].update(degeneration={"L9-L9": 1.0}), "L9-L9"),
    (lambda d: d["camera"].update(up=[0.0, -1.0, 0.0], position=[0.0, 1.0, 100.0], focal_point=[0.0, 0.0, 100.0]),
     "camera up"),
    (lambda d: d["camera"].update(parallel_scale=0.0), "camera scale"),
    (lambda d: d["cut"].update(plane="oblique"), "unknown plane 'oblique'; allowed: sagittal, coronal, axial"),
    (lambda d: d["cut"].update(at_mm=1e9), "cut at"),
    (lambda d: d.update(explode=1.5), "explode 1.5; allowed: 0 to 1"),
    (lambda d: d["notes"][0].update(text=""), "note of 0 characters"),
    (lambda d: d["notes"][0].update(colour="red"), "unknown name 'notes.0.colour'"),
    (lambda d: d.update(marks=4 * d["marks"]), "marks: 8 of them; allowed: at most 3"),
    (lambda d: d["marks"][0].update(point=[0.0, 1.0]), "marks.0.point"),
    (lambda d: d["injection"].update(anaesthetic_ml=7.0), "anaesthetic_ml 7.0; allowed: 0.1 to 1"),
    (lambda d: d.update(exercise="juggling"), "unknown exercise 'juggling'; allowed: quiz"),
    (lambda d: d.update(mode="practice", view="guided"), "view 'guided' needs mode 'procedure'"),
    (lambda d: d.update(joint="C1-C2"), "unknown joint 'C1-C2'; allowed: "),
]  # fmt: skip


@pytest.mark.parametrize(("change", "word"), BAD)
def test_a_bad_view_is_refused_with_one_line(change: Callable[[dict], Any], word: str) -> None:
    document = as_document(FULL)
    change(document)
    with pytest.raises(InputError) as refused:
        from_document(document, "view.json")
    message = str(refused.value)
    assert word in message and message.startswith("view.json: ") and "\n" not in message


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"spine_viewer_state": 1, "time_s": NaN}',
                                  '{"spine_viewer_state": 1, "time_s": 1e999}', "[" * 100_000])  # fmt: skip
def test_what_is_no_view_at_all_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        from_text(text, "view.json")


@pytest.mark.parametrize("link", ["hello", MARK, MARK + "!!!", fragment(FULL)[:-9], MARK + "AAAA"])
def test_a_damaged_link_is_refused(link: str) -> None:
    with pytest.raises(InputError, match="link: "):
        from_link(link)


class Ground:
    """A stage on a spine of two bones, where only the tilt of -50 is refused."""

    spine = SimpleNamespace(structures=lambda: ("L4", "L5"), joints=())

    def refusal(self, choices: Choices) -> str:
        return "the table is in the way" if choices.tilt_deg == -50.0 else ""


def test_opening_is_one_step_back_and_a_bad_file_changes_nothing() -> None:
    store = Store(Choices())
    logic = StateLogic(make_server(), store, Ground, lambda: None)  # type: ignore[arg-type]
    wanted = Choices(region="whole", selection="L4", layers=frozenset({"bones"}))
    logic.open_file(as_text(wanted), "mine.json")
    assert store.now == wanted and not logic.typed.data.open
    for bad in (Choices(selection="L9"), Choices(oblique_deg=0.0, tilt_deg=-50.0)):
        logic.open_link(fragment(bad))
        assert store.now == wanted
        assert logic.typed.data.open and logic.typed.data.problem
    store.undo()
    assert store.now == Choices()


def test_what_is_opened_before_the_spine_is_there_waits_for_it() -> None:
    store, stages = Store(Choices()), [None]
    logic = StateLogic(make_server(), store, lambda: stages[0], lambda: None)
    logic.open_link(fragment(Choices(region="whole")))
    assert store.now == Choices()
    stages[0] = Ground()  # type: ignore[call-overload]
    logic.ready()
    assert store.now.region == "whole"


def test_a_camera_is_no_step_and_belongs_to_its_view() -> None:
    store = Store(Choices())
    store.update(camera=POSE)
    assert not store.can_undo
    store.update(selection="L4")
    assert store.now.camera == POSE
    store.update(region="cervical")
    assert store.now.camera is None, "another region is looked at as its view says"
    store.undo()
    assert store.now.camera == POSE, "and the way back leads to where the camera stood"
    moved = replace(POSE, parallel_scale=60.0)
    store.update(camera=moved)
    store.undo()
    assert (store.now.selection, store.now.camera) == (None, moved), "the same view stays where it is looked at from"


def test_a_view_that_was_opened_is_taken_back_with_its_camera_and_its_time() -> None:
    store = Store(Choices())
    opened = Choices(camera=POSE, time_s=9.0)
    store.restore(opened)
    store.undo()
    assert store.now == Choices()
    store.redo()
    assert store.now == opened


def test_a_document_is_plain_json() -> None:
    assert json.loads(as_text(FULL))["camera"]["position"][0] == POSE.position[0]
