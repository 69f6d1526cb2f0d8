"""DICOM files are valid, say that nobody is on them, and hold the picture bit for bit."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pydicom
import pytest

from spine_viewer.errors import InputError
from spine_viewer.export.dicom import Content, patient_orientation, secondary_capture
from spine_viewer.imaging import CArm, Look

NEWER_THAN_THE_CHECKER = "(0x0008,0x001c)"  # Synthetic Data, in the standard since 2023


@pytest.fixture
def grey() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (65, 47), dtype=np.uint8)


def read(content: bytes, tmp_path):
    file = tmp_path / "one.dcm"
    file.write_bytes(content)
    return pydicom.dcmread(file)


@pytest.mark.parametrize("colour", [False, True])
def test_it_holds_the_picture_bit_for_bit(grey, colour, tmp_path) -> None:
    picture = np.stack([grey, 255 - grey, grey // 2], axis=-1) if colour else grey
    data = read(secondary_capture(picture, Content("A test")), tmp_path)
    assert np.array_equal(data.pixel_array, picture)
    assert data.PhotometricInterpretation == ("RGB" if colour else "MONOCHROME2")
    assert data.file_meta.TransferSyntaxUID.is_little_endian


def test_it_says_that_it_is_synthetic_derived_and_of_nobody(grey, tmp_path) -> None:
    data = read(secondary_capture(grey, Content("X-ray of L4", "lumbar", ("R", "F"))), tmp_path)
    assert data.SOPClassUID.name == "Secondary Capture Image Storage"
    assert list(data.ImageType) == ["DERIVED", "SECONDARY"]
    assert data.SyntheticData == "YES" and "SYNTHETIC" in data.ImageComments
    assert "SYNTHETIC" in str(data.PatientName) and data.PatientBirthDate == ""
    assert data.BodyPartExamined == "LSPINE" and list(data.PatientOrientation) == ["R", "F"]
    assert "PixelSpacing" not in data


@pytest.mark.skipif(shutil.which("dciodvfy") is None, reason="dicom3tools are not installed")
@pytest.mark.parametrize("orientation", [None, ("RP", "F")])
def test_an_independent_checker_finds_no_fault(grey, orientation, tmp_path) -> None:
    file = tmp_path / "one.dcm"
    file.write_bytes(secondary_capture(grey, Content("A test", "cervical", orientation)))
    told = subprocess.run(["dciodvfy", file], capture_output=True, text=True, check=False)
    errors = [line for line in (told.stdout + told.stderr).splitlines() if line.startswith("Error")]
    assert [line for line in errors if NEWER_THAN_THE_CHECKER not in line] == []


@pytest.mark.parametrize(
    ("oblique", "tilt", "look", "wanted"),
    [
        (0.0, 0.0, Look(), ("R", "F")),
        (0.0, 0.0, Look(flip_left_right=True), ("L", "F")),
        (0.0, 0.0, Look(flip_up_down=True), ("R", "H")),
        (0.0, 0.0, Look(rotate_deg=90.0), ("H", "R")),
        (90.0, 0.0, Look(), ("P", "F")),
    ],
)
def test_letters_of_the_directions_follow_the_c_arm_and_every_turn_of_the_picture(oblique, tilt, look, wanted) -> None:
    arm = CArm(isocentre=(0.0, 0.0, 0.0), oblique_deg=oblique, tilt_deg=tilt)
    found = patient_orientation(arm, look)
    assert found == wanted


def test_what_is_no_picture_is_refused(grey) -> None:
    with pytest.raises(InputError, match="uint8"):
        secondary_capture(grey.astype(float), Content("A test"))
    with pytest.raises(InputError, match="region 'knee'"):
        secondary_capture(grey, Content("A test", "knee"))
