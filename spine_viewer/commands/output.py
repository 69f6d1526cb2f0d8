"""What a command hands out: one JSON document, or a file that is either whole or not there."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy.whole_file import whole_file as whole_file
from spine_viewer.errors import InputError
from spine_viewer.progress import progress_bar as progress_bar

if TYPE_CHECKING:
    from spine_viewer.anatomy.rules.finding import Finding


def print_json(document: Any) -> None:
    """Print ``document`` as JSON; arrays and numpy numbers become lists and numbers, NaN is an error."""
    print(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False, default=_plain))


def report_findings(findings: Sequence[Finding], as_json: bool) -> int:
    """Print what checks found: the failed ones and a count, or all as JSON. Exit status 1 if any failed, else 0."""
    bad = [finding for finding in findings if not finding.ok]
    if as_json:
        print_json({"passed": not bad, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in bad:
            print(f"FAILED {finding.rule}: {finding.subject}: {finding.value} (allowed: {finding.allowed})")
        print(f"{len(findings) - len(bad)} of {len(findings)} checks passed")
    return 1 if bad else 0


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A temporary folder beside ``path``; what is in it comes into the folder ``path`` when all went well.

    Files that ``path`` has already stay, but for those of the same names.
    """
    try:
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    except OSError as error:
        raise InputError(f"cannot write {str(path)!r}: {error.strerror}") from error
    try:
        yield temporary
        path.mkdir(exist_ok=True)
        for file in sorted(temporary.iterdir()):
            file.replace(path / file.name)
    except OSError as error:
        raise InputError(f"cannot write {str(path)!r}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
