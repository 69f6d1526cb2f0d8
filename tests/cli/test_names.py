"""The names that the command line takes are those that the packages know."""

from __future__ import annotations

import argparse

import pytest

from spine_viewer.anatomy.ids import BONES
from spine_viewer.commands import fluoro, language_option, names, variation_options
from spine_viewer.commands.parser import joint_level, procedures
from spine_viewer.errors import InputError


def test_names_are_those_of_the_scene() -> None:
    from spine_viewer.scene import request

    for name in ("AUDIENCES", "LANGUAGES", "LAYERS", "VIEWS"):
        assert getattr(names, name) == getattr(request, name)


def test_a_language_that_the_technique_lacks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = argparse.Namespace(procedure="medial-branch-rf", joint="L4-L5", language="es")
    language_option.check_language(asked)
    monkeypatch.setattr(language_option, "languages_of", lambda procedure, joint: ("en",))
    with pytest.raises(InputError, match=r"medial-branch-rf at L4-L5 has no texts in --language es; allowed: en"):
        language_option.check_language(asked)


def test_papers_of_handouts_are_those_that_can_be_laid_out() -> None:
    from spine_viewer.commands.handout import PAPERS
    from spine_viewer.export.handout.pdf import PAPERS as LAID_OUT

    assert tuple(LAID_OUT) == PAPERS


def test_kinds_of_heat_are_those_of_stills_and_tissue() -> None:
    from spine_viewer.lesion.facts import tissue_facts
    from spine_viewer.procedures.heat import PERFUSIONS
    from spine_viewer.render.still import BACKGROUNDS, HEATS

    assert names.HEATS == HEATS
    assert names.BACKGROUNDS == BACKGROUNDS
    assert names.PERFUSIONS == PERFUSIONS
    assert set(PERFUSIONS) == set(tissue_facts().surroundings)


def test_views_of_the_c_arm_are_those_of_imaging() -> None:
    from spine_viewer.imaging import views

    assert views.VIEWS == names.FLUORO_VIEWS
    assert {name: entry.levels for name, entry in views.TABLE.items()} == names.FLUORO_LEVELS
    assert set(views.VIEW_LEVELS) < set(fluoro.LEVELS)


def test_bones_and_poses_are_those_of_the_column() -> None:
    from spine_viewer.anatomy.levels import POSES, load_levels

    assert load_levels().bones == BONES
    assert POSES == names.POSES


def test_procedures_are_those_that_can_be_planned() -> None:
    from spine_viewer.procedures.technique import PROCEDURES

    assert sorted(procedures()) == sorted(PROCEDURES)


def test_limits_of_another_spine_are_those_of_anatomy() -> None:
    from spine_viewer.anatomy.variation import request

    for name in ("SEXES", "STATURE_CM", "TROPISM_DEG", "ASYMMETRY"):
        assert getattr(variation_options, name) == getattr(request, name)


@pytest.mark.parametrize("text", ["L4-L5", "l4-l5", "L4-5", " L4-L5"])
def test_a_joint_may_be_written_as_clinicians_do(text: str) -> None:
    assert joint_level(text) == "L4-L5"


def test_the_last_joint_crosses_to_the_sacrum() -> None:
    assert joint_level("L5-S1") == "L5-S1"


def test_backends_are_those_of_the_projector() -> None:
    from typing import get_args

    from spine_viewer.imaging.projector.paths import Backend

    assert get_args(Backend) == names.BACKENDS


def test_qualities_are_the_renderers() -> None:
    from spine_viewer.render.quality import QUALITIES

    assert tuple(QUALITIES) == names.QUALITIES


def test_kinds_and_regions_of_the_quiz_are_those_of_learning() -> None:
    from spine_viewer.learning import quiz

    assert quiz.REGIONS == names.QUIZ_REGIONS
    assert quiz.KINDS == names.QUIZ_KINDS
    assert set(names.QUIZ_IN_WORDS) < set(quiz.KINDS)
