"""Writes what the example `regions` should find in a part of its picture: `regions.py FOLDER`.

- `part.png`: rows 430 to 730, columns 200 to 500 of hubble_deep_field.jpg, grey, as Pillow decodes it.
- `labels.png`: sources, as scikit-image cuts them: a median of 101 × 101 pixels is taken off, a Gaussian of sigma 1.5
  smooths, Li's threshold tells lights from sky, peaks more than 5 pixels apart are the markers of a watershed, and what has
  fewer than 12 pixels is left out.
- `threshold.npy` and the columns of the table of regions (f64, rounded to ten places); `flux.npy` is area times mean.
"""

import pathlib
import sys

import numpy as np
from PIL import Image
from scipy import ndimage
from skimage import feature, filters, measure, segmentation

DATA = "crates/nd/examples/data/hubble_deep_field.jpg"
COLUMNS = ("area", "eccentricity", "axis_major_length", "perimeter", "solidity")


def picture():
    # A copy of this script lies deeper when what it writes is compared.
    above = pathlib.Path(__file__).resolve().parents
    path = next(root / DATA for root in above if (root / DATA).exists())
    return Image.open(path).convert("L").crop((200, 430, 500, 730))


def sources(grey):
    background = ndimage.median_filter(grey, 101).astype(float)
    light = ndimage.gaussian_filter(grey.astype(float) - background, 1.5)
    threshold = filters.threshold_li(light)
    peaks = feature.peak_local_max(light, min_distance=5, threshold_abs=threshold, exclude_border=False)
    markers = np.zeros(light.shape, np.uint32)
    markers[tuple(peaks.T)] = np.arange(1, len(peaks) + 1)
    labels = segmentation.watershed(-light, markers, mask=light > threshold)
    small = np.bincount(labels.ravel()) < 12
    labels = segmentation.relabel_sequential(np.where(small[labels], 0, labels))[0]
    return light, threshold, labels


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    part = picture()
    part.save(folder / "part.png", optimize=True)
    light, threshold, labels = sources(np.asarray(part))
    assert labels.max() < 256
    Image.fromarray(labels.astype(np.uint8)).save(folder / "labels.png", optimize=True)
    table = measure.regionprops_table(labels, light, properties=(*COLUMNS, "centroid", "intensity_mean"))
    results = {name: table[name] for name in COLUMNS}
    results["centroid"] = np.stack([table["centroid-0"], table["centroid-1"]], 1)
    results["flux"] = table["area"] * table["intensity_mean"]
    results["threshold"] = np.array([threshold])
    for name, result in results.items():
        np.save(folder / f"{name}.npy", np.round(np.asarray(result, float), 10))


main()
