"""What the tools of Explore do to the choices, without a browser."""

from __future__ import annotations

import numpy as np
import pytest
from trame_server import Server

from spine_viewer.anatomy.spine import Spine
from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.explore.catalogue import Catalogue
from spine_viewer.app.explore.cut_logic import CutLogic
from spine_viewer.app.explore.explode_logic import ExplodeLogic
from spine_viewer.app.explore.measure_logic import MeasureLogic
from spine_viewer.app.explore.needs_logic import NeedsLogic, level_pair
from spine_viewer.app.explore.notes_logic import NotesLogic
from spine_viewer.app.explore.region_logic import RegionLogic
from spine_viewer.app.explore.search_logic import SearchLogic
from spine_viewer.app.explore.showing import in_sight, let_go
from spine_viewer.app.explore.tree_logic import TreeLogic
from spine_viewer.app.explore.visibility_logic import VisibilityLogic
from spine_viewer.app.serving.server import make_server
from spine_viewer.app.stage import joint_of
from spine_viewer.app.text import text
from spine_viewer.procedures.allowed import joints_of, procedures_at
from spine_viewer.procedures.technique import PROCEDURES
from spine_viewer.scene.cut import Cut
from spine_viewer.scene.notes import Note
from spine_viewer.scene.search import SearchIndex


@pytest.fixture(scope="module")
def spine() -> Spine:
    return Spine.load("prone")


@pytest.fixture(scope="module")
def catalogue(spine: Spine) -> Catalogue:
    found = Catalogue()
    found.load(spine)
    return found


@pytest.fixture
def server() -> Server:
    return make_server()


@pytest.fixture
def store() -> Store:
    return Store(Choices())


def test_names_in_the_tree_can_be_told_apart(catalogue: Catalogue) -> None:
    for audience in ("patient", "professional"):
        for region in ("cervical", "lumbar", "whole"):
            for items in catalogue.layers(region, audience, "en").values():
                heads = np.cumsum([bool(item["head"]) for item in items])
                names = [(head, item["name"]) for head, item in zip(heads, items, strict=True)]
                assert len(set(names)) == len(names), "under the head of its kind"


def test_the_tree_lists_what_is_unfolded_in_the_region(server: Server, store: Store, catalogue: Catalogue) -> None:
    tree = TreeLogic(server, store, catalogue)
    tree.fill()
    assert tree.typed.data.items == {} and tree.typed.data.counts["bones"] > 5
    tree.unfold("discs")
    assert "disc:L4-L5" in [item["id"] for item in tree.typed.data.items["discs"]]
    store.update(region="cervical")
    assert "disc:C5-C6" in [item["id"] for item in tree.typed.data.items["discs"]]
    assert "disc:L4-L5" not in [item["id"] for item in tree.typed.data.items["discs"]]
    tree.unfold("discs")
    assert tree.typed.data.items == {}


def test_a_choice_in_the_tree_is_taken_back_by_the_same_again(
    server: Server, store: Store, catalogue: Catalogue
) -> None:
    tree = TreeLogic(server, store, catalogue)
    tree.choose("L4:mamillary_process:left")
    assert store.now.selection == "L4", "the name of a landmark picks its bone"
    tree.choose("L4")
    assert store.now.selection is None
    tree.choose("needle:0")
    assert store.now == Choices()


def test_hide_glass_isolate_and_the_way_back(server: Server, store: Store, catalogue: Catalogue) -> None:
    logic = VisibilityLogic(server, store, lambda: catalogue)
    store.update(selection="L4")
    logic.hide("L4")
    assert store.now.hidden == {"L4"} and store.now.selection is None
    logic.ghost("bones")
    logic.isolate("L5")
    logic.isolate("L4")
    assert store.now.isolated == {"L4"} and store.now.hidden == frozenset(), "what is isolated is in the picture"
    assert logic.typed.data.altered
    logic.isolate("L4")
    assert store.now.isolated == frozenset()
    logic.show_all()
    assert not logic.typed.data.altered
    assert (store.now.hidden, store.now.ghosted, store.now.isolated) == (frozenset(),) * 3


