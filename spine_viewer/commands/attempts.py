"""What the commands that practise share: scripts and records of attempts as files."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spine_viewer.anatomy.whole_file import whole_file
from spine_viewer.errors import InputError


def read_attempt(path: Path) -> Any:
    """What a file of JSON holds; raises ``InputError`` where it cannot be read or is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read {str(path)!r}: {error.strerror}") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}: no valid JSON ({error})") from error


def save_script(path: Path, actions: list[dict[str, Any]]) -> None:
    """Writes the JSON forms of actions as a script, whole or not at all."""
    with whole_file(path) as draft:
        draft.write_text(json.dumps({"actions": actions}, indent=1) + "\n", encoding="utf-8")


def table_of(options: argparse.Namespace, read: Callable[[Path], tuple[Any, ...]], table: Callable[[Any], str]) -> int:
    """``--csv`` of the records in the folder of ``--records``: read with ``read``, written as ``table`` says."""
    found = read(options.records)
    with whole_file(options.csv) as draft:
        draft.write_text(table(found), encoding="utf-8")
    print(f"{len(found)} records in {options.csv}")
    return 0
