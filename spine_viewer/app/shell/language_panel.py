"""Widgets that choose the language."""

from __future__ import annotations

from spine_viewer.anatomy.languages import LANGUAGES
from spine_viewer.app import html
from spine_viewer.app.shell.language_logic import LanguageLogic
from spine_viewer.app.text import live


class LanguageSwitch:
    """One small button per language; each is named in its own language, so that whoever speaks it finds it."""

    def __init__(self, logic: LanguageLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="switch languages", role="group", aria_label=(live("language.label"),)):
            for language in LANGUAGES:
                called = live(f"language.{language}")
                html.Button(
                    language.upper(),
                    type="button",
                    lang=language,
                    title=(called,),
                    aria_label=(called,),
                    click=(logic.choose, f"['{language}']"),
                    aria_pressed=(f"{name.language} === '{language}'",),
                    data_language=language,
                )
