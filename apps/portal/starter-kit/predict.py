"""A minimal algorithm: a range of Hounsfield units for each structure. Replace `segment` by your model.

    python3 predict.py SCAN OUTPUT

SCAN is a NIfTI (.nii.gz) or MetaImage (.mha) file. OUTPUT is a file of the same kind, or a folder (ends with "/")
that gets one mask per structure. Needs numpy and nibabel.
"""

import json
import os
import sys
import zlib

import nibabel
import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "structures.json"), encoding="utf-8") as file:
    LABELS = {structure["name"]: structure["label"] for structure in json.load(file)["structures"]}

# Where a structure is not named here, it stays unsegmented: this is a start, not a good algorithm.
RANGES = {
    "lung_left": (-950, -500),
    "lung_right": (-950, -500),
    "liver": (80, 140),
    "femur_left": (300, 2000),
    "femur_right": (300, 2000),
}


def segment(scan):
    """Scan in Hounsfield units, axes (x, y, z) -> label map of the same shape."""
    labels = numpy.zeros(scan.shape, numpy.uint16)
    chosen = {name: RANGES[name] for name in LABELS if name in RANGES} or {next(iter(LABELS)): (80, 140)}
    left_half = numpy.arange(scan.shape[0])[:, None, None] < scan.shape[0] / 2
    for name, (low, high) in chosen.items():
        mask = (scan >= low) & (scan <= high)
        # In a scan stored from right to left (RAS), x grows towards the patient's right or left; halves are a guess.
        if name.endswith("_left"):
            mask &= left_half
        elif name.endswith("_right"):
            mask &= ~left_half
        labels[mask] = LABELS[name]
    return labels


def read_mha(path):
    with open(path, "rb") as file:
        content = file.read()
    header, lines, at = {}, [], 0
    while "ElementDataFile" not in header:
        end = content.index(b"\n", at)
        line = content[at:end].decode("ascii")
        key, value = (part.strip() for part in line.split("=", 1))
        header[key] = value
        lines.append(line)
        at = end + 1
    data = content[at:]
    if header.get("CompressedData") == "True":
        data = zlib.decompress(data)
    types = {"MET_SHORT": "<i2", "MET_USHORT": "<u2", "MET_INT": "<i4", "MET_FLOAT": "<f4", "MET_DOUBLE": "<f8", "MET_UCHAR": "u1", "MET_CHAR": "i1"}
    shape = tuple(int(n) for n in header["DimSize"].split())
    return lines, numpy.frombuffer(data, types[header["ElementType"]]).reshape(shape, order="F")


def write_mha(path, lines, labels):
    skipped = ("ElementType", "CompressedData", "ElementDataFile")
    kept = [line for line in lines if not line.startswith(skipped)]
    header = [*kept, "CompressedData = False", "ElementType = MET_USHORT", "ElementDataFile = LOCAL"]
    with open(path, "wb") as file:
        file.write(("\n".join(header) + "\n").encode("ascii"))
        file.write(labels.astype("<u2").tobytes(order="F"))


def main(scan_path, output):
    os.makedirs(os.path.dirname(output) or ".", exist_ok=True)
    if scan_path.endswith(".mha"):
        lines, scan = read_mha(scan_path)
        write_mha(output, lines, segment(scan))
        return
    image = nibabel.load(scan_path)
    labels = segment(numpy.asanyarray(image.dataobj))

    def save(values, path):
        # The scan's own affine: a label map that lies elsewhere is refused.
        nibabel.save(nibabel.Nifti1Image(values, image.affine), path)

    if output.endswith("/"):
        for name, label in LABELS.items():
            save((labels == label).astype(numpy.uint8), os.path.join(output, f"{name}.nii.gz"))
    else:
        save(labels, output)


if __name__ == "__main__":
    main(*sys.argv[1:])
