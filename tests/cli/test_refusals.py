"""Refusals in Spanish: every line is one that the program raises, and comes whole in the language that is asked for."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

import spine_viewer
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.refusals import in_words
from spine_viewer.cli import main
from spine_viewer.commands.language_option import language_asked

FILE = json.loads((annotations_folder() / "refusals.json").read_text(encoding="utf-8"))
OF_ARGPARSE = ("option", "required", "unrecognized", "expected_one", "choice")
PLAN = ["plan", "medial-branch-rf", "--joint", "L4-L5", "--side", "left"]


def literals():
    """Every text of the source, with ``{}`` where a value stands."""
    for path in Path(spine_viewer.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            if isinstance(node, ast.JoinedStr):
                yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)


def test_every_english_line_and_term_is_one_that_the_program_raises():
    raised = set(literals())
    for name, line in FILE["lines"]["en"].items():
        assert name in OF_ARGPARSE or re.sub(r"\{\w+\}", "{}", line) in raised, line
    for term in FILE["terms"]["en"].values():
        assert term in raised or f"{term} {{}}" in raised, term


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([*PLAN[:3], "C2-C3", "--side", "left"], "medial-branch-rf no se hace en C2-C3; use third-occipital-rf"),
        (["plan", "third-occipital-rf", *PLAN[2:]], "third-occipital-rf no se hace en L4-L5; se permite: C2-C3"),
        ([*PLAN[:5], "up"], "plan: opción --side: lado: 'up' no existe; se permite: left, right"),
        (["plan", "facet-injection", "--joint"], "plan: opción --joint: necesita un valor"),
        ([*PLAN[:3], "L9", "--side", "left"], "plan: opción --joint: articulación: 'L9' no existe; se permite: C2-C3,"),
        ([*PLAN, "--variant", "cooled"], "--variant cooled: medial-branch-rf no tiene variantes; quite la opción"),
        (["plan", "lateral-branch-rf", "--joint", "sacroiliac", "--side", "left", "--variant", "x"],
         "variante de lateral-branch-rf: 'x' no existe; se permite: cooled, monopolar"),
        ([*PLAN, "--joint", "C4-C5"], "una sesión admite articulaciones de una sola región; con L4-L5 no C4-C5; se"),
        (PLAN[:2], "plan: faltan estas opciones: --joint, --side"),
        ([*PLAN, "--foo"], "opciones desconocidas: --foo"),
        ([*PLAN, "--perfusion", "body"], "plan: --perfusion necesita --beside-bone"),
        (["shot", "x.png", "--size", "5"], "shot: opción --size: '5' no es ANCHOxALTO con 64 a 8192 píxeles"),
        (["shot", "x.jpg"], "shot: opción OUT: 'x.jpg' debe acabar en .png, .dcm"),
        (["shot", "x.png", "--procedure", "facet-injection"], "--procedure facet-injection necesita --joint (C2-C3,"),
        (["fluoro", "x.png", "--level", "L4", "--oblique", "500"],
         "fluoro: opción --oblique: '500' no es un número de -120 a 120 grados"),
        (["fluoro", "x.png", "--level", "L4", "--backend", "q"], "fluoro: opción --backend: 'q' no existe; se"),
        (["quiz", "--kinds", "name"], "quiz: una pregunta de tipo 'name' necesita una imagen; aquí se permite:"),
        (["quiz", "--kinds", "riddle"], "quiz: opción --kinds: tipo de pregunta: 'riddle' no existe; se permite:"),
        (["carm-practice", "--ideal", "--script", "x.json"], "carm-practice: --script y --ideal no van juntos"),
        (["carm-practice", "--view", "corner", "--level", "L4"], "la proyección 'corner' no vale para el nivel 'L4';"),
        (["fluoro", "x.png", "--level", "L4", "--gauge"], "--gauge necesita --view: ap, oblique,"),
    ],
)  # fmt: skip
def test_a_refusal_comes_in_the_language_that_was_asked_for(arguments, told, capsys):
    assert main([*arguments, "--language", "es"]) == 2
    line = capsys.readouterr().err
    assert line.startswith(f"spine-viewer: {told}") and line.count("\n") == 1
    assert main(arguments) == 2
    assert told not in capsys.readouterr().err


def test_reasons_within_a_refusal_are_translated_too():
    line = "no clear needle path to medial_branch:T6:left: of all needle positions tried, "
    told = in_words(line + "12 are cut off or too deep, 3 cut into bone or leave it", "es")
    assert told.endswith(
        "se probaron, 12 tienen el paso cortado o son demasiado hondas, 3 cortan el hueso o se apartan de él"
    )
    reason = "el arco en C no puede llegar ahí: el arco chocaría con la mesa"
    told = in_words(f"view 'trajectory' of L1: {reason}; turn it by --oblique and --tilt instead", "es")
    assert told == f"proyección 'trajectory' de L1: {reason}; gire el arco con --oblique y --tilt"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("no needle is in; enter the skin first", "no hay ninguna aguja puesta; atraviese primero la piel"),
        ("the needle is 31.2 mm deep; withdraw it to 15 mm or less to redirect it", "la aguja está a 31.2 mm de"),
        ("action 2 (move): the C-arm cannot get there: orbit -89 is out of reach; allowed: -45 to 120 degrees",
         "acción 2 (move): el arco en C no puede llegar ahí: órbita de -89 fuera de alcance; se permite de -45 a 120"),
        ("action 7 (advance): the longest needle has 127 mm; this would be 130.0 mm deep; allowed: at most 9.5 mm "
         "further", "acción 7 (advance): la aguja más larga mide 127 mm; así llegaría a 130.0 mm de profundidad;"),
        ("number 'seven' of the task; allowed: a whole number from 0 to 999", "número 'seven' de la tarea; se"),
        ("a.json: line 3: no valid JSON (Expecting value)", "a.json: línea 3: no es JSON válido (Expecting value)"),
    ],
)  # fmt: skip
def test_what_the_exercises_refuse_is_told_in_spanish(line, told):
    assert in_words(line, "es").startswith(told)


def test_a_line_that_nobody_translated_stays_as_it_is():
    assert in_words("the moon is made of cheese", "es") == "the moon is made of cheese"
    assert in_words("--at needs --procedure, --joint and --side", "en") == "--at needs --procedure, --joint and --side"


@pytest.mark.parametrize(
    ("arguments", "language"),
    [([], "en"), (["--language", "es"], "es"), (["--language=es"], "es"), (["--language"], "en"),
     (["--language", "fr"], "en"), (["--language", "es", "--language", "en"], "en")],
)  # fmt: skip
def test_the_language_is_read_before_the_options_are_understood(arguments, language):
    assert language_asked(["plan", *arguments]) == language
