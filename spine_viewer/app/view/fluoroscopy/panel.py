"""Widgets of the fluoroscopy panel."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.view.fluoroscopy.logic import FluoroscopyLogic
from spine_viewer.app.view.machine_panel import MachinePanel
from spine_viewer.app.widgets import Picture, icon, icon_button, slider, switch
from spine_viewer.imaging.settings import c_arm_facts

VIEWS = (
    ("ap", "AP"),
    ("oblique", "Oblique"),
    ("lateral", "Lateral"),
    ("trajectory", "Needle view"),
    ("pillar", "Pillar"),
    ("foraminal", "Foramen"),
    ("corner", "Corner"),
    ("sacral", "Foramina"),
    ("contralateral", "Contralateral"),
    ("profile", "Joint line"),
)
PULSES = ("30", "15", "8", "4", "2")
DOSE = "Relative: 1 is one second of continuous fluoroscopy on the whole of the largest field"
SIDES = (("left", "Left"), ("right", "Right"))


class FluoroscopyPanel:
    """The round picture, the C-arm's two angles, the named views."""

    def __init__(self, logic: FluoroscopyLogic, machine: MachinePanel) -> None:
        name = logic.typed.name
        with html.Section(classes="fluoroscopy", aria_label="Fluoroscopy"):
            html.Div(classes="lamp", aria_hidden="true")
            with html.Div(classes="xray"):
                Picture(
                    "fluoroscopy",
                    told="told-xray",
                    label=(f"`Simulated X-ray, oblique ${{{name.oblique_text}}}, tilt ${{{name.tilt_text}}}`",),
                )
                html.P(
                    f"Named on the X-ray: {{{{ {name.landmark_names} }}}}",
                    classes="unseen",
                    role="status",
                    v_if=f"{name.landmark_names}",
                )
                html.Div("Preparing the X-ray…", classes="xray-wait", v_if=f"!{name.ready}", role="status")
            with html.Div(classes="carm"):
                with html.Div(classes="carm-aim"):
                    html.Label("Level", html_for="carm-level")
                    with html.Select(
                        id="carm-level", v_model=(name.level,), disabled=(f"!{name.ready}",), aria_label="Level in view"
                    ):
                        html.Option(
                            "{{ one.text }}", v_for=f"one in {name.levels}", key="one.value", value=("one.value",)
                        )
                    with html.Div(v_if="RailState__mode === 'explore'"):
                        switch("Side of the view", SIDES, logic.face, name.side, key="carm-side")
                switch(
                    "C-arm view",
                    VIEWS,
                    logic.look,
                    name.view,
                    key="carm",
                    among=name.views,
                    grid=True,
                    disabled=(f"!{name.ready}",),
                )
                geometry = c_arm_facts().geometry
                for key, title, value, text, fact, reverse in (
                    ("oblique", "Oblique", name.oblique_deg, name.oblique_text, geometry.oblique_deg, True),
                    ("tilt", "Tilt", name.tilt_deg, name.tilt_text, geometry.tilt_deg, False),
                ):
                    slider(
                        f"carm-{key}",
                        title,
                        value,
                        text,
                        (float(fact.low or 0.0), float(fact.high or 0.0), 1),
                        label=f"C-arm {key}",
                        reverse=reverse,  # the picture's left is the patient's left
                        disabled=(f"!{name.ready}",),
                    )
                html.P(f"{{{{ {name.refusal} }}}}", classes="refusal", role="alert", v_if=name.refusal)
                self._gauges(name.gauges, name.meant)
                with html.Div(classes="carm-tools"):
                    html.Button(
                        "Follow the film",
                        type="button",
                        classes="text-button",
                        click=logic.follow_film,
                        v_if=f"!{name.follows} && RailState__mode === 'procedure'",
                    )
                    html.Span("simulated image", classes="quiet", v_else=True)
                    icon_button(
                        "label",
                        "Name the landmarks of this view",
                        logic.trace,
                        aria_pressed=(f"{name.landmarks}",),
                        disabled=(f"!{name.ready}",),
                        data_tool="landmarks",
                    )
                    icon_button("invert", "Bone bright or dark (i)", logic.invert, aria_pressed=(f"{name.inverted}",))
                    icon_button("snapshot", "Save the X-ray", "svSave('snapshot_xray')", disabled=(f"!{name.ready}",))
                self._beam(logic)
                machine.show(name.ready)

    @staticmethod
    def _beam(logic: FluoroscopyLogic) -> None:
        """Live or last image, pulse rate, and what it cost."""
        name = logic.typed.name
        with html.Div(classes="carm-beam", role="group", aria_label="Beam"):
            html.Button(
                "Live",
                type="button",
                classes="text-button",
                click=logic.toggle_live,
                aria_pressed=(name.live,),
                title="The X-ray follows every movement; else the last image is held",
                data_tool="live",
            )
            html.Button(
                "One picture",
                type="button",
                classes="text-button",
                click=logic.expose,
                disabled=(f"{name.live} || !{name.ready}",),
                data_tool="expose",
            )
            with html.Select(v_model=(name.pulses,), aria_label="Pulses per second"):
                for pulses in PULSES:
                    html.Option(f"{pulses} pulses/s", value=pulses)
            html.Span(f"{{{{ {name.dose_text} }}}}", classes="quiet", title=DOSE, role="status", data_dose="")
            icon_button("reset", "Count the dose from nothing", logic.new_patient, classes="icon-button small")

    @staticmethod
    def _gauges(gauges: str, meant: str) -> None:
        """How well the view that is meant is set: a sign, a colour and a figure for each reading."""
        html.Strong(f"{{{{ {meant} }}}}", classes="gauges-of", v_if=f"{gauges}.length")
        with (
            html.Div(classes="gauges", v_if=f"{gauges}.length"),
            html.Span(
                v_for=f"one in {gauges}",
                key="one.name",
                classes="gauge",
                data_ok=("one.ok",),
                title=("one.limit",),
            ),
        ):
            html.Span(icon("check"), v_if="one.ok", title="as it should be")
            html.Span(icon("warn"), v_else=True, title="not yet")
            html.Span("{{ one.name }}: {{ one.value }}")
