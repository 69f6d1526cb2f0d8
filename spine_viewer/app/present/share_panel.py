"""Widgets of sharing the screen."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.present.share_logic import ShareLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import Dialog, icon

QR = (
    '<svg class="qr" role="img" :aria-label="{label}" :viewBox="`0 0 ${{{side}}} ${{{side}}}`" '
    'shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path :d="{path}" fill="#000"/></svg>'
)


class SharePanel:
    """The entry in the top bar, and the dialogue that it opens."""

    def __init__(self, logic: ShareLogic) -> None:
        self._logic = logic

    def dialog(self) -> None:
        """The link, its QR code, and the switch."""
        logic = self._logic
        name = logic.typed.name
        with Dialog(live("share.title"), name.open, (logic.toggle, "[false]"), classes="dialog share"):
            html.P(shown("share.what"))
            with html.Div(v_if=name.on, classes="share-on"):
                html.Div(QR.format(label=live("share.qr"), side=name.qr_side, path=name.qr), classes="share-qr")
                with html.Div(classes="share-link"):
                    with html.Label():
                        html.Span(shown("share.link"))
                        html.Input(
                            id="share-link", readonly=True, value=(name.link,), v_on_focus="$event.target.select()"
                        )
                    with html.Div(classes="share-tools"):
                        html.Button(
                            shown("share.copy"),
                            type="button",
                            classes="plain-button",
                            click=f"svPut({name.link}, $event)",
                            data_done=(live("share.copied"),),
                        )
                        html.Button(shown("share.stop"), type="button", classes="plain-button", click=logic.stop)
                    html.P(f"{{{{ {name.watching_text} }}}}", classes="quiet", role="status")
            html.P(shown("share.off"), v_if=f"!{name.on}", classes="quiet")
            html.P(shown("share.network"), v_if=name.in_network, classes="problem")
            html.P(shown("share.machine"), v_else=True, classes="quiet")
            html.P(shown("share.new"), v_if=name.on, classes="quiet")
            with html.Div(classes="dialog-foot", v_if=f"!{name.on}"):
                html.Button(
                    shown("share.start"), type="button", classes="main-button", click=logic.start, autofocus=True
                )

    def button(self) -> None:
        """The entry of the top bar; it says how many watch while the screen is shared."""
        name = self._logic.typed.name
        with html.Button(
            type="button",
            classes="bar-button",
            click=(self._logic.toggle, "[]"),
            aria_haspopup="dialog",
            aria_label=(f"{name.on} ? {live('share.button')} + ', ' + {name.watching_text} : {live('share.button')}",),
            title=(live("share.button"),),
            data_on=(name.on,),
        ):
            html.Span(icon("screen"))
            html.Span(f"{{{{ {name.on} ? {name.watching_text} : {live('share.button')} }}}}")
