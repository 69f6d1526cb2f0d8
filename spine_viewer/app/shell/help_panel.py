"""The help page: keys and gestures, about and limits, sources."""

from __future__ import annotations

from spine_viewer.anatomy.folders import limits_page
from spine_viewer.app import html
from spine_viewer.app.explore.sources import load_sources
from spine_viewer.app.shell.markdown import as_html
from spine_viewer.app.shell.topbar_logic import TopbarLogic
from spine_viewer.app.widgets import Dialog, switch

PAGES = (("keys", "Keys and gestures"), ("limits", "About and limits"), ("sources", "Sources"))
KEYS = (
    ("Tab, Shift+Tab", "go through all controls; Enter or space presses, arrows move a slider"),
    ("Drag, or arrow keys on the picture", "turn the 3D view"),
    ("Shift and drag or arrow keys, two fingers", "move it"),
    ("Wheel, pinch, + and −", "nearer and farther"),
    ("Click or tap, or the list of structures", "pick a structure out"),
    ("1, 2, 3", "Explore, Procedure, After"),
    ("Space", "play and pause"),
    ("← and →", "one step back or on"),
    ("Home, End", "first and last step"),
    ("D", "the pictures in words"),
    ("F", "consult screen, in full screen"),
    ("I", "bone bright or dark in the X-ray"),
    ("L", "names on and off"),
    ("N", "numbers and their sources"),
    ("/", "search"),
    ("M", "measure"),
    ("Ctrl+Z, Ctrl+Shift+Z", "undo, redo"),
    ("?", "this page"),
    ("Esc", "close this page, leave the consult screen, or let the selection go"),
)
LETTERS = "Keys of one letter, number or sign (switch them off if you speak to your computer)"


class HelpPanel:
    """A dialogue of three pages."""

    def __init__(self, logic: TopbarLogic) -> None:
        name = logic.typed.name
        with Dialog("Help", name.help_open, (logic.toggle_help, "[false]"), classes="dialog wide help"):
            switch("Page", PAGES, logic.turn_help, name.help_page, key="page")
            with html.Div(v_if=f"{name.help_page} === 'keys'"):
                self._keys(logic)
            with html.Div(v_if=f"{name.help_page} === 'limits'"):
                html.Div(
                    as_html(limits_page().read_text(encoding="utf-8"), title=False), v_pre=True, classes="page-text"
                )
            with html.Div(v_if=f"{name.help_page} === 'sources'"), html.Ul(classes="sources"):
                for source in load_sources().values():
                    html.Li(f"{source.citation} <span class='quiet'>{source.status_note}</span>", v_pre=True)

    @staticmethod
    def _keys(logic: TopbarLogic) -> None:
        with html.Dl(classes="keys"):
            for key, does in KEYS:
                html.Dt(key)
                html.Dd(does)
        with (
            html.Div(classes="toggles"),
            html.Button(
                type="button",
                role="switch",
                click=logic.toggle_single_keys,
                aria_checked=(logic.typed.name.single_keys,),
                data_setting="single-keys",
            ),
        ):
            html.Span(classes="toggle-knob")
            html.Span(LETTERS)
