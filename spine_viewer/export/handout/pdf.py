"""From content and pictures to a tagged PDF (PDF/UA-1) with Typst, from a template that a clinic can change."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from spine_viewer.errors import InputError

TEMPLATE = Path(__file__).resolve().parent / "template"
MAIN = "handout.typ"
DATA = "data.json"
PAPERS = {"a4": "a4", "letter": "us-letter"}  # name here: name in Typst
FONT_PACKAGE = "font_source_sans_pro"


def template_files(folder: Path | None) -> Path:
    """The folder of a template: the shipped one, or a clinic's own.

    Raises
    ------
    InputError
        If it holds no ``handout.typ``.
    """
    folder = folder or TEMPLATE
    if not (folder / MAIN).is_file():
        raise InputError(f"--template {str(folder)!r}: there is no {MAIN}; copy one with handout --write-template DIR")
    return folder


def prepare(folder: Path, template: Path | None = None) -> None:
    """Copy a template into the folder where the handout is laid out."""
    shutil.copytree(template_files(template), folder, dirs_exist_ok=True)


def compile_pdf(folder: Path, content: Mapping[str, Any], paper: str) -> bytes:
    """The bytes of the PDF.

    Parameters
    ----------
    folder : path
        With the template (see :func:`prepare`) and the pictures.
    content : mapping
        As :func:`spine_viewer.export.handout.content.content` gives it.
    paper : {"a4", "letter"}

    Raises
    ------
    InputError
        If the template is wrong, or breaks a rule of PDF/UA (such as a picture without words).
    """
    import typst

    (folder / DATA).write_text(json.dumps({**content, "paper": PAPERS[paper]}, ensure_ascii=False), encoding="utf-8")
    try:
        return bytes(
            typst.compile(
                str(folder / MAIN),
                root=str(folder),
                font_paths=[str(_fonts()), str(folder)],
                ignore_system_fonts=True,
                pdf_standards=["ua-1"],
            )
        )
    except typst.TypstError as error:
        raise InputError(f"the template {MAIN} cannot be laid out: {' '.join(str(error).split())}") from None


def _fonts() -> Path:
    found = find_spec(FONT_PACKAGE)
    if found is None or found.origin is None:
        raise InputError("the font of handouts is missing; run spine-viewer doctor")
    return Path(found.origin).parent / "files"
