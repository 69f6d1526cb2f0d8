"""HTML elements for the panels.

trame's own elements keep only the attributes that they know; these keep every one, so that a control can carry its
``role``, ``aria_label`` or ``data_step``. A value in a one-element tuple is an expression that follows the state.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from trame_client.widgets.core import AbstractElement

BINDINGS = ("v_model_", "v_bind_", "v_on_")
OWN_OPTIONS = frozenset({"children", "ctx_name", "connect_parent", "trame_server", "raw_attrs"})


class Element(AbstractElement):
    """One element with any attributes; used as a context it takes what is made inside as children.

    Parameters
    ----------
    tag : str
    children : str or list, optional
    events : tuple of str
        Names among ``attributes`` that are events of the element's own.
    **attributes
        ``aria_label="..."`` becomes ``aria-label``, ``html_for`` the ``for`` of a label; ``click=function`` and the
        like call Python.
    """

    def __init__(self, tag: str, children: Any = None, events: tuple[str, ...] = (), **attributes: Any) -> None:
        if "html_for" in attributes:
            attributes["for"] = attributes.pop("html_for")
        super().__init__(tag, children, **attributes)
        self._event_names += list(events)
        known = self._impl.allowed_keys | OWN_OPTIONS
        self._attr_names += [n for n in attributes if n not in known and not n.startswith(BINDINGS)]


A = partial(Element, "a")
Aside = partial(Element, "aside")
Button = partial(Element, "button")
Dd = partial(Element, "dd")
Details = partial(Element, "details")
Div = partial(Element, "div")
Dl = partial(Element, "dl")
Dt = partial(Element, "dt")
Footer = partial(Element, "footer")
H1 = partial(Element, "h1")
H2 = partial(Element, "h2")
Header = partial(Element, "header")
I = partial(Element, "i")  # noqa: E741
Input = partial(Element, "input")
Label = partial(Element, "label")
Li = partial(Element, "li")
Main = partial(Element, "main")
Nav = partial(Element, "nav")
Ol = partial(Element, "ol")
Output = partial(Element, "output")
Option = partial(Element, "option")
P = partial(Element, "p")
Progress = partial(Element, "progress")
Section = partial(Element, "section")
Select = partial(Element, "select")
Span = partial(Element, "span")
Strong = partial(Element, "strong")
Summary = partial(Element, "summary")
Ul = partial(Element, "ul")
