"""Widgets of the fluoroscopy panel."""

from __future__ import annotations

from collections.abc import Callable

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.app import html
from spine_viewer.app.text import live, shown
from spine_viewer.app.view.fluoroscopy.logic import FluoroscopyLogic
from spine_viewer.app.view.machine_panel import MachinePanel
from spine_viewer.app.widgets import Picture, icon, icon_button, slider, switch
from spine_viewer.imaging.settings import c_arm_facts
from spine_viewer.imaging.views import VIEWS

PULSES = ("30", "15", "8", "4", "2")


class FluoroscopyPanel:
    """The round picture with what ``overlay`` puts over it, the C-arm's two angles, the named views."""

    def __init__(
        self, logic: FluoroscopyLogic, machine: MachinePanel, overlay: Callable[[], object] = lambda: None
    ) -> None:
        name = logic.typed.name
        with html.Section(classes="fluoroscopy", aria_label=(live("fluoroscopy.label"),)):
            on, held = live("fluoroscopy.on"), live("fluoroscopy.held")
            html.Div(classes="lamp", aria_hidden="true", data_on=(on,), data_held=(held,))
            with html.Div(classes="xray"):
                angles = live("fluoroscopy.picture", oblique=name.oblique_text, tilt=name.tilt_text)
                Picture(
                    "fluoroscopy",
                    told="told-xray",
                    taps=("PracticeState__points",),
                    label=(f"PracticeState__hides_names ? {live('fluoroscopy.label')} : {angles}",),
                )
                html.P(
                    shown("fluoroscopy.named", names=name.landmark_names),
                    classes="unseen",
                    role="status",
                    v_if=f"{name.landmark_names}",
                )
                overlay()
                html.Div(shown("fluoroscopy.preparing"), classes="xray-wait", v_if=f"!{name.ready}", role="status")
                dark = f"{name.ready} && {name.dark}"
                html.Div(shown("fluoroscopy.dark"), classes="xray-dark", v_if=dark, role="status", data_dark="")
            with html.Div(classes="carm"):
                with html.Div(classes="carm-aim", v_if=f"!{name.locked} && !PracticeState__hides_names"):
                    html.Label(shown("fluoroscopy.level"), html_for="carm-level")
                    with html.Select(
                        id="carm-level",
                        v_model=(name.level,),
                        disabled=(f"!{name.ready}",),
                        aria_label=(live("fluoroscopy.level_label"),),
                    ):
                        html.Option(
                            "{{ one.text }}", v_for=f"one in {name.levels}", key="one.value", value=("one.value",)
                        )
                    with html.Div(v_if="['explore', 'practice'].includes(RailState__mode)"):
                        sides = [(one, live(f"fluoroscopy.{one}")) for one in SIDES]
                        switch(live("fluoroscopy.side"), sides, logic.face, name.side, key="carm-side")
                with html.Div(v_if=f"!{name.locked}"):
                    switch(
                        live("fluoroscopy.view"),
                        [(one, live(f"carm_views.{one}")) for one in VIEWS],
                        logic.look,
                        name.view,
                        key="carm",
                        among=name.views,
                        grid=True,
                        disabled=(f"!{name.ready}",),
                    )
                geometry = c_arm_facts().geometry
                for key, value, text, fact, reverse in (
                    ("oblique", name.oblique_deg, name.oblique_text, geometry.oblique_deg, True),
                    ("tilt", name.tilt_deg, name.tilt_text, geometry.tilt_deg, False),
                ):
                    slider(
                        f"carm-{key}",
                        live(f"fluoroscopy.{key}"),
                        value,
                        text,
                        (float(fact.low or 0.0), float(fact.high or 0.0), 1),
                        label=live(f"fluoroscopy.{key}_label"),
                        reverse=reverse,  # the picture's left is the patient's left
                        disabled=(f"!{name.ready}",),
                    )
                html.P(f"{{{{ {name.refusal} }}}}", classes="refusal", role="alert", v_if=name.refusal)
                self._gauges(name.gauges, name.meant)
                with html.Div(classes="carm-tools"):
                    html.Button(
                        shown("fluoroscopy.follow"),
                        type="button",
                        classes="text-button",
                        click=logic.follow_film,
                        v_if=f"!{name.follows} && RailState__mode === 'procedure'",
                    )
                    html.Span(shown("fluoroscopy.simulated"), classes="quiet", v_else=True)
                    icon_button(
                        "label",
                        live("fluoroscopy.landmarks"),
                        logic.trace,
                        aria_pressed=(f"{name.landmarks}",),
                        disabled=(f"!{name.ready} || {name.locked} || PracticeState__hides_names",),
                        data_tool="landmarks",
                    )
                    icon_button("invert", live("fluoroscopy.invert"), logic.invert, aria_pressed=(f"{name.inverted}",))
                    icon_button(
                        "snapshot",
                        live("fluoroscopy.snapshot"),
                        "svSave('snapshot_xray')",
                        disabled=(f"!{name.ready}",),
                    )
                self._beam(logic)
                machine.show(name.ready)

    @staticmethod
    def _beam(logic: FluoroscopyLogic) -> None:
        """Live or last image, pulse rate, and what it cost."""
        name = logic.typed.name
        beam = live("fluoroscopy.beam")
        with html.Div(classes="carm-beam", role="group", aria_label=(beam,), v_if=f"!{name.locked}"):
            html.Button(
                shown("fluoroscopy.live"),
                type="button",
                classes="text-button",
                click=logic.toggle_live,
                aria_pressed=(name.live,),
                title=(live("fluoroscopy.live_note"),),
                data_tool="live",
            )
            html.Button(
                shown("fluoroscopy.one"),
                type="button",
                classes="text-button",
                click=logic.expose,
                disabled=(f"{name.live} || !{name.ready}",),
                data_tool="expose",
            )
            with html.Select(v_model=(name.pulses,), aria_label=(live("fluoroscopy.pulses"),)):
                for pulses in PULSES:
                    html.Option(shown("fluoroscopy.pulses_per_s", pulses=f"'{pulses}'"), value=pulses)
            html.Span(
                f"{{{{ {name.dose_text} }}}}",
                classes="quiet",
                title=(live("fluoroscopy.dose_note"),),
                role="status",
                data_dose="",
                v_if="RailState__mode !== 'practice'",
            )
            icon_button(
                "reset",
                live("fluoroscopy.reset"),
                logic.new_patient,
                classes="icon-button small",
                v_if="RailState__mode !== 'practice'",
            )

    @staticmethod
    def _gauges(gauges: str, meant: str) -> None:
        """How well the view that is meant is set: a sign, a colour and a figure for each reading."""
        told = f"{gauges}.length && !PracticeState__hides_names"
        html.Strong(f"{{{{ {meant} }}}}", classes="gauges-of", v_if=told)
        with (
            html.Div(classes="gauges", v_if=told),
            html.Span(
                v_for=f"one in {gauges}",
                key="one.name",
                classes="gauge",
                data_ok=("one.ok",),
                title=("one.limit",),
            ),
        ):
            html.Span(icon("check"), v_if="one.ok", title=(live("fluoroscopy.good"),))
            html.Span(icon("warn"), v_else=True, title=(live("fluoroscopy.not_yet"),))
            html.Span("{{ one.name }}: {{ one.value }}")
