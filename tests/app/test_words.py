"""The words of the interface: complete in every language, and nowhere else than in their files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import spine_viewer.app
from spine_viewer.anatomy.folders import annotations_folder, limits_page
from spine_viewer.anatomy.glossary import Glossary
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.app.present.numbers_logic import row, spoken_value
from spine_viewer.app.procedure.recovery_logic import spoken_day
from spine_viewer.app.serving.page import WEB_FOLDER, read_page
from spine_viewer.app.text import interface, live, shown, text, words
from spine_viewer.procedures.numbers import numbers_of_file, numbers_of_technique
from spine_viewer.procedures.technique import PROCEDURES, load_technique, technique_files

APP = Path(spine_viewer.app.__file__).parent
OTHERS = [language for language in LANGUAGES if language != DEFAULT_LANGUAGE]

# Words that are the same in both languages: names, signs, keys, letters, units, and terms that both borrow.
SAME = {
    "language.en", "language.es", "rail.panel", "joint.plan", "ways.monopolar", "machine.wig_wag_deg", "machine.iris",
    "cut.coronal", "cut.axial",
    "carm_views.ap", "carm_views.lateral", "carm_views.contralateral", "help_keys.describe",
    "help_keys.consult", "help_keys.invert", "help_keys.names", "help_keys.numbers",
    "help_keys.measure", "help_keys.needle_steer", "help_keys.needle_beam", "help_keys.escape", "figures.iris",
    "help_keys.take", "take_home.a4",
}  # fmt: skip


def entries(language: str) -> dict[str, str]:
    return {f"{feature}.{name}": one for feature, said in interface(language).items() for name, one in said.items()}


def braces(said: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}", said))


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_is_there_filled_alike_and_translated(language: str) -> None:
    first, own = entries(DEFAULT_LANGUAGE), entries(language)
    assert set(own) == set(first)
    assert [key for key in own if not own[key].strip()] == []
    assert [key for key in own if braces(own[key]) != braces(first[key])] == []
    copies = {key for key in own if own[key] == first[key] and any(sign.isalpha() for sign in own[key])}
    assert copies == SAME, "what is the same on purpose is listed, and nothing else is"


def test_no_feature_stands_in_two_files() -> None:
    files = [path.read_text(encoding="utf-8") for path in (annotations_folder() / "interface").glob("*.json")]
    assert len(files) > 3
    total = sum(len(re.findall(r'^      "\w+": \{$', content, re.MULTILINE)) for content in files)
    assert total == len(LANGUAGES) * len(interface(DEFAULT_LANGUAGE))


def test_a_word_that_is_missing_is_an_error_when_the_panels_are_built() -> None:
    assert live("search.label") == "say.search.label" and shown("search.label") == "{{ say.search.label }}"
    assert live("statuses.M-high") == "say.statuses['M-high']"
    assert live("tree.unfold", layer="x") == "say.tree.unfold.replace('{layer}', x)"
    for key in ("search.nothing", "nothing.label"):
        with pytest.raises(KeyError):
            live(key)


def test_figures_of_techniques_told_in_spanish_and_of_the_files_have_spanish_names() -> None:
    names = words("figures", "es")
    found = [
        one for name in ("c_arm", "tissue", "heat", "injectate", "variation") for one in numbers_of_file(f"{name}.json")
    ]
    for procedure in PROCEDURES:
        for where in technique_files(procedure):
            technique = load_technique(procedure, where)
            found += numbers_of_technique(technique) if "es" in technique.languages else ()
    assert len(found) > 100
    assert [one.name for one in found if one.name not in names] == [], "add them to annotations/interface/figures.json"
    told = row(next(one for one in found if one.name == "temperature"), "es")
    assert told["name"] == "Temperatura" and not told["english"]["name"] and told["english"]["source"]


def test_values_and_times_are_spoken_in_both_languages() -> None:
    assert spoken_value("6 to 12 months", "es") == "6 a 12 meses"
    assert spoken_value("2.5 to 4 clock hour", "es") == "2.5 a 4 horas del reloj"
    assert spoken_value("1090 kg/m3", "es") == "1090 kg/m3"
    assert [spoken_day(day) for day in (0, 0.5, 1, 3, 30, 400)] == [
        "Just after", "12 hours after", "1 day after", "3 days after", "4 weeks after", "13 months after",
    ]  # fmt: skip
    assert spoken_day(1, "es") == "1 día después" and spoken_day(3000, "es") == "8 años después"


def test_every_reason_for_a_missing_identifier_is_translated() -> None:
    reasons = {one.no_id for one in Glossary("es").terms.values()} - {""}
    assert reasons == set(words("remarks", "es"))


def test_the_page_of_limits_has_a_spanish_one() -> None:
    first, own = (limits_page(language).read_text(encoding="utf-8") for language in LANGUAGES)
    assert first.count("\n## ") == own.count("\n## "), "every chapter has its own in both"


# Nowhere else ----------------------------------------------------------------------------------------------------

WORD = re.compile(r"[A-Za-z]{2,}")
PROSE = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}|\b[A-Z][a-z]+…")
SPOKEN = {"title", "aria_label", "label", "placeholder", "alt", "aria_valuetext", "data_done"}
UNSPOKEN = {"classes", "style", "click"}  # and whatever begins with v_
UNITS = re.compile(r"\b(mL|mm|°C)\b")
QUIET_CALLS = {"InputError", "RuntimeError", "ValueError", "exception", "warning", "info", "getLogger"}
# Not on the page: read by whoever starts the viewer in a terminal, or by the other end of a wire.
TERMINAL = ("serving/server.py", "serving/guard.py", "state/document.py", "state/link.py", "state/check.py")


def plain(node: ast.expr) -> str | None:
    """Text of a string, what is filled in left out; None for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
    return None


