"""The PDF itself, read back by another library: text, fonts, tags, words for pictures, language and title."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdf
import pytest

from spine_viewer.anatomy.spine import Spine
from spine_viewer.errors import InputError
from spine_viewer.export.handout import pictures
from spine_viewer.export.handout.make import handouts, write_whole
from spine_viewer.export.handout.words import handout_file

PROCEDURE, JOINT, SIDE = "medial-branch-block", "L4-L5", "left"
PICTURES = 8  # where, joint, six steps
pytestmark = pytest.mark.graphics


@pytest.fixture(scope="module")
def made() -> dict[str, pypdf.PdfReader]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "DPI", 60.0)
        patch.setattr(pictures, "XRAY_PX", 160)
        found = handouts(Spine.load("prone"), PROCEDURE, JOINT, SIDE, ("en", "es"), today=date(2026, 1, 2))
    return {language: pypdf.PdfReader(BytesIO(content)) for language, content in found.items()}


@pytest.fixture(params=["en", "es"])
def language(request) -> str:
    return str(request.param)


def said(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def elements(reader: pypdf.PdfReader):
    """Every structure element of the tags, from the root down."""
    todo = [reader.trailer["/Root"]["/StructTreeRoot"].get_object()]
    while todo:
        element = todo.pop()
        if "/S" in element:
            yield element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            own = kid.get_object()
            if isinstance(own, pypdf.generic.DictionaryObject) and ("/K" in own or "/S" in own):
                todo.append(own)


def test_every_section_is_found_as_text(made, language: str) -> None:
    text = said(made[language])
    for section in handout_file().sections.values():
        if section is not handout_file().sections["short"]:
            assert section.heading[language] in text
    assert "L4-L5" in text and ("left" in text or "izquierda" in text)
    assert "2026-01-02" in text
    assert {"en": "Numbing the nerve", "es": "Dormir el nervio"}[language] in text


def test_it_is_tagged_and_says_its_language_title_and_standard(made, language: str) -> None:
    root = made[language].trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "L4-L5" in made[language].metadata.title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    kinds = [element["/S"] for element in elements(made[language])]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 9
    assert "/Table" in kinds and "/TH" in kinds and "/L" in kinds


def test_every_picture_has_its_own_words(made, language: str) -> None:
    figures = [element for element in elements(made[language]) if element["/S"] == "/Figure"]
    words = [str(figure.get("/Alt", "")) for figure in figures]
    images = [image for page in made[language].pages for image in page.images]
    assert len(images) == PICTURES
    assert len(figures) == PICTURES + 1  # and the drawing of the course
    assert all(len(text) > 40 for text in words)
    assert len(set(words)) == len(words)


def test_every_font_is_embedded(made, language: str) -> None:
    found = 0
    for page in made[language].pages:
        for font in page["/Resources"]["/Font"].values():
            for part in font.get_object().get("/DescendantFonts", [font]):
                descriptor = part.get_object()["/FontDescriptor"].get_object()
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
                assert "SourceSans" in descriptor["/FontName"]
                found += 1
    assert found


def test_pictures_are_shared_between_the_languages_but_their_words_are_not(made) -> None:
    english, spanish = (said(made[language]) for language in ("en", "es"))
    assert english != spanish
    one, other = (
        np.asarray(made[language].pages[0].images[0].image.convert("L"), dtype=float) for language in ("en", "es")
    )
    assert one.shape == other.shape
    assert np.median(np.abs(one - other)) < 2.0


def test_a_language_without_texts_is_refused() -> None:
    with pytest.raises(InputError, match="allowed"):
        handouts(Spine.load("prone"), PROCEDURE, JOINT, SIDE, ("fr",))


def test_an_empty_picture_stops_it(monkeypatch) -> None:
    def nothing(renderer):
        return np.full((*renderer.size[::-1], 3), 255, dtype=np.uint8)

    monkeypatch.setattr(pictures, "DPI", 30.0)
    monkeypatch.setattr(pictures.Renderer, "picture", nothing)
    with pytest.raises(InputError, match="doctor"):
        handouts(Spine.load("prone"), PROCEDURE, JOINT, SIDE)


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    assert write_whole(tmp_path / "a.pdf", b"abc").read_bytes() == b"abc"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
