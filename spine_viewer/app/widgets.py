"""Small building blocks of the page: icons, icon buttons, the picture element."""

from __future__ import annotations

from typing import Any

from spine_viewer.app import html
from spine_viewer.app.html import Element

Handler = Any  # a Python function, a (function, "[arguments]") pair, or a JavaScript expression


def icon(name: str) -> str:
    """Markup of an icon of ``web/icons.svg``; hidden from screen readers, the control around it carries the name."""
    return f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"></use></svg>'


def icon_button(name: str, label: str, click: Handler, **options: Any) -> Element:
    """A square button with an icon and a spoken name, which is its tooltip too."""
    classes = options.pop("classes", "icon-button")
    return html.Button(
        icon(name), type="button", title=label, aria_label=label, click=click, classes=classes, **options
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


class Keys(Element):
    """Listens to the keys of the whole page (``web/keys.js``)."""

    def __init__(self, **options: Any) -> None:
        super().__init__("sv-keys", **options)