def outside_of_braces(said: str) -> str:
    """A template without its expressions, its tags and parts of tags, code and units."""
    bare = re.sub(r"<code>.*?</code>|\{\{.*?\}\}", " ", said)
    bare = re.sub(r"<[^>]*(>|$)", " ", bare)
    return UNITS.sub(" ", re.sub(r"^[^<>]*>", " ", bare))


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def inline_words(path: Path) -> Iterator[str]:
    """Words for people that stand in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    quiet: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(
            node
        ):
            quiet |= set(ast.walk(node.body[0]))
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and called(node) in QUIET_CALLS):
            quiet |= set(ast.walk(node))
        if isinstance(node, ast.keyword) and (node.arg in UNSPOKEN or str(node.arg).startswith("v_")):
            quiet |= set(ast.walk(node))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and getattr(node.func.value, "id", "") == "html"
        ):
            said = plain(node.args[0]) if node.args else None
            if said is not None and node.func.attr != "Element" and WORD.search(outside_of_braces(said)):
                yield f"{path.name}:{node.lineno}: {said!r}"
        if isinstance(node, ast.keyword) and node.arg in SPOKEN:
            said = plain(node.value)
            if said is not None and WORD.search(said):
                yield f"{path.name}:{node.value.lineno}: {node.arg}={said!r}"
        if isinstance(node, ast.expr) and node not in quiet:
            said = plain(node)
            if said is not None and PROSE.search(outside_of_braces(said)):
                yield f"{path.name}:{node.lineno}: {said!r}"


def test_no_words_stand_in_the_code_of_the_app() -> None:
    found = [
        one
        for path in sorted(APP.rglob("*.py"))
        for one in inline_words(path)
        if not path.as_posix().endswith(TERMINAL)
    ]
    assert found == []


def test_the_check_finds_words_in_code(tmp_path: Path) -> None:
    module = tmp_path / "some_panel.py"
    for bad in (
        'html.P("Region")', 'html.H2(f"Step {{{{ {name} }}}}")', 'html.Div(aria_label="Mode")',
        'CARE = "Mind the numbers"',
        "html.P(f\"{{{{ {name} ? {x} : y }}}} of all\")", "slider(1, label='C-arm tilt')",
    ):  # fmt: skip
        module.write_text(bad + "\n", encoding="utf-8")
        assert list(inline_words(module)), bad
    module.write_text('html.P(f"{{{{ {name}.text }}}}", classes="quiet limits", aria_label=(live("a.b"),))\n')
    assert list(inline_words(module)) == []


def test_no_words_stand_in_the_pages_and_scripts() -> None:
    for path in WEB_FOLDER.glob("*.html"):
        page = re.sub(r"<!--.*?-->|<script[^>]*></script>", "", path.read_text(encoding="utf-8"))
        bare = re.sub(r"\{[\w.]+\}", "", page)
        assert not WORD.search(re.sub(r"<[^>]*>", " ", bare)), path.name
        assert not re.search(r'(aria-label|title|alt|content)="[^"{]*[a-z] [a-z][^"]*"', bare), path.name
        for language in LANGUAGES:
            made = read_page(path.name, language)
            assert f'<html lang="{language}"' in made and not re.search(r"\{[a-z]+\.", made)
            assert text("page.title", language) in made
    for path in (*WEB_FOLDER.glob("*.js"), *WEB_FOLDER.glob("*.css")):
        code = re.sub(r"//.*|/\*.*?\*/", "", path.read_text(encoding="utf-8"))
        for said in re.findall(r'"([^"\n]*)"', code):
            assert not re.search(r"^[A-Z][a-z]+ [a-z]+ ", said), f"{path.name}: {said}"
