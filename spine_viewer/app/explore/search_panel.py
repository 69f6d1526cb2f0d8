"""Widgets of the search."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.explore.search_logic import SearchLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import icon


class SearchPanel:
    """The field, and under it what was found with its layer and region.

    ``shut`` is the name of a state: nothing can be searched for while it is true.
    """

    def __init__(self, logic: SearchLogic, shut: str) -> None:
        name = logic.typed.name
        first = f"if ({name.found}.length) trigger('choose_structure', [{name.found}[0].id])"
        with html.Div(classes="search", role="search"):
            html.Span(icon("search"), classes="search-icon")
            html.Input(
                id="search",
                type="search",
                placeholder=(live("search.placeholder"),),
                autocomplete="off",
                v_model=(name.query,),
                disabled=(shut,),
                role="combobox",
                aria_label=(live("search.label"),),
                aria_controls="search-found",
                aria_expanded=(f"{name.found}.length > 0",),
                v_on_keydown_enter=f"{first}; $event.target.blur()",
                v_on_keydown_esc=f"{name.query} = ''",
                v_on_keydown_down="svFocus($event, '#search-found button')",
            )
            with html.Ul(
                id="search-found",
                classes="found",
                v_if=f"{name.query}.trim() && !{shut}",
                aria_label=(live("search.found"),),
                v_on_keydown_down="svFocusNext($event, 1)",
                v_on_keydown_up="svFocusNext($event, -1)",
                v_on_keydown_esc=f"{name.query} = ''",
            ):
                with (
                    html.Li(v_for=f"item in {name.found}", key="item.id"),
                    html.Button(type="button", click=(logic.choose, "[item.id]"), data_found=("item.id",)),
                ):
                    html.Span("{{ item.name }}", classes="found-name")
                    html.Span("{{ item.by }}", classes="found-by", v_if="item.by")
                    html.Span("{{ item.place }}", classes="found-place")
                html.Li(f"{{{{ {name.more} }}}}", v_if=name.more, classes="empty")
                html.Li(shown("search.none"), v_if=f"!{name.found}.length", classes="empty")
