"""Writes names.txt: the public names of scipy.ndimage and of the modules of scikit-image, for the table that
`cargo xtask parity` makes.

    python golden/image_names.py [FOLDER]     (SciPy 1.17.1, scikit-image 0.26.0)

One a line: the module, a space, the name. Submodules, exceptions and warnings are left out.
"""

import importlib
import pathlib
import sys

HOME = pathlib.Path(__file__).parent.parent / "xtask/image"
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME
MODULES = [
    "scipy.ndimage", "skimage.color", "skimage.draw", "skimage.exposure", "skimage.feature", "skimage.filters",
    "skimage.measure", "skimage.metrics", "skimage.morphology", "skimage.registration", "skimage.restoration",
    "skimage.segmentation", "skimage.transform",
]


def names(module):
    for name in sorted(module.__all__):
        value = getattr(module, name)
        if callable(value) and not (isinstance(value, type) and issubclass(value, Exception)):
            yield name


FOLDER.mkdir(parents=True, exist_ok=True)
lines = [f"{title} {name}\n" for title in MODULES for name in names(importlib.import_module(title))]
(FOLDER / "names.txt").write_text("".join(lines))
