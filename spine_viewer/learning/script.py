"""Actions as they stand in a file: a list of small objects, each naming what it does under ``do``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from spine_viewer.errors import InputError

ActionT = TypeVar("ActionT")


def read_one(adapter: TypeAdapter[ActionT], content: Any, place: str = "action") -> ActionT:
    """An action from its JSON form.

    Raises
    ------
    InputError
        With the place, the value and what is wrong with it.
    """
    try:
        return adapter.validate_python(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in (place, *first["loc"]))
        raise InputError(f"{where}: {first['msg']}, got {first.get('input')!r}") from error


def read_script(adapter: TypeAdapter[ActionT], content: Any, place: str = "actions") -> tuple[ActionT, ...]:
    """A script: a list of actions, or an object with one under ``actions``."""
    listed = content.get("actions") if isinstance(content, dict) else content
    if not isinstance(listed, list):
        raise InputError(f"{place}: a script is a list of actions, or an object with such a list as 'actions'")
    return tuple(read_one(adapter, one, f"{place}.{n}") for n, one in enumerate(listed))


def write_script(actions: Iterable[BaseModel]) -> list[dict[str, Any]]:
    """The JSON form of a script; reading it back gives equal actions."""
    return [one.model_dump(mode="json", exclude_none=True) for one in actions]
