"""Tables of shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from spine_viewer.anatomy.bones.shape_table import read_columns
from spine_viewer.errors import InputError


def test_columns_are_read_by_parameter(tmp_path: Path) -> None:
    (tmp_path / "bone.csv").write_text("parameter,unit,T1,T2\nsaf_x,mm,1.5,2\n")
    assert read_columns("bone.csv", ("T1", "T2"), tmp_path) == {"T1": {"saf_x": 1.5}, "T2": {"saf_x": 2.0}}


@pytest.mark.parametrize(("cell", "shown"), [("wide", "'wide'"), ("", "''")])
def test_what_is_no_number_is_named_with_its_place(tmp_path: Path, cell: str, shown: str) -> None:
    (tmp_path / "bad.csv").write_text(f"parameter,unit,T1\nsaf_x,mm,{cell}\n")
    with pytest.raises(InputError, match=f"bad.csv line 2: saf_x of T1 is {shown}, not a number"):
        read_columns("bad.csv", ("T1",), tmp_path)


def test_a_missing_column_or_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "short.csv").write_text("parameter,unit,T1\nsaf_x,mm,1\n")
    with pytest.raises(InputError, match="saf_x of T2 is None"):
        read_columns("short.csv", ("T1", "T2"), tmp_path)
    with pytest.raises(InputError, match=r"missing table none\.csv"):
        read_columns("none.csv", ("T1",), tmp_path)
