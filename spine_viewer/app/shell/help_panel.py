"""The help page: keys and gestures, about and limits, sources."""

from __future__ import annotations

from spine_viewer.anatomy.folders import limits_page
from spine_viewer.anatomy.languages import LANGUAGES
from spine_viewer.app import html
from spine_viewer.app.explore.sources import load_sources
from spine_viewer.app.shell.markdown import as_html
from spine_viewer.app.shell.topbar_logic import TopbarLogic
from spine_viewer.app.text import live, shown, words
from spine_viewer.app.widgets import Dialog, switch

PAGES = ("keys", "limits", "sources")


class HelpPanel:
    """A dialogue of three pages."""

    def __init__(self, logic: TopbarLogic) -> None:
        name = logic.typed.name
        with Dialog(live("help.title"), name.help_open, (logic.toggle_help, "[false]"), classes="dialog wide help"):
            pages = [(one, live(f"help.{one}")) for one in PAGES]
            switch(live("help.page"), pages, logic.turn_help, name.help_page, key="page")
            with html.Div(v_if=f"{name.help_page} === 'keys'"):
                self._keys(logic)
            with html.Div(v_if=f"{name.help_page} === 'limits'"):
                for language in LANGUAGES:
                    with html.Div(v_if=f"LanguageState__language === '{language}'"):
                        page = as_html(limits_page(language).read_text(encoding="utf-8"), title=False)
                        html.Div(page, v_pre=True, classes="page-text")
            with html.Div(v_if=f"{name.help_page} === 'sources'"):
                self._sources()

    @staticmethod
    def _sources() -> None:
        html.P(shown("help.sources_note"), classes="quiet")
        with html.Ul(classes="sources", lang="en"):
            for source in load_sources().values():
                html.Li(f"{source.citation} <span class='quiet'>{source.status_note}</span>", v_pre=True)

    @staticmethod
    def _keys(logic: TopbarLogic) -> None:
        with html.Dl(classes="keys"):
            for key in words("help_keys"):
                html.Dt(shown(f"help_keys.{key}"))
                html.Dd(shown(f"help_does.{key}"))
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
            html.Span(shown("help.letters"))
