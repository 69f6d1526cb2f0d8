"""The help page: keys and gestures, about and limits, sources."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.explore.sources import STATUSES, load_sources
from spine_viewer.app.shell.topbar_logic import TopbarLogic
from spine_viewer.app.widgets import icon_button

KEYS = (
    ("Drag, or arrow keys on the picture", "turn the 3D view"),
    ("Shift and drag, or two fingers", "move it"),
    ("Wheel, pinch, + and −", "nearer and farther"),
    ("Click or tap", "pick a structure out"),
    ("1, 2, 3", "Explore, Procedure, After"),
    ("Space", "play and pause"),
    ("← and →", "one step back or on"),
    ("Home, End", "first and last step"),
    ("I", "bone bright or dark in the X-ray"),
    ("L", "names on and off"),
    ("/", "search"),
    ("M", "measure"),
    ("Ctrl+Z, Ctrl+Shift+Z", "undo, redo"),
    ("Esc", "close this page, or let the selection go"),
)
LIMITS = (
    "This is a simplified model of a typical adult spine. It is for explaining and learning. It is not a guide to "
    "treating a patient, not medical advice and not a record of anybody's treatment.",
    "Shown lying face down as on the procedure table. Wear and arthritis are sketches; no muscles, and of the vessels "
    "only the vertebral arteries.",
    "Nerves are drawn thicker than life. Needle paths, angles and checks are computed on this model; on a patient the "
    "landmark decides.",
    "The X-ray is computed from the model's bones and a smooth body. It is no patient's X-ray.",
    "The C-arm is a typical one, its travel and its dose are simplified. The dose is relative, no patient's dose.",
    "The curves of pain and recovery are drawings of what is often reported, not a prediction.",
    "A text marked V was read in its source. M means written from memory of the source and not yet checked; "
    "D worked out here; P a choice of this project.",
)


class HelpPanel:
    """A dialogue over everything else."""

    def __init__(self, logic: TopbarLogic) -> None:
        name = logic.typed.name
        with (
            html.Div(classes="veil", v_if=f"{name.help_open}", v_on_click_self=(logic.toggle_help, "[false]")),
            html.Div(classes="help", role="dialog", aria_modal="true", aria_label="Help, limits and sources"),
        ):
            with html.Div(classes="card-head"):
                html.H1("About and limits")
                icon_button("close", "Close (Esc)", (logic.toggle_help, "[false]"), autofocus=True)
            with html.Ul(classes="limits-list"):
                for text in LIMITS:
                    html.Li(text)
            html.H2("Keys and gestures")
            with html.Dl(classes="keys"):
                for key, does in KEYS:
                    html.Dt(key)
                    html.Dd(does)
            html.H2("Sources")
            html.P("; ".join(f"{code}: {text}" for code, text in STATUSES.items()) + ".", classes="quiet")
            with html.Ul(classes="sources"):
                for source in load_sources().values():
                    html.Li(f"{source.citation} <span class='quiet'>{source.status_note}</span>", v_pre=True)
