"""Scores one pair with a Python library: peers.py plain|cropped|monai REFERENCE PREDICTION STRUCTURES OUT

DSC, NSD at each tolerance and HD95 of every structure, as the library's own functions give them. `plain` hands the library
whole masks, as its users do. `cropped` finds every structure's bounding box in one pass over each volume, hands over masks
of that box alone, and shares the structures, the largest first, over two processes: the quickest way to use it as it is.
"""
import json
import sys
from multiprocessing import Pool

import nibabel
import numpy as np
import scipy.ndimage


def surface_distance():
    # The published version still uses names that NumPy 2 and SciPy 2 dropped.
    np.Inf, np.NaN = np.inf, np.nan
    scipy.ndimage.filters = scipy.ndimage.morphology = scipy.ndimage
    from surface_distance import metrics

    return metrics


def with_surface_distance(a, b, spacing, tolerances):
    sd = surface_distance()
    if not a.any() or not b.any():
        return {"dice": 0.0, "nsd": {}, "hd95Mm": None}
    distances = sd.compute_surface_distances(a, b, spacing)
    return {
        "dice": float(sd.compute_dice_coefficient(a, b)),
        "nsd": {mm: float(sd.compute_surface_dice_at_tolerance(distances, float(mm))) for mm in tolerances},
        "hd95Mm": float(sd.compute_robust_hausdorff(distances, 95)),
    }


def with_monai(a, b, spacing, tolerances):
    import torch
    from monai.metrics import compute_dice, compute_hausdorff_distance, compute_surface_dice

    if not a.any() or not b.any():
        return {"dice": 0.0, "nsd": {}, "hd95Mm": None}
    y, y_pred = (torch.from_numpy(m[None, None]) for m in (a, b))
    return {
        "dice": float(compute_dice(y_pred, y)),
        "nsd": {mm: float(compute_surface_dice(y_pred, y, [float(mm)], include_background=True, spacing=spacing)) for mm in tolerances},
        "hd95Mm": float(compute_hausdorff_distance(y_pred, y, include_background=True, percentile=95, spacing=spacing)),
    }


def boxes_of_labels(labels):
    """The bounding box of each label in either volume, one voxel wider where there is room."""
    found = [scipy.ndimage.find_objects(volume, max_label=max(labels)) for volume in (reference, prediction)]
    boxes = {}
    for label in labels:
        sides = [side[label - 1] for side in found if side[label - 1] is not None]
        boxes[label] = tuple(
            slice(max(0, min(s.start for s in axis) - 1), max(s.stop for s in axis) + 1) for axis in zip(*sides)
        ) or tuple(slice(0, 1) for _ in reference.shape)
    return boxes


def one(job):
    row, box = job
    a, b = reference[box] == row["label"], prediction[box] == row["label"]
    tolerances = [f"{mm:g}" for mm in row["toleranceMm"]]
    return {"label": row["label"], **score(a, b, spacing, tolerances)}


if __name__ == "__main__":
    mode, reference_path, prediction_path, structures_path, out_path = sys.argv[1:]
    image = nibabel.load(reference_path)
    reference = np.asarray(image.dataobj)
    prediction = np.asarray(nibabel.load(prediction_path).dataobj)
    spacing = tuple(float(size) for size in image.header.get_zooms())
    score = with_monai if mode == "monai" else with_surface_distance
    with open(structures_path) as file:
        rows = json.load(file)["structures"]
    if mode == "cropped":
        boxes = boxes_of_labels([row["label"] for row in rows])
        size = {label: np.prod([s.stop - s.start for s in box]) for label, box in boxes.items()}
        jobs = sorted(((row, boxes[row["label"]]) for row in rows), key=lambda job: -size[job[0]["label"]])
        with Pool(2) as pool:
            scores = pool.map(one, jobs, chunksize=1)
    else:
        scores = [one((row, ...)) for row in rows]
    with open(out_path, "w") as file:
        json.dump({"structures": scores}, file)
