"""Words of the handout: complete, easy to read, with sources, and at most four pages in every technique."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pypdf
import pytest

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.errors import InputError
from spine_viewer.export.handout.content import OWN, content, plain_caption
from spine_viewer.export.handout.library import jobs_of
from spine_viewer.export.handout.pdf import TEMPLATE, compile_pdf, prepare
from spine_viewer.export.handout.shown import shown_steps
from spine_viewer.export.handout.spans import span
from spine_viewer.export.handout.words import handout_file
from spine_viewer.procedures.technique import PROCEDURES
from tests.export.handout_film import LANGUAGES_OF, TECHNIQUES, draw_empty, drawn, film
from tests.procedures.readability import EASE_LEAST, GRADE_MOST, ease_in_spanish, grade

DAY = date(2026, 1, 2)
MOST_PAGES = 4


def told(procedure: str, region: str, language: str):
    plan, timeline = film(procedure, region)
    return content(plan, timeline, language, drawn(timeline, language), DAY)


def running_text(found) -> str:
    """Everything that a patient reads but the bibliography, as sentences."""
    parts = [found["summary"], *(step["text"] for step in found["steps"])]
    parts += [phase["text"] for phase in found["recovery"]["phases"]]
    for name, section in found["sections"].items():
        if name != "short":
            lead = section["lead"].rstrip(":")
            parts += [f"{lead} {c['text']}" if lead else c["text"] for c in section["claims"]]
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def test_names_of_kinds_regions_and_procedures_are_known() -> None:
    file = handout_file()
    assert set(file.kinds) == set(PROCEDURES)
    kinds, regions = set(file.kinds.values()), {region for _, region in TECHNIQUES}
    assert set(file.steps) == kinds
    for name, section in file.sections.items():
        for claim in section.claims:
            assert set(claim.kinds) <= kinds, name
            assert set(claim.regions) <= regions, name
            assert set(claim.procedures) <= set(PROCEDURES), name


@pytest.mark.parametrize(("procedure", "region", "language"), LANGUAGES_OF)
def test_every_section_says_something_and_nothing_is_left_open(procedure: str, region: str, language: str) -> None:
    found = told(procedure, region, language)
    for name, section in found["sections"].items():
        assert section["heading"]
        assert section["claims"] or (name == "diary" and procedure.endswith("-rf")), name
    assert len(found["steps"]) == 6
    assert found["recovery"]["phases"]
    assert not re.search(r"\{\w+\}", str(found))
    assert [s["number"] for s in found["sources"]] == list(range(1, len(found["sources"]) + 1))
    cited = {int(n) for n in re.findall(r"'sources': \[([\d, ]+)\]", str(found)) for n in n.split(",")}
    assert cited == {s["number"] for s in found["sources"]}


@pytest.mark.parametrize(("procedure", "region", "language"), LANGUAGES_OF)
def test_it_is_easy_to_read(procedure: str, region: str, language: str) -> None:
    text = running_text(told(procedure, region, language))
    if language == "en":
        assert grade(text) <= GRADE_MOST
    else:
        assert ease_in_spanish(text) >= EASE_LEAST


def test_every_statement_of_its_own_is_easy_to_read() -> None:
    for section in handout_file().sections.values():
        for claim in section.claims:
            if len(claim.text["en"].split()) >= 10:
                assert grade(re.sub(r"\{\w+\}", "9", claim.text["en"])) <= GRADE_MOST, claim.text["en"]
                assert ease_in_spanish(re.sub(r"\{\w+\}", "9", claim.text["es"])) >= EASE_LEAST, claim.text["es"]


def test_own_wording_has_no_number_and_published_has_one() -> None:
    for claim in told("medial-branch-rf", "lumbar", "en")["sections"]["urgent"]["claims"]:
        assert claim["sources"] == []
    for section in handout_file().sections.values():
        for claim in section.claims:
            assert (claim.source in OWN) == (claim.status == "P"), claim.text["en"]


def test_captions_leave_out_which_of_several_nerves_it_is() -> None:
    _, timeline = film("medial-branch-rf", "lumbar")
    sensory = next(step for step in shown_steps(timeline) if step.action == "sensory")
    assert "Nerve 9 of 9" in sensory.caption()
    assert plain_caption(sensory, "en").startswith("A tiny current")


def test_a_session_names_every_joint_and_says_that_it_is_done_at_each() -> None:
    plan, timeline = film("medial-branch-rf", "lumbar")
    plan.sites = (("L4-L5", "left"), ("L4-L5", "right"), ("L5-S1", "left"))
    told = content(plan, timeline, "es", drawn(timeline, "es"), date(2026, 1, 1))
    assert "L4-L5 ambos lados" in told["where"] and "L5-S1" in told["where"]
    assert told["summary"].endswith("cada articulación nombrada arriba.")


@pytest.mark.parametrize(
    ("start", "end", "en", "es"),
    [
        (0, 1, "The first day", "El primer día"),
        (1, 4, "Days 1 to 4", "Días 1 a 4"),
        (14, 28, "Weeks 2 to 4", "Semanas 2 a 4"),
        (42, 270, "Week 6 to month 9", "Semana 6 a mes 9"),
        (365, 730, "Months 12 to 24", "Meses 12 a 24"),
        (0, 0.25, "The first 6 hours", "Las primeras 6 horas"),
        (0.25, 0.5, "Hours 6 to 12", "Horas 6 a 12"),
    ],
)
def test_spans_are_in_the_unit_that_people_use(start: float, end: float, en: str, es: str) -> None:
    assert (span(start, end, "en"), span(start, end, "es")) == (en, es)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("handout")
    prepare(path)
    draw_empty(path)
    return path


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(("procedure", "region", "language"), LANGUAGES_OF)
def test_it_fits_on_four_pages(procedure: str, region: str, language: str, paper: str, folder: Path, tmp_path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(compile_pdf(folder, told(procedure, region, language), paper))
    pages = pypdf.PdfReader(path).pages
    assert len(pages) <= MOST_PAGES
    assert all(len(page.extract_text()) > 250 for page in pages)
    size = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}[paper]
    assert (float(pages[0].mediabox.width), float(pages[0].mediabox.height)) == pytest.approx(size, abs=0.1)


def test_a_clinic_fills_in_its_name_and_numbers(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    prepare(own)
    draw_empty(own)
    text = (own / "clinic.json").read_text(encoding="utf-8")
    text = text.replace('"name": ""', '"name": "Pain Clinic North"').replace('"phone": ""', '"phone": "555 0100"')
    (own / "clinic.json").write_text(text, encoding="utf-8")
    path = tmp_path / "a.pdf"
    path.write_bytes(compile_pdf(own, told("medial-branch-rf", "lumbar", "en"), "a4"))
    reader = pypdf.PdfReader(path)
    said = "\n".join(page.extract_text() for page in reader.pages)
    assert "Pain Clinic North" in said and "555 0100" in said
    assert reader.metadata.author == "Pain Clinic North"


@pytest.mark.parametrize("broken", ["#let x = ", '#image("p.jpg")\n#set document(title: "x")'])
def test_a_bad_template_is_one_clear_error(broken: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "handout.typ").write_text(broken, encoding="utf-8")
    (tmp_path / "p.jpg").write_bytes((folder / "p.jpg").read_bytes())
    with pytest.raises(InputError, match=r"template handout\.typ"):
        compile_pdf(tmp_path, told("medial-branch-rf", "lumbar", "en"), "a4")
    with pytest.raises(InputError, match="write-template"):
        prepare(tmp_path / "new", tmp_path / "none")


def test_jobs_of_a_region_are_all_its_procedures_joints_and_sides() -> None:
    jobs, lacking = jobs_of("lumbar", ("en",))
    assert lacking == []
    wanted = {("medial-branch-rf", f"L{n}-{'S1' if n == 5 else f'L{n + 1}'}", s) for n in range(1, 6) for s in SIDES}
    found = {(job.procedure, job.joint, job.side) for job in jobs}
    assert wanted <= found
    assert {("lateral-branch-block", "sacroiliac", s) for s in SIDES} <= found
    assert not any(job.joint.startswith(("C", "T")) for job in jobs)
    assert len(jobs_of("whole", ("en",))[0]) > len(jobs)
    assert (TEMPLATE / "clinic.json").is_file()
