"""The font of labels draws every letter that the shipped words use."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.errors import InputError
from spine_viewer.render import font

MISSING = "\U0010fffe"


def drawn(letter: str) -> np.ndarray:
    picture = Image.new("L", (60, 60))
    ImageDraw.Draw(picture).text((10, 10), letter, font=font.load_font(30.0), fill=255)
    return np.asarray(picture)


def test_every_letter_of_names_and_phrases_is_drawn() -> None:
    files = ("structure_names.json", "phrases.json", "view_words.json", "glossary/es.json")
    text = "".join((annotations_folder() / name).read_text(encoding="utf-8") for name in files)
    box = drawn(MISSING)
    for letter in sorted(set(text) - set(" \n")):
        assert drawn(letter).any(), letter
        assert not np.array_equal(drawn(letter), box), letter


def test_a_missing_font_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font, "find_spec", lambda name: None)
    font.font_file.cache_clear()
    with pytest.raises(InputError, match="install matplotlib"):
        font.load_font(20.0)
    font.font_file.cache_clear()