def test_what_is_searched_is_brought_into_sight(catalogue: Catalogue) -> None:
    nerve = "third_occipital:left"
    now = Choices(layers=frozenset(), hidden=frozenset({nerve}), ghosted=frozenset({"nerves"}), level="L3",
                  isolated=frozenset({"L4"}), view="room")  # fmt: skip
    changes = in_sight(now, catalogue, nerve)
    assert changes["layers"] == {"nerves"} and changes["region"] == "cervical" and changes["focus"] == nerve
    assert not changes["hidden"] | changes["ghosted"] | changes["isolated"]
    assert changes["view"] == "posterior" and changes["level"] is None
    film = Choices(mode="procedure", view="guided")
    assert "mode" not in in_sight(film, catalogue, "L4"), "what the film shows is only picked out"
    assert in_sight(film, catalogue, nerve)["mode"] == "explore"


def test_search_tells_layer_region_and_the_name_it_was_found_by(
    server: Server, store: Store, spine: Spine, catalogue: Catalogue
) -> None:
    search = SearchLogic(server, store, catalogue, SearchIndex(spine).find)
    search._search("nervio occipital tercero")
    first = search.typed.data.found[0]
    assert first["id"] == "third_occipital:left" and first["place"] == "Nerves · Neck"
    assert first["by"].startswith("nervio occipital tercero") and first["by"].endswith("(Spanish)")
    search._search("facet")
    assert len(search.typed.data.found) == 8 and search.typed.data.more
    assert search.typed.data.found[0]["place"] == "Joints · Lower back", "those of the region come first"
    search.choose("third_occipital:left")
    assert store.now.selection == store.now.focus == "third_occipital:left"
    assert search.typed.data.found == []


def test_a_joint_tells_its_nerves_where_they_are_met_and_opens_its_procedure(
    server: Server, store: Store, spine: Spine
) -> None:
    needs = NeedsLogic(server, store, lambda: spine)
    store.update(audience="professional", selection="cartilage:facet:L4-L5:right")
    data = needs.typed.data
    assert data.joint == "facet:L4-L5:right" and not data.asked
    assert [(n["name"], n["place"]) for n in data.nerves] == [
        ("L3 medial branch", "met at the L4 transverse process"),
        ("L4 medial branch", "met at the L5 transverse process"),
    ]
    assert data.trap == text("needs.trap_below")
    needs.ask()
    assert (store.now.view, store.now.asked_joint, joint_of(store.now)) == (
        "close-up", "facet:L4-L5:right", ("L4-L5", "right"))  # fmt: skip
    needs.choose("medial_branch:L3:right")
    assert needs.typed.data.asked, "a nerve may be picked out while all are lit"
    assert [p["id"] for p in data.procedures] == list(procedures_at("L4-L5"))
    needs.open("medial-branch-block")
    now = store.now
    assert (now.mode, now.procedure, now.joint, now.side, now.view, now.asked_joint) == (
        "procedure", "medial-branch-block", "L4-L5", "right", "guided", None)  # fmt: skip
    assert needs.typed.data.joint == ""


@pytest.mark.parametrize(
    ("joint", "places", "trap"),
    [
        ("facet:C5-C6:left", ["the C5 articular pillar", "the C6 articular pillar"], "needs.trap_same"),
        ("facet:C7-T1:left", ["the C7 articular pillar", "the T1 transverse process"], "needs.trap_mixed"),
        ("facet:C2-C3:left", ["the C2-C3 joint"], None),
        ("facet:L5-S1:left", ["the L5 transverse process", "the sacral ala"], "needs.trap_below"),
        ("sacroiliac:left", ["the sacral ala", "the S1 foramen", "the S2 foramen", "the S3 foramen"], None),
    ],
)
def test_the_numbering_trap_of_every_kind_of_joint(
    server: Server, store: Store, spine: Spine, joint: str, places: list[str], trap: str | None
) -> None:
    needs = NeedsLogic(server, store, lambda: spine)
    store.update(selection=f"cartilage:{joint}")
    found = [nerve["place"] for nerve in needs.typed.data.nerves]
    assert len(found) == len(places) and all(want in place for want, place in zip(places, found, strict=True))
    assert needs.typed.data.trap == ("" if trap is None else text(trap))


def test_the_nerves_of_the_sacroiliac_joint_are_shown_from_behind(server: Server, store: Store, spine: Spine) -> None:
    needs = NeedsLogic(server, store, lambda: spine)
    store.update(selection="cartilage:sacroiliac:right")
    assert needs.typed.data.title == "sacroiliac joint, right"
    needs.ask()
    assert (store.now.view, store.now.focus, joint_of(store.now)) == ("posterior", "sacrum", ("sacroiliac", "right"))
    needs.ask()
    assert (store.now.focus, store.now.asked_joint) == (None, None)


