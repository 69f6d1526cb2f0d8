"""Widgets of needle practice: the task, the needle in hand, and the controls that steer and treat."""

from __future__ import annotations

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.app import html
from spine_viewer.app.practice.needle_debrief_panel import debrief_panel
from spine_viewer.app.practice.needle_logic import NeedleLogic
from spine_viewer.app.practice.needle_setup import LARGEST_SEED, STUDY
from spine_viewer.app.practice.needle_steering import STEPS_MM
from spine_viewer.app.procedure.joint_panel import SHOWN
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import Handler, icon, icon_button, switch


class NeedlePanel:
    """One after the other: setting up, the needle outside, the needle inside, the debrief."""

    def __init__(self, logic: NeedleLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="needle", data_phase=(name.phase,), data_keys="needle"):
            with html.P(classes="problem", role="alert", v_if=name.problem):
                html.Span(shown("needle.refused"), v_if=f"{name.phase} !== 'debrief'")
                html.Span(shown("needle.not_kept"), v_else=True)
                html.Span(f"{{{{ ' ' + {name.problem} }}}}")
            with html.Div(v_if=f"['setup', 'planning'].includes({name.phase})", classes="needle-part"):
                self._setup(logic)
            with html.Div(v_if=f"['aim', 'steer'].includes({name.phase})", classes="needle-part"):
                self._task(logic)
                self._noticed(logic)
                self._steer(logic)
                with html.Div(v_if=f"{name.phase} === 'aim'"):
                    self._entry(logic)
                self._picture(logic)
                with html.Div(v_if=f"{name.phase} === 'steer' && {name.turnable}"):
                    self._redirect(logic)
                self._treat(logic)
                self._end(logic)
            with html.Div(v_if=f"{name.phase} === 'debrief'", classes="needle-part"):
                debrief_panel(logic)

    # Setting up --------------------------------------------------------------------------------------------------

    @staticmethod
    def _setup(logic: NeedleLogic) -> None:
        name = logic.typed.name
        planning = f"{name.phase} === 'planning'"
        html.P(shown("needle.about"), classes="quiet")
        with html.Label(classes="needle-field"):
            html.Span(shown("needle.procedure"))
            with html.Select(id="needle-procedure", disabled=(planning,), v_model=(name.procedure,)):
                for one in SHOWN:
                    html.Option(shown(f"procedures.{one}"), value=one)
        with html.Label(classes="needle-field"):
            html.Span(shown("needle.joint"))
            with html.Select(id="needle-joint", disabled=(planning,), v_model=(name.joint,)):
                html.Option("{{ one.text }}", v_for=f"one in {name.joints}", key="one.value", value=("one.value",))
        with html.Label(classes="needle-field", v_if=f"{name.ways}.length"):
            html.Span(shown("needle.way"))
            with html.Select(id="needle-way", disabled=(planning,), v_model=(name.way,)):
                html.Option("{{ one.text }}", v_for=f"one in {name.ways}", key="one.value", value=("one.value",))
        sides = [(one, live(f"needle.{one}")) for one in SIDES]
        switch(live("needle.side"), sides, logic.choose_side, name.side, wide=True, key="needle-side")
        html.H2(shown("needle.person"))
        people = [(one, live(f"needle.{one}")) for one in ("default", "random")]
        switch(live("needle.person"), people, logic.choose_person, name.person, wide=True, key="person")
        with html.Div(v_show=f"{name.person} === 'random'", classes="needle-seed"):
            with html.Label(classes="needle-field"):
                html.Span(shown("needle.seed"))
                html.Input(
                    id="needle-seed",
                    disabled=(planning,),
                    type="number",
                    min=0,
                    max=LARGEST_SEED,
                    step=1,
                    v_model=(name.seed,),
                )
            html.Button(shown("needle.draw"), type="button", classes="outline-button", click=logic.draw_seed)
            html.P(shown("needle.seed_note"), classes="quiet")
        html.H2(shown("needle.study"))
        studies = [(one, live(f"needle.study_{one}")) for one in STUDY]
        chosen = f"({name.exam} ? 'exam' : '3d')"
        switch(live("needle.study"), studies, logic.choose_study, chosen, wide=True, key="study")
        html.P(shown("needle.exam_note"), classes="quiet", v_show=name.exam)
        with html.Div(classes="quiz-foot"):
            html.Button(
                f"{{{{ {planning} ? {live('needle.planning')} : {live('needle.start')} }}}}", type="button",
                classes="main-button large", id="needle-start", disabled=(planning,),
                click=(logic.start_with, f"[{name.procedure}, {name.joint}, {name.way}, {name.seed}]"),
            )  # fmt: skip
            html.Span(f"{{{{ {planning} ? {live('needle.planning')} : '' }}}}", classes="unseen", role="status")

    # Under way ---------------------------------------------------------------------------------------------------

    @staticmethod
    def _task(logic: NeedleLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="needle-head"):
            html.Strong(f"{{{{ {name.task} }}}}", classes="needle-task")
            icon_button("undo", live("needle.undo"), logic.undo, disabled=(f"!{name.can_undo}",), id="needle-undo",
                        v_if=f"!{name.exam}")  # fmt: skip
            icon_button("redo", live("needle.redo"), logic.redo, disabled=(f"!{name.can_redo}",), v_if=f"!{name.exam}")

    @staticmethod
    def _noticed(logic: NeedleLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="needle-said", role="status", aria_live="polite", id="needle-said"):
            with html.P(v_for=f"(one, n) in {name.said}", key="n", data_care=("one.care",)):
                html.Span(icon("warn"), v_if="one.care")
                html.Span("{{ one.text }}")
            html.P(shown("needle.nothing"), v_if=f"!{name.said}.length")
        html.P(f"{{{{ {name.spent} }}}}", classes="quiet", id="needle-spent")

    def _entry(self, logic: NeedleLogic) -> None:
        """Where the needle goes in, and which way."""
        name = logic.typed.name
        with html.Section(classes="needle-box", aria_label=(live("needle.entry"),)):
            html.H2(shown("needle.entry"))
            html.P(shown("needle.entry_hint"), v_if=f"!{name.exam}", classes="quiet")
            html.P(shown("needle.entry_exam"), v_else=True, classes="quiet")
            self._steps(logic)
            with html.Div(classes="needle-pads"):
                self._pad("place", logic.move)
                self._pad("hub", logic.turn)
            self._hub(logic)
            html.Button(
                shown("needle.enter"), type="button", classes="solid-button wide-button", click=logic.enter,
                id="needle-enter",
            )  # fmt: skip

    def _redirect(self, logic: NeedleLogic) -> None:
        """Another direction of a needle that is just under the skin."""
        name = logic.typed.name
        with html.Section(classes="needle-box", aria_label=(live("needle.hub"),)):
            with html.Div(classes="needle-pads"):
                self._pad("hub", logic.turn)
            self._hub(logic)
            html.Button(
                shown("needle.redirect"), type="button", classes="outline-button wide-button", click=logic.enter,
                disabled=(f"!{name.wished}",), id="needle-redirect",
            )  # fmt: skip

    @staticmethod
    def _hub(logic: NeedleLogic) -> None:
        """Where the hub stands in words, and end-on at a press."""
        name = logic.typed.name
        with html.Div(classes="needle-row"):
            html.Span(shown("needle.hub_is", oblique=name.oblique, tilt=name.tilt), id="needle-hub")
            html.Button(
                shown("needle.end_on"), type="button", classes="outline-button", click=logic.end_on,
                title=(live("needle.end_on_note"),), id="needle-end-on",
            )  # fmt: skip

    @staticmethod
    def _pad(key: str, act: Handler) -> None:
        """Four arrows as the patient lies in the picture: the head up, the patient's left at the left."""
        ways = (
            ("up", "to_head", 0, 1),
            ("left", "to_left", 1, 0),
            ("right", "to_right", -1, 0),
            ("down", "to_feet", 0, -1),
        )
        with html.Div(classes="pad", role="group", aria_label=(live(f"needle.{key}"),), data_pad=key):
            html.Span(shown(f"needle.{key}"), classes="pad-name")
            for arrow, word, left, head in ways:
                label = live(f"needle.{word}")
                html.Button(
                    icon(arrow), type="button", click=(act, f"[{left}, {head}]"), aria_label=(label,), title=(label,),
                    classes=f"pad-{arrow}", data_way=word,
                )  # fmt: skip

    @staticmethod
    def _steps(logic: NeedleLogic) -> None:
        """How far one step goes."""
        name = logic.typed.name
        with html.Div(classes="needle-row"):
            html.Span(shown("needle.step"))
            steps = [(f"{mm:g}", f"'{mm:g} mm'") for mm in STEPS_MM]
            switch(live("needle.step"), steps, logic.choose_step, f"String({name.step_mm})", wide=True, key="step")

    def _steer(self, logic: NeedleLogic) -> None:
        name = logic.typed.name
        with html.Section(
            classes="needle-box",
            v_if=f"{name.phase} === 'steer'",
            aria_label=(live("needle.needle"),),
            id="needle-steer",
        ):
            with html.Div(classes="needle-row needle-depth"):
                html.Span(shown("needle.depth"))
                html.Strong(f"{{{{ {name.depth} }}}}", id="needle-depth")
                html.Span(shown("needle.bone"), classes="needle-contact", v_if=name.contact)
                html.Button(
                    shown("needle.to_skin"), type="button", classes="text-link", click=logic.withdraw_to_skin,
                    title=(live("needle.turn_hint"),), id="needle-to-skin", v_if=f"!{name.turnable}",
                )  # fmt: skip
            self._steps(logic)
            with html.Div(classes="needle-drive"):
                html.Button(shown("needle.withdraw"), type="button", classes="outline-button", click=logic.withdraw,
                            id="needle-withdraw", title="S")  # fmt: skip
                html.Button(shown("needle.advance"), type="button", classes="solid-button", click=logic.advance,
                            id="needle-advance", title="W")  # fmt: skip
            with html.Div(v_if=name.bent, classes="needle-tip"):
                ways = [(one, live(f"needle.{one}")) for one in ("spin", "bend")]
                switch(live("needle.tip"), ways, logic.choose_spin, f"({name.spin} ? 'spin' : 'bend')", wide=True,
                       key="tip")  # fmt: skip
                with html.Div(classes="needle-row"):
                    html.Span(shown("needle.bent_to"))
                    icon_button("turn-left", live("needle.anticlockwise"), (logic.rotate, "[-1]"), data_roll="-1")
                    html.Span(
                        icon("up"), classes="dial", style=(f"`transform: rotate(${{{name.roll_deg}}}deg)`",),
                        aria_hidden="true",
                    )  # fmt: skip
                    html.Span(f"{{{{ Math.round({name.roll_deg}) }}}}°", id="needle-roll")
                    icon_button("turn-right", live("needle.clockwise"), (logic.rotate, "[1]"), data_roll="1")

    @staticmethod
    def _picture(logic: NeedleLogic) -> None:
        name = logic.typed.name
        with html.Section(classes="needle-box needle-beam", aria_label=(live("needle.picture"),)):
            html.Button(shown("needle.expose"), type="button", classes="solid-button", click=logic.expose,
                        id="needle-expose", title="X")  # fmt: skip
            html.Button(
                shown("needle.live"), type="button", classes="outline-button", click=logic.toggle_live,
                aria_pressed=(name.live,), title=(live("needle.live_note"),), id="needle-live",
            )  # fmt: skip

    @staticmethod
    def _treat(logic: NeedleLogic) -> None:
        """Where the needle is said to be, and what is done there."""
        name = logic.typed.name
        with html.Section(
            classes="needle-box",
            v_if=f"{name.phase} === 'steer'",
            aria_label=(live("needle.treat"),),
            id="needle-treat",
        ):
            with html.Div(classes="needle-row"):
                html.Label(shown("needle.in_place"), html_for="needle-goal")
                html.Button(shown("needle.placed"), type="button", classes="outline-button", click=logic.placed,
                            id="needle-placed")  # fmt: skip
            with html.Select(id="needle-goal", v_model=(name.goal,)):
                html.Option(
                    f"{{{{ {name.placed}.includes(one.value) ? '✓ ' : '' }}}}{{{{ one.text }}}}",
                    v_for=f"one in {name.goals}", key="one.value", value=("one.value",),
                )  # fmt: skip
            with html.Div(v_if=name.heats):
                for kind in ("sensory", "motor"):
                    NeedlePanel._dosed(f"volts-{kind}", getattr(name, f"volts_{kind}"), "V", (0.1, 10, 0.1),
                                       live("needle.volts"), kind, (logic.stimulate, f"['{kind}']"))  # fmt: skip
            with html.Div(v_else=True):
                NeedlePanel._dosed("ml-contrast", name.contrast_ml, "mL", (0.1, 10, 0.1), live("needle.contrast"),
                                   "contrast", (logic.inject, "['contrast']"))  # fmt: skip
            NeedlePanel._dosed("ml-anaesthetic", name.anaesthetic_ml, "mL", (0.1, 10, 0.1), live("needle.anaesthetic"),
                               "anaesthetic", (logic.inject, "['anaesthetic']"))  # fmt: skip
            html.Button(shown("needle.heat"), type="button", classes="outline-button wide-button", click=logic.heat,
                        id="needle-heat", v_if=name.heats)  # fmt: skip

    @staticmethod
    def _dosed(
        key: str, state: str, unit: str, limits: tuple[float, float, float], label: str, word: str, act: Handler
    ) -> None:
        """How much, and the button that gives it."""
        low, high, step = limits
        with html.Div(classes="needle-row needle-dose"):
            html.Input(
                id=f"needle-{key}", type="number", min=low, max=high, step=step, v_model_number=(state,),
                aria_label=(label,),
            )  # fmt: skip
            html.Span(unit)
            html.Button(shown(f"needle.{word}"), type="button", classes="outline-button", click=act, data_treat=word)

    @staticmethod
    def _end(logic: NeedleLogic) -> None:
        with html.Div(classes="needle-end"):
            html.Button(shown("needle.give_up"), type="button", classes="text-link", click=logic.give_up,
                        id="needle-give-up")  # fmt: skip
            html.Button(shown("needle.finish"), type="button", classes="outline-button", click=logic.finish,
                        id="needle-finish")  # fmt: skip
