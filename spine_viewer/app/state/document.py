"""What is chosen as a JSON document, and back: the form in which a view is kept in a file.

The document names its version and every field of :class:`spine_viewer.app.choices.Choices`; a field that it leaves out
has its default. It is read strictly: an unknown name, a wrong type or a value that is not allowed is refused with one
line.
"""

from __future__ import annotations

import json
import reprlib
from pathlib import Path
from typing import Any, NoReturn

from pydantic import TypeAdapter, ValidationError

from spine_viewer.app.choices import Choices
from spine_viewer.app.state.check import check_choices
from spine_viewer.errors import InputError

VERSION_KEY, VERSION = "spine_viewer_state", 1
LARGEST = 1_000_000  # characters
CHOICES = TypeAdapter(Choices)


def as_document(choices: Choices) -> dict[str, Any]:
    """Everything that is chosen, as plain JSON values; the same choices always give the same document."""
    fields = CHOICES.dump_python(choices, mode="json")
    for name, value in fields.items():
        if isinstance(getattr(choices, name), frozenset):
            fields[name] = sorted(value)
    return {VERSION_KEY: VERSION, **fields}


def short_document(choices: Choices) -> dict[str, Any]:
    """Only what differs from the defaults."""
    whole, usual = as_document(choices), as_document(Choices())
    return {name: value for name, value in whole.items() if name == VERSION_KEY or value != usual[name]}


def as_text(choices: Choices) -> str:
    """Content of a file that keeps the view."""
    return json.dumps(as_document(choices), indent=1, ensure_ascii=False) + "\n"


def from_document(document: Any, name: str = "view") -> Choices:
    """The choices of a document.

    Parameters
    ----------
    document : dict
        From :func:`as_document`.
    name : str
        What the error calls it, such as the name of the file.

    Raises
    ------
    InputError
        With the place, the value and what is allowed.
    """
    if not isinstance(document, dict) or VERSION_KEY not in document:
        raise InputError(f"{name}: this is no view of the spine viewer ({VERSION_KEY!r} is missing)")
    if document[VERSION_KEY] != VERSION:
        raise InputError(f"{name}: version {reprlib.repr(document[VERSION_KEY])}; allowed: {VERSION}")
    fields = {key: value for key, value in document.items() if key != VERSION_KEY}
    try:
        choices = CHOICES.validate_json(json.dumps(fields), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        got = "" if first["type"] == "value_error" else f", got {reprlib.repr(first.get('input'))}"
        raise InputError(f"{name}: {place}: {message}{got}") from error
    _refuse_unknown(fields, CHOICES.dump_python(choices, mode="json"), name)
    try:
        check_choices(choices)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error
    return choices


def from_text(text: str, name: str = "view") -> Choices:
    """The choices that a file's content keeps; see :func:`from_document`."""
    if len(text) > LARGEST:
        raise InputError(f"{name}: {len(text)} characters; allowed: at most {LARGEST}")
    try:
        document = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise InputError(f"{name}: line {error.lineno}: no valid JSON ({error.msg})") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name}: {error}") from error
    return from_document(document, name)


def from_file(path: Path) -> Choices:
    """The choices that a file keeps.

    Raises
    ------
    InputError
        Where it cannot be read, or is no view.
    """
    try:
        return from_text(path.read_text(encoding="utf-8"), path.name)
    except OSError as error:
        raise InputError(f"cannot read {str(path)!r}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: no UTF-8 text ({error.reason})") from error


def _refuse_unknown(given: Any, known: Any, name: str, place: str = "") -> None:
    """Names that mean nothing are refused, at any depth; nothing is lost silently."""
    if isinstance(given, list) and isinstance(known, list) and len(given) == len(known):
        for n, (one, other) in enumerate(zip(given, known, strict=True)):
            _refuse_unknown(one, other, name, f"{place}.{n}")
    if not isinstance(given, dict) or not isinstance(known, dict):
        return
    for key, value in given.items():
        where = f"{place}.{key}" if place else str(key)
        if key not in known:
            raise InputError(f"{name}: unknown name {where!r}; allowed: {', '.join(sorted(known))}")
        _refuse_unknown(value, known[key], name, where)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"number {text} is too large")
    return number


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")
