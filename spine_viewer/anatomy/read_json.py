"""Reads an annotation file through its pydantic model, with one clear error when it is bad."""

from __future__ import annotations

import json
import reprlib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from spine_viewer.errors import InputError

Model = TypeVar("Model", bound=BaseModel)


def read_model(path: Path, model: type[Model]) -> Model:
    """``path`` as ``model``.

    Raises
    ------
    InputError
        With file, place, value and what is allowed, when the file is missing, no JSON, or not as the model says.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: no text in UTF-8 ({error.reason})") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{path.name}: line {error.lineno}: no valid JSON ({error.msg})") from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        got = "" if first["type"] == "missing" else f", got {reprlib.repr(first.get('input'))}"
        raise InputError(f"{path.name}: {place}: {first['msg']}{got}") from error
