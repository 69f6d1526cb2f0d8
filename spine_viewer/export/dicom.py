"""A picture as DICOM Secondary Capture (PS3.3 A.8.1), marked synthetic and derived, for teaching files and PACS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError

if TYPE_CHECKING:
    from spine_viewer.imaging import CArm, Look

Array = NDArray[np.float64]
MAKER = "spine_viewer"
BODY_PARTS = {"cervical": "CSPINE", "thoracic": "TSPINE", "lumbar": "LSPINE", "whole": "SPINE"}
DERIVATION = "Computed from a parametric model of the spine by spine_viewer. No patient, no device: for teaching only."
SHOWN_COMPONENT = 0.38  # of a unit vector: an oblique direction gets a second letter beyond 22 degrees


@dataclass(frozen=True)
class Content:
    """What a picture shows.

    ``title`` becomes the description of the series; ``region`` the body part; ``orientation`` the letters of the
    directions to the right and down (PS3.3 C.7.6.1.1.1), empty where the picture is no projection; ``words`` whether
    letters are burnt into it.
    """

    title: str
    region: str = "lumbar"
    orientation: tuple[str, str] | None = None
    words: bool = True


def patient_orientation(carm: CArm, look: Look) -> tuple[str, str]:
    """Letters of the directions to the right and down of an X-ray as it is shown, such as ``("L", "F")``.

    World axes are LPS: +x the patient's left, +y posterior, +z head.
    """
    middle = np.array([0.5 * carm.size[1], 0.5 * carm.size[0]])
    shown = look.placed(middle + np.array([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]), carm.size)
    back = np.linalg.inv(np.column_stack([shown[1] - shown[0], shown[2] - shown[0]]))
    right, down = (back[0, k] * carm.right - back[1, k] * carm.up for k in (0, 1))
    return _letters(right), _letters(down)


def _letters(direction: Array) -> str:
    """The main direction first, then those that matter beside it."""
    order = np.argsort(-np.abs(direction))
    names = ["LR"[int(direction[0] < 0)], "PA"[int(direction[1] < 0)], "HF"[int(direction[2] < 0)]]
    return "".join(names[k] for n, k in enumerate(order) if n == 0 or abs(direction[k]) > SHOWN_COMPONENT)


def secondary_capture(picture: NDArray[np.uint8], content: Content, now: datetime | None = None) -> bytes:
    """The bytes of a DICOM file (explicit VR, little endian) with its preamble.

    Parameters
    ----------
    picture : (rows, columns) or (rows, columns, 3) uint8
        Grey or RGB.
    content : Content
    now : datetime, optional
        When it was made; default: now.

    Raises
    ------
    InputError
        If pydicom is missing or the picture is of another kind.
    """
    if picture.dtype != np.uint8 or not (picture.ndim == 2 or (picture.ndim == 3 and picture.shape[2] == 3)):
        raise InputError(f"picture {picture.dtype} {picture.shape}; allowed: uint8, (rows, columns) or with 3 channels")
    if content.region not in BODY_PARTS:
        raise InputError(f"region {content.region!r}; allowed: {', '.join(BODY_PARTS)}")
    from pydicom.dataset import FileDataset, FileMetaDataset
    from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage, generate_uid

    made = now or datetime.now()
    instance = generate_uid(prefix=None)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    meta.MediaStorageSOPInstanceUID = instance
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationVersionName = MAKER[:16].upper()
    data: Any = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128)  # type: ignore[arg-type]
    data.SpecificCharacterSet = "ISO_IR 192"
    data.SOPClassUID, data.SOPInstanceUID = SecondaryCaptureImageStorage, instance
    _of_nobody(data)
    _of_the_study(data, content, made, generate_uid(prefix=None), generate_uid(prefix=None))
    _of_the_image(data, picture, content, made)
    out = BytesIO()
    data.save_as(out, enforce_file_format=True)
    return out.getvalue()


def _of_nobody(data: Any) -> None:
    """The patient: nobody."""
    data.PatientName = "SYNTHETIC^SPINE_VIEWER"
    data.PatientID = "SYNTHETIC"
    data.PatientBirthDate = ""
    data.PatientSex = ""
    data.PatientComments = "Not a patient: a computed model."


def _of_the_study(data: Any, content: Content, made: datetime, study: str, series: str) -> None:
    """Study, series and the equipment."""
    day, clock = made.strftime("%Y%m%d"), made.strftime("%H%M%S")
    data.StudyInstanceUID, data.SeriesInstanceUID = study, series
    data.StudyDate = data.SeriesDate = data.ContentDate = day
    data.StudyTime = data.SeriesTime = data.ContentTime = clock
    data.StudyID, data.SeriesNumber, data.InstanceNumber = "1", 1, 1
    data.AccessionNumber = data.ReferringPhysicianName = ""
    data.StudyDescription = "Synthetic teaching image"
    data.SeriesDescription = content.title[:64]
    data.Modality, data.ConversionType = "OT", "WSD"
    data.BodyPartExamined = BODY_PARTS[content.region]
    data.Manufacturer = data.SecondaryCaptureDeviceManufacturer = MAKER
    data.SecondaryCaptureDeviceSoftwareVersions = data.SoftwareVersions = _version()


def _of_the_image(data: Any, picture: NDArray[np.uint8], content: Content, made: datetime) -> None:
    """Pixels, and what is said of them. No pixel spacing: nothing may be measured on it."""
    data.ImageType = ["DERIVED", "SECONDARY"]
    data.SyntheticData = "YES"
    data.DerivationDescription = DERIVATION
    data.ImageComments = f"SYNTHETIC. {content.title}"
    data.DateOfSecondaryCapture, data.TimeOfSecondaryCapture = made.strftime("%Y%m%d"), made.strftime("%H%M%S")
    data.BurnedInAnnotation = "YES" if content.words else "NO"
    data.PatientOrientation = list(content.orientation) if content.orientation else ""
    grey = picture.ndim == 2
    data.SamplesPerPixel = 1 if grey else 3
    data.PhotometricInterpretation = "MONOCHROME2" if grey else "RGB"
    if not grey:
        data.PlanarConfiguration = 0
    data.Rows, data.Columns = picture.shape[:2]
    data.BitsAllocated = data.BitsStored = 8
    data.HighBit, data.PixelRepresentation = 7, 0
    pixels = np.ascontiguousarray(picture).tobytes()
    data.PixelData = pixels + b"\0" * (len(pixels) % 2)
    data["PixelData"].VR = "OB"


def _version() -> str:
    try:
        return version("spine-viewer")
    except PackageNotFoundError:  # from a checkout
        return "development"
