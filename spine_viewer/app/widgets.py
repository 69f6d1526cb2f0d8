"""Small building blocks of the page: icons, icon buttons, the picture element."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spine_viewer.app import html
from spine_viewer.app.html import Element
from spine_viewer.app.text import live

Handler = Any  # a Python function, a (function, "[arguments]") pair, or a JavaScript expression


def icon(name: str) -> str:
    """Markup of an icon of ``web/icons.svg``; hidden from screen readers, the control around it carries the name."""
    return f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"></use></svg>'


def icon_button(name: str, label: str, click: Handler, **options: Any) -> Element:
    """A square button with an icon and a spoken name, which is its tooltip too.

    ``label`` is an expression, such as :func:`app.text.live` gives.
    """
    classes = options.pop("classes", "icon-button")
    return html.Button(
        icon(name), type="button", title=(label,), aria_label=(label,), click=click, classes=classes, **options
    )


def switch(
    label: str,
    options: Iterable[tuple[str, str]],
    choose: Handler,
    chosen: str,
    *,
    wide: bool = False,
    grid: bool = False,
    key: str = "",
    among: str = "",
    **more: Any,
) -> None:
    """A row of buttons of which one is pressed.

    Parameters
    ----------
    label : str
        Expression for the spoken name of the row.
    options : iterable of (str, str)
        Values, and expressions for the words on their buttons.
    choose : callable
        Called with the value of a button.
    chosen : str
        Name of the state that holds the chosen value.
    wide : bool
        As wide as the panel.
    grid : bool
        In as many rows as are needed, buttons below each other.
    key : str
        Each button carries its value as ``data-<key>``; none where empty.
    among : str
        Name of the state that lists the values which are offered now; all are where empty.
    **more
        Further attributes of every button.
    """
    classes = "switch" + " wide" * wide + " grid" * grid
    with html.Div(classes=classes, role="group", aria_label=(label,)):
        for value, words in options:
            marks: dict[str, Any] = {f"data_{key}": value} if key else {}
            if among:
                marks["v_show"] = f"{among}.includes('{value}')"
            html.Button(
                f"{{{{ {words} }}}}",
                type="button",
                click=(choose, f"['{value}']"),
                aria_pressed=(f"{chosen} === '{value}'",),
                **marks,
                **more,
            )


def slider(
    key: str,
    title: str,
    value: str,
    text: str,
    range_: tuple[float, float, float],
    *,
    label: str,
    reverse: bool = False,
    **more: Any,
) -> None:
    """A row with a slider: title, slider, value in words.

    Parameters
    ----------
    key : str
        Id of the slider.
    title : str
        Expression for what stands before it.
    value, text : str
        States that hold the number and its words.
    range_ : (low, high, step)
    label : str
        Expression for its spoken name.
    reverse : bool
        The high end is at the left.
    **more
        Further attributes of the slider.
    """
    low, high, step = range_
    with html.Label(classes="slider"):
        html.Span(f"{{{{ {title} }}}}")
        html.Input(
            id=key,
            type="range",
            min=low,
            max=high,
            step=step,
            dir="rtl" if reverse else "ltr",
            v_model_number=(value,),
            aria_label=(label,),
            aria_valuetext=(text,),
            **more,
        )
        html.Output(f"{{{{ {text} }}}}")


class Dialog(Element):
    """A dialogue over everything else (``web/dialog.js``): it keeps the keys to itself and gives the focus back.

    Parameters
    ----------
    title : str
        Expression for its heading.
    shown : str
        Name of the state that opens it.
    close : callable
        What the close button, Escape and a click beside it do.
    """

    def __init__(self, title: str, shown: str, close: Handler, **options: Any) -> None:
        super().__init__("sv-dialog", events=("leave",), v_if=shown, leave=close, aria_label=(title,), **options)
        with self, html.Div(classes="dialog-head"):
            html.H1(f"{{{{ {title} }}}}")
            icon_button("close", live("common.close"), close)


class FigureButton(Element):
    """A figure that opens its own source.

    Parameters
    ----------
    ask : callable
        Opens it: :meth:`NumbersLogic.ask`.
    value : str
        Expression for the figure.
    about : str
        Arguments of ``ask`` as JavaScript, without the brackets.
    """

    def __init__(self, ask: Handler, value: str, about: str) -> None:
        label = live("numbers.source_of", value=value)
        super().__init__(
            "button",
            f"{{{{ {value} }}}}",
            type="button",
            classes="figure",
            title=(label,),
            aria_label=(label,),
            aria_haspopup="dialog",
            click=(ask, f"[{about}]"),
        )


class Picture(Element):
    """A picture that the server draws (``web/picture.js``).

    Parameters
    ----------
    name : str
        Name of its source on the server.
    """

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__("sv-picture", events=("choose",), name=name, **options)


class FullScreen(Element):
    """Fills the whole screen while a state is true, where the browser lets it (``web/fullscreen.js``).

    Parameters
    ----------
    on : str
        Name of the state.
    enter, back : str
        Ids of the controls that get the focus then, and afterwards.
    """

    def __init__(self, on: str, enter: str, back: str) -> None:
        super().__init__("sv-full-screen", on=(on,), enter=enter, back=back)


class Keys(Element):
    """Listens to the keys of the whole page (``web/keys.js``)."""

    def __init__(self, **options: Any) -> None:
        super().__init__("sv-keys", **options)


class Focus(Element):
    """Gives the focus to a control when it appears (``web/plugin.js``); with another ``key`` it does so again.

    Parameters
    ----------
    to : str
        CSS selector of the control.
    show : str
        CSS selector of what is scrolled into sight; the control itself where it is empty.
    """

    def __init__(self, to: str, show: str = "", **options: Any) -> None:
        super().__init__("sv-focus", to=to, show=show, **options)