def test_a_joint_without_a_target_at_bone_is_not_asked_about(server: Server, store: Store, spine: Spine) -> None:
    needs = NeedsLogic(server, store, lambda: spine)
    for selection in ("cartilage:atlantoaxial:left", "L4", None):
        store.update(selection=selection)
        assert needs.typed.data.joint == ""


def test_letting_go_ends_the_question_and_leaves_the_joint() -> None:
    asked = Choices(selection="L4", asked_joint="facet:L4-L5:left", view="close-up")
    assert let_go(asked) == {"selection": None, "asked_joint": None, "view": "posterior", "focus": None}
    assert let_go(Choices(selection="L4")) == {"selection": None}


def test_procedures_of_a_joint_are_those_that_allow_it() -> None:
    for joint in ("L4-L5", "C2-C3", "sacroiliac"):
        assert procedures_at(joint) == tuple(p for p in PROCEDURES if joint in joints_of(p))
    assert procedures_at("C2-C3")
    assert level_pair("facet:L4-L5:left") == "L4-L5" and level_pair("sacroiliac:right") == "sacroiliac"


def test_a_slider_that_repeats_what_it_shows_changes_nothing(server: Server, spine: Spine) -> None:
    kept = Choices(explode=0.337, cut=Cut("sagittal", 2.5, flipped=True))
    store, loaded = Store(kept), [None]
    explode, cut = ExplodeLogic(server, store), CutLogic(server, store, lambda: loaded[0])
    cut._move(0.0)  # the page's first message, before the spine is there
    loaded[0] = spine  # type: ignore[call-overload]
    cut.refresh()
    cut._move(cut.typed.data.at_mm)
    explode._move(explode.typed.data.percent)
    assert store.now == kept
    cut._move(-8.0)
    explode._move(50.0)
    assert store.now.cut == Cut("sagittal", -8.0, flipped=True) and store.now.explode == 0.5


def test_a_plane_is_chosen_with_the_view_that_shows_it_and_flipped_with_it(
    server: Server, store: Store, spine: Spine
) -> None:
    cut = CutLogic(server, store, lambda: spine)
    cut.choose("sagittal")
    assert store.now.view == "left" and cut.typed.data.text == text("cut.midline")
    cut.flip()
    assert store.now.view == "right" and store.now.cut == Cut("sagittal", 0.0, flipped=True)
    cut.choose("axial")
    assert store.now.view == "superior" and cut.typed.data.text == "at L3"
    RegionLogic(server, store).choose("cervical")
    assert store.now.cut is None, "a slice of the lower back is nowhere in the neck"
    cut.choose("none")
    assert cut.typed.data.plane == "none"


def test_three_points_measure_and_a_fourth_begins_anew(server: Server, store: Store) -> None:
    measure = MeasureLogic(server, store)
    measure.toggle()
    hints = {measure.typed.data.hint}
    for point in ((3.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 4.0, 0.0)):
        measure.add("L4", np.array(point))
        hints.add(measure.typed.data.hint)
    assert len(hints) == 4
    assert measure.typed.data.results == ["Distance 3.0 mm", "Distance 4.0 mm", "Angle 90°"]
    measure.add("L4", np.zeros(3))
    assert len(store.now.marks) == 1 and measure.typed.data.results == []
    measure.clear()
    assert store.now.marks == () and measure.on
    store.update(mode="procedure")
    assert not measure.on


def test_a_note_is_pinned_where_the_structure_was_clicked(server: Server, store: Store, catalogue: Catalogue) -> None:
    notes = NotesLogic(server, store, catalogue.full_name)
    notes.touched(("L4", np.array([1.0, 2.0, 3.0])))
    store.update(selection="L4")
    notes.write()
    notes.typed.data.draft = " first "
    notes.pin()
    store.update(selection="L5")
    notes.write()
    notes.pin()
    assert notes.typed.data.problem == text("notes.length", most="500"), "an empty one is refused"
    notes.typed.data.draft = "second"
    notes.pin()
    assert store.now.notes == (Note("L4", "first", (1.0, 2.0, 3.0)), Note("L5", "second"))
    assert [row["name"] for row in notes.typed.data.notes] == ["L4 (lower back bone)", "L5 (lower back bone)"]
    notes.remove(0)
    assert store.now.notes == (Note("L5", "second"),)
    tree = TreeLogic(server, store, catalogue)
    store.update(selection=None)
    tree.choose("note:0")
    assert store.now.selection == "L5", "its label stands for the structure"
