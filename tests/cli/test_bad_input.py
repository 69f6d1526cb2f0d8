"""Bad input of every command: exit status 2, one line that names what is allowed, nothing written, nothing loaded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Every row: the arguments (OUT is a folder that may be written to) and a word that the message must hold.
BAD = [
    ("nonsense", "invalid choice"),
    ("view --port 70000", "0 to 65535"),
    ("view --port x", "0 to 65535"),
    ("view --host home", "127.0.0.1, 0.0.0.0"),
    ("view --host 203.0.113.7", "no such address"),
    ("view --region thigh", "lumbar"),
    ("view --language xx", "en"),
    ("view --audience cat", "patient, professional"),
    ("view --procedure surgery", "medial-branch-rf"),
    ("view --joint L4-L5", "needs --procedure"),
    ("view --procedure medial-branch-rf --joint L4-L5", "needs --joint"),
    ("view --state OUT/none.json", "cannot read"),
    ("view --state OUT/none.json --region cervical", "leave out --region"),
    ("view --state http://127.0.0.1/#state=xyz", "cut short"),
    ("shot OUT/a.png --state OUT/none.json", "cannot read"),
    ("shot OUT/a.png --state OUT/none.json --level L4", "leave out --level"),
    ("--port -1", "0 to 65535"),
    ("shot", "required"),
    ("shot OUT/a.jpg", ".png"),
    ("shot OUT/none/a.png", "no folder"),
    ("shot OUT/folder.png", "is a folder"),
    ("shot OUT/a.png --view sideways", "posterior"),
    ("shot OUT/a.png --size 10x10", "64 to 8192"),
    ("shot OUT/a.png --size big", "WIDTHxHEIGHT"),
    ("shot OUT/a.png --layers bones,hair", "nerves"),
    ("shot OUT/a.png --region thigh", "lumbar"),
    ("shot OUT/a.png --at 3", "--procedure"),
    ("shot OUT/a.png --language fr", "en, es"),
    ("plan medial-branch-rf --joint L4-L5 --side left --language fr", "en, es"),
    ("fluoro OUT/a.png --level L4 --language fr", "en, es"),
    ("shot OUT/a.png --procedure medial-branch-rf --joint L9-L5 --side left", "L4-L5"),
    ("shot OUT/a.png --procedure medial-branch-rf --joint L4-L5 --side up", "left, right"),
    ("shot OUT/a.png --heat bone", "--procedure"),
    ("shot OUT/a.png --print a3", "a5, a4, letter"),
    ("shot OUT/a.png --print a4 --size 100x100", "leave out --size"),
    ("shot OUT/a.png --label-pt 9", "--print"),
    ("shot OUT/a.png --print a4 --label-pt 99", "5 to 24"),
    ("shot OUT/a.png --print a4 --label-pt 9 --clean", "leave out --label-pt"),
    ("shot OUT/a.png --orientation landscape", "--print"),
    ("shot OUT/a.png --background pink", "transparent"),
    ("shot OUT/set --set all", "before-after"),
    ("shot OUT/set --set steps", "--procedure"),
    ("shot OUT/none/set --set healthy-arthritic --joint L4-L5 --side left", "no folder"),
    ("shot OUT/set --set healthy-arthritic --joint L4-L5", "--side"),
    ("shot OUT/set --set steps --at 3", "leave out --at"),
    ("handout", "OUT.pdf"),
    ("handout OUT/a.png --procedure medial-branch-rf --joint L4-L5 --side left", ".pdf"),
    ("handout OUT/a.pdf", "--procedure"),
    ("handout OUT/a.pdf --procedure medial-branch-rf --joint L4-L5 --side left --language en,es", "one language"),
    ("handout OUT/a.pdf --procedure medial-branch-rf --joint L4-L5 --side left --paper a5", "a4, letter"),
    ("handout OUT/a.pdf --procedure medial-branch-rf --joint L4-L5 --side left --template OUT", "--write-template"),
    ("handout OUT/a.pdf --procedure medial-branch-rf --joint L4-L5 --side left --workers 2", "--all"),
    ("handout --all OUT/none/all", "no folder"),
    ("handout --all OUT/all --joint L4-L5", "needs --procedure"),
    ("handout --all OUT/all --sex female", "default spine"),
    ("shot OUT/a.png --heat cold", "even, bone"),
    ("fluoro OUT/a.png", "--level"),
    ("fluoro OUT/a.tif --level L4", ".png, .dcm, .npy"),
    ("fluoro OUT/none/a.npy --level L4", "no folder"),
    ("fluoro OUT/a.png --level C1", "C2, C3"),
    ("fluoro OUT/a.png --level L4 --side up", "left, right"),
    ("fluoro OUT/a.png --level L4 --oblique 400", "degrees"),
    ("fluoro OUT/a.png --level L4 --oblique nan", "degrees"),
    ("fluoro OUT/a.png --level L4 --tilt -100", "degrees"),
    ("fluoro OUT/a.png --level L4 --pose lying", "standing, prone"),
    ("fluoro OUT/a.png --level L4 --size 3", "pixels"),
    ("fluoro OUT/a.png --level L4 --procedure medial-branch-rf", "--side"),
    ("fluoro OUT/a.png --level L4 --procedure medial-branch-rf --side left", "--joint"),
    ("export OUT/a.obj", ".glb, .stl"),
    ("export OUT/a.glb --structures L9", "unknown structure 'L9'; allowed: ids such as L4"),
    ("export OUT/a.glb --layers hair", "bones"),
    ("export OUT/a.stl --layers skin,nerves --pose up", "standing, prone"),
    ("export OUT/a.glb --at lesion:1", "--at needs --procedure"),
    ("fluoro OUT/a.png --level L4 --at contrast:1", "--at needs --procedure"),
    ("fluoro OUT/a.png --level L4 --uptake", "--uptake needs --at"),
    ("fluoro OUT/a.png --level L4 --view above", "trajectory"),
    ("fluoro OUT/a.png --level L4 --view ap --tilt 10", "--tilt"),
    ("fluoro OUT/a.png --level T12 --view oblique", "L1, L2"),
    ("fluoro OUT/a.png --level L4 --view pillar", "C3, C4, C5, C6, C7, got L4"),
    ("fluoro OUT/a.png --level L4 --gauge", "--view"),
    ("fluoro OUT/a.png --level L4 --landmarks", "--view"),
    ("fluoro OUT/a.png --level L4 --wig-wag 30", "-10 to 10 degrees"),
    ("fluoro OUT/a.png --level L4 --iris 0", "0.25 to 1"),
    ("fluoro OUT/a.png --level L4 --field 7", "'6', '9', '12'"),
    ("fluoro OUT/a.png --level L4 --tilt -70", "would hit"),
    ("shot OUT/a.png --oblique 20", "--level"),
    ("bones", "required"),
    ("bones paint", "invalid choice"),
    ("bones build --only femur", "sacrum"),
    ("bones measure --speed 3", "unrecognized"),
    ("plan", "required"),
    ("carm-practice --view corner --level L4", "allowed: T1"),
    ("carm-practice --view corner --region lumbar", "does not apply to the lumbar region"),
    ("carm-practice --difficulty 4", "1 to 3"),
    ("carm-practice --ideal --script OUT/none.json", "do not go together"),
    ("carm-practice --script OUT/none.json", "cannot read"),
    ("carm-practice --record OUT/a.json", "--ideal"),
    ("carm-practice --csv OUT/a.csv", "go together"),
    ("carm-practice --records OUT/none --csv OUT/a.csv", "there is no folder"),
    ("practice", "--script"),
    ("practice --expert", "--procedure"),
    ("practice --expert --procedure medial-branch-rf", "needs --joint"),
    ("practice --expert --fault ventral", "needs one of"),
    ("practice --fault sneeze", "wrong_level"),
    ("practice --script OUT/none.json", "cannot read"),
    ("practice --csv OUT/a.csv", "go together"),
    ("plan medial-branch-rf --joint L4-L5 --side left --perfusion bench", "--beside-bone"),
    ("plan medial-branch-rf", "--joint"),
    ("plan medial-branch-rf --joint L4-L5", "--side"),
    ("plan surgery --joint L4-L5 --side left", "medial-branch-rf"),
    ("plan medial-branch-rf --joint L4-S1 --side left", "L4-L5"),
    ("plan medial-branch-rf --joint C2-C3 --side left", "use third-occipital-rf"),
    ("plan medial-branch-block --joint C1-C2 --side left", "C3-C4"),
    ("plan third-occipital-block --joint C3-C4 --side left", "allowed: C2-C3"),
    ("view --procedure medial-branch-block --joint C2-C3 --side left", "use third-occipital-block"),
    ("plan medial-branch-rf --joint L4-L5 --side middle", "left, right, both"),
    ("plan medial-branch-rf --joint L4-L5 --joint C4-C5 --side left", "one session takes joints of one region"),
    ("plan medial-branch-rf --joint L4-L5 --joint C2-C3 --side both", "use third-occipital-rf"),
    ("lesion --gauge 19", "18"),
    ("lesion --gauge thick", "int"),
    ("lesion --tip 40", "mm"),
    ("lesion --temperature 200", "C"),
    ("lesion --time -5", "s"),
    ("lesion --time nan", "s"),
    ("lesion --perfusion lots", "bench, body"),
    ("lesion --kind bent", "straight, curved, cooled"),
    ("lesion --kind cooled --gauge 22", "17, 18"),
    ("lesion --tip 12 --cannula 10", "longer than the cannula"),
    ("lesion --bipolar", "--electrodes"),
    ("lesion --electrodes 20", "1 to 8"),
    ("lesion --electrodes 2 --spacing 90", "2 to 30 mm"),
    ("lesion --bone -3", "0 to 30 mm"),
    ("lesion --bone 1 --time -4", "s"),
    ("lesion --joint L4-L5", "--side"),
    ("lesion --joint L4-L5 --side left --bone 2", "--bone"),
    ("doctor --heal", "unrecognized"),
]


@pytest.mark.parametrize(("line", "word"), BAD, ids=[line.replace("OUT/", "") for line, _ in BAD])
def test_bad_input_is_refused_in_one_line(run, tmp_path: Path, line: str, word: str) -> None:
    (tmp_path / "folder.png").mkdir()
    status, out, err = run(*line.replace("OUT", str(tmp_path)).split())
    assert status == 2
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("spine-viewer: ")
    assert word in err
    assert [path.name for path in tmp_path.rglob("*")] == ["folder.png"]


def test_a_folder_that_may_not_be_written_to_is_refused(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # root may write everywhere
    status, _, err = run("fluoro", str(tmp_path / "a.png"), "--level", "L4")
    assert (status, err.count("\n")) == (2, 1)
    assert "permission denied" in err


def test_a_refusal_shows_no_traceback_and_loads_no_heavy_library(run_app) -> None:
    code = (
        "import sys; from spine_viewer.cli import main; status = main(sys.argv[1:]);"
        "print(sorted({'vtkmodules', 'pyvista', 'numba', 'numpy', 'trame'} & set(sys.modules))); sys.exit(status)"
    )
    done = run_app("fluoro", "a.png", "--level", "C1", code=code)
    assert done.returncode == 2
    assert done.stdout.strip() == "[]"
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    from spine_viewer.commands.output import whole_file
    from spine_viewer.errors import InputError

    target = tmp_path / "a.png"
    target.write_text("old")
    with pytest.raises(InputError, match="No space left"), whole_file(target) as temporary:
        temporary.write_text("half")
        raise OSError(28, "No space left on device")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]
