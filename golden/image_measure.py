"""Makes the fixtures of the measurements and segmentations of crates/nd-image from SciPy and scikit-image.

    python golden/image_measure.py            writes crates/nd-image/tests/golden
    python golden/image_measure.py --check    makes them again elsewhere and compares the hashes

The fixtures are one text file of cases and one binary file they point into. A case is a line of words:
operation, then parameters as key=value, where arrays are written dtype:shape:offset. Made with NumPy
2.4.6, SciPy 1.17.1 and scikit-image 0.26.0.
"""

import hashlib
import heapq
import pathlib
import sys
import tempfile
import warnings

import numpy as np
from scipy import ndimage
from skimage import measure, segmentation

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "crates/nd-image/tests/golden_measure"
NAMES = {"uint8": "u8", "int32": "i32", "int64": "i64", "float32": "f32", "float64": "f64", "bool": "bool"}


class Fixtures:
    """Cases, and the arrays they refer to; equal arrays are stored once."""

    def __init__(self):
        self.lines, self.data, self.seen = [], bytearray(), {}

    def array(self, a):
        a = np.ascontiguousarray(a)
        name = NAMES[str(a.dtype)]
        raw = a.astype(a.dtype.newbyteorder("<")).tobytes()
        key = (name, raw)
        if key not in self.seen:
            self.data += b"\0" * (-len(self.data) % 8)
            self.seen[key] = len(self.data)
            self.data += raw
        return f"{name}:{','.join(map(str, a.shape))}:{self.seen[key]}"

    def case(self, op, **parameters):
        words = [op]
        for key, value in parameters.items():
            if isinstance(value, np.ndarray):
                value = self.array(value)
            elif isinstance(value, (list, tuple)):
                value = ",".join(str(v) for v in value)
            elif isinstance(value, (float, np.floating)):
                value = repr(float(value))
            words.append(f"{key}={value}")
        self.lines.append(" ".join(words))


def blobs(rng, shape, level=0.1, sigma=1.5):
    return ndimage.gaussian_filter(rng.normal(size=shape), sigma) > level * 0.3


def statistics(out, rng):
    for dtype in (np.uint8, np.int64, np.float32, np.float64):
        for shape in ((1,), (9,), (6, 7), (3, 4, 3), (2, 3, 2, 2)):
            for _ in range(2):
                a = (rng.normal(size=shape) * 40 + 100).astype(dtype)
                labels = rng.integers(-2, 5, size=shape).astype(np.int32)
                index = np.unique(labels)[::-1].astype(np.int32)
                first = [[np.flatnonzero((labels == i).ravel() & (a == f(a[labels == i])).ravel())[0] for i in index]
                         for f in (np.min, np.max)]
                out.case(
                    "statistics", a=a, labels=labels, index=index,
                    sum=np.asarray(ndimage.sum_labels(a, labels, index), float),
                    mean=np.asarray(ndimage.mean(a, labels, index), float),
                    variance=np.asarray(ndimage.variance(a, labels, index), float),
                    minimum=np.asarray(ndimage.minimum(a, labels, index), float),
                    maximum=np.asarray(ndimage.maximum(a, labels, index), float),
                    minat=np.asarray(first[0], np.int64), maxat=np.asarray(first[1], np.int64),
                    median=np.asarray([np.median(a[labels == i]) for i in index], float),
                    center=np.asarray(ndimage.center_of_mass(a, labels, index), float),
                    histogram=np.stack(ndimage.histogram(a, 60, 141, 7, labels, index)).astype(np.int64),
                )
                if (labels > 0).any():
                    out.case("positive", a=a, labels=labels, sum=np.asarray([ndimage.sum_labels(a, labels)], float),
                             mean=np.asarray([ndimage.mean(a, labels > 0)], float))


def flooded(image, markers, connectivity, mask):
    """The simple watershed, where markers of one height come in C order."""
    structure = ndimage.generate_binary_structure(image.ndim, connectivity)
    steps = np.argwhere(structure) - 1
    steps = steps[np.argsort((steps**2).sum(1), kind="stable")][1:]
    labels = np.where(mask, markers, 0)
    heap = [(image[tuple(i)], 0, n, tuple(i)) for n, i in enumerate(np.argwhere(labels))]
    heapq.heapify(heap)
    age = 0
    while heap:
        level, _, _, at = heapq.heappop(heap)
        for step in steps:
            to = tuple(np.add(at, step))
            if all(0 <= x < n for x, n in zip(to, image.shape)) and mask[to] and not labels[to]:
                age += 1
                labels[to] = labels[at]
                heapq.heappush(heap, (max(level, image[to]), age, 0, to))
    return labels


def watersheds(out, rng):
    for shape in ((12,), (1, 7), (9, 11), (4, 5, 4), (3, 3, 2, 4)):
        for dtype in (np.uint8, np.float64):
            for connectivity in sorted({1, len(shape)}):
                for kind in ("plain", "mask", "compact", "line"):
                    if kind == "line" and len(shape) == 4 and connectivity == 4:
                        continue  # pixels wait in scikit-image's heap once for every way to them: gigabytes
                    if dtype == np.uint8:
                        image = rng.integers(8, 14, size=shape).astype(dtype)
                    else:
                        image = rng.normal(size=shape) * 5 + 20
                        image[rng.random(shape) < 0.1] = -0.0
                    markers = np.zeros(shape, np.int32)
                    places = rng.choice(image.size, size=min(5, image.size), replace=False)
                    markers.flat[places] = [7, 3, 9, 3, -4][: len(places)]
                    # Markers of different heights: scikit-image's heap does not keep the order of equals.
                    image.flat[places] = rng.permutation(8)[: len(places)]
                    mask = rng.random(shape) < (0.85 if kind == "mask" else 2)
                    compactness = 0.8 if kind == "compact" else 0.0
                    line = kind == "line"
                    b = segmentation.watershed(image, markers, connectivity, mask=mask, compactness=compactness, watershed_line=line)
                    out.case("watershed", image=image, markers=markers, mask=mask, connectivity=connectivity,
                             compactness=compactness, line=int(line), labels=b.astype(np.int32))
    for shape in ((15,), (13, 12), (5, 4, 6)):
        for connectivity in sorted({1, len(shape)}):
            image = rng.integers(0, 5, size=shape).astype(np.uint8)
            markers = np.where(rng.random(shape) < 0.08, rng.integers(1, 6, size=shape), 0).astype(np.int32)
            mask = rng.random(shape) < 0.9
            out.case("watershed", image=image, markers=markers, mask=mask, connectivity=connectivity, compactness=0.0,
                     line=0, labels=flooded(image, markers, connectivity, mask))
    for shape in ((9, 11), (5, 6, 6)):
        for dtype in (np.uint8,):
            image = rng.integers(0, 200, size=shape).astype(dtype)
            # Markers all around: SciPy takes the last pixel of a row for a neighbour of the next row's first.
            markers = np.full(shape, 1, np.int32)
            inner = tuple(slice(1, -1) for _ in shape)
            markers[inner] = np.where(rng.random(markers[inner].shape) < 0.05, rng.integers(2, 5, size=markers[inner].shape), 0)
            for connectivity in (1, len(shape)):
                structure = ndimage.generate_binary_structure(len(shape), connectivity)
                b = ndimage.watershed_ift(image, markers, structure)
                out.case("ift", image=image, markers=markers, connectivity=connectivity, labels=b)


PLANE = """area area_bbox area_convex area_filled axis_major_length axis_minor_length bbox centroid centroid_local
eccentricity equivalent_diameter_area euler_number extent feret_diameter_max inertia_tensor inertia_tensor_eigvals
label moments moments_central moments_hu moments_normalized num_pixels orientation perimeter perimeter_crofton
solidity intensity_max intensity_mean intensity_median intensity_min intensity_std moments_weighted
moments_weighted_central moments_weighted_hu moments_weighted_normalized centroid_weighted
centroid_weighted_local""".split()
ONLY_PLANE = """area_convex eccentricity feret_diameter_max moments_hu orientation perimeter perimeter_crofton solidity
moments_weighted_hu equivalent_diameter_area""".split()


def regions(out, rng):
    for shape, spacing in (((1, 1), (1, 1)), ((5, 6), (1, 1)), ((18, 20), (1, 1)), ((19, 11), (1, 1)), ((13, 14), (0.5, 0.5)), ((11, 12), (2.0, 0.5)), ((7, 7, 8), (1, 1, 1)), ((6, 5, 6), (1.0, 2.0, 0.5))):
        mask = blobs(rng, shape) if len(shape) == 2 else blobs(rng, shape, 0.05, 1.0)
        if shape == (1, 1):
            mask[:] = True
        labels = ndimage.label(mask)[0].astype(np.int32)
        labels[labels == 2] = 30  # a gap
        labels[rng.random(shape) < 0.05] = 0
        intensity = rng.random(shape) * 9 + 1
        names = [n for n in PLANE if len(shape) == 2 or n not in ONLY_PLANE]
        if spacing[0] != spacing[1]:
            names = [n for n in names if n not in ("perimeter", "perimeter_crofton")]
        if spacing != (1, 1):
            names = [n for n in names if not n.endswith("hu")]
        found = measure.regionprops(labels, intensity, spacing=spacing)
        # Single pixels and straight rows have moments of rounding errors.
        out.case("regions", labels=labels, intensity=intensity, spacing=[float(s) for s in spacing], **{
            n: np.stack([np.asarray(r[n]) for r in found]).astype(float) for n in names})
    for shape in ((7, 8), (12, 9), (1, 5), (4, 5, 6)):
        mask = rng.random(shape) < 0.6
        plane = len(shape) == 2
        out.case("masks", mask=mask, euler1=measure.euler_number(mask, 1), euler=measure.euler_number(mask),
                 **({"four": measure.perimeter(mask, 4), "eight": measure.perimeter(mask, 8),
                     "crofton2": measure.perimeter_crofton(mask, 2), "crofton4": measure.perimeter_crofton(mask, 4)} if plane else {}))
        image = rng.random(shape)
        mu = measure.moments_central(image, measure.centroid(image), 3)
        out.case("moments", image=image, raw=measure.moments(image, 3), central=mu,
                 normalized=measure.moments_normalized(mu, 3), centroid=measure.centroid(image),
                 tensor=measure.inertia_tensor(image), values=np.asarray(measure.inertia_tensor_eigvals(image)),
                 **({"hu": measure.moments_hu(measure.moments_normalized(mu, 3))} if plane else {}))


def lines(out, rng):
    for shape in ((2, 2), (7, 9), (12, 11)):
        for kind in range(4):
            image = rng.normal(size=shape) if kind % 2 else rng.integers(0, 4, size=shape).astype(float)
            mask = rng.random(shape) < (0.9 if kind == 2 else 2)
            if kind == 3:
                image[rng.random(shape) < 0.05] = np.nan
            level = [1.0, 0.1, 1.5, 0.0][kind]
            for high in (0, 1):
                found = measure.find_contours(image, level, fully_connected=["low", "high"][high], mask=mask)
                out.case("contours", image=image, mask=mask, level=level, high=high,
                         lengths=np.asarray([len(c) for c in found], np.int64),
                         points=np.concatenate(found) if found else np.zeros((0, 2)))
    for n in (2, 5, 16):
        line = np.cumsum(rng.normal(size=(n, 2)), axis=0)
        ring = np.concatenate([line, line[:1]])
        for name, a in (("line", line), ("ring", ring)):
            for tolerance in (0.0, 0.5, 1.5):
                out.case("approximate", line=a, tolerance=tolerance, fewer=measure.approximate_polygon(a, tolerance))
            for degree in range(2, 8):
                for ends in (0, 1):
                    if n > 4:
                        b = measure.subdivide_polygon(a, degree, bool(ends))
                        out.case("subdivide", line=a, degree=degree, ends=ends, more=b)
        corners = rng.integers(0, 9, size=(n + 1, 2)).astype(float)
        out.case("inside", corners=corners, grid=measure.grid_points_in_poly((9, 10), corners),
                 points=line, these=measure.points_in_poly(line, corners))
    for shape in ((8, 9), (6, 7, 3)):
        image = rng.random(shape)
        for src, dst in (((1, 1), (6, 5)), ((0.3, 7.2), (5.5, -2.0)), ((4, 4), (4, 4)), ((-9, 3), (15, 3))):
            for width in (1, 2, 3):
                for name in ("mean", "max"):
                    b = measure.profile_line(image, src, dst, width, order=1, reduce_func=getattr(np, name))
                    out.case("profile", image=image, src=[float(x) for x in src], dst=[float(x) for x in dst], width=width,
                             reduce=name, line=b)
    for shape in ((2, 3, 4), (5, 6, 4)):
        volume = rng.random(shape)
        vertices = measure.marching_cubes(volume, 0.45, method="lorensen", allow_degenerate=True)[0]
        vertices = np.unique(np.round(vertices.astype(float), 4), axis=0)
        out.case("cubes", volume=volume, level=0.45, vertices=vertices)
    a, b = rng.random((7, 8)), rng.random((7, 8))
    m, k = rng.random((7, 8)) < 0.4, rng.random((7, 8)) < 0.6
    out.case("coloc", a=a, b=b, m=m, k=k, pearson=measure.pearson_corr_coeff(a, b)[0], manders=measure.manders_coloc_coeff(a, m),
             overlap=measure.manders_overlap_coeff(a, b), part=measure.intersection_coeff(m, k),
             entropy=measure.shannon_entropy((a * 5).astype(int), 2), image=(a * 5).astype(np.uint8))


def segments(out, rng):
    for shape in ((9,), (5, 7), (3, 3, 4)):
        labels = np.kron(rng.integers(0, 4, size=shape), np.ones((2,) * len(shape), int)).astype(np.int32)
        labels[labels == 3] = 77
        other = np.kron(rng.integers(0, 3, size=shape), np.ones((2,) * len(shape), int)).astype(np.int32)
        out.case("relabel", labels=labels, other=other, new=segmentation.relabel_sequential(labels, 4)[0].astype(np.int32),
                 joined=segmentation.join_segmentations(labels, other).astype(np.int32))
        for buffer in (0, 1):
            mask = rng.random(labels.shape) < 0.97
            out.case("border", labels=labels, buffer=buffer, cleared=segmentation.clear_border(labels, buffer),
                     mask=mask, masked=segmentation.clear_border(labels, mask=mask))
        for connectivity in sorted({1, len(shape)}):
            out.case("boundaries", labels=labels, connectivity=connectivity,
                     **{mode: segmentation.find_boundaries(labels, connectivity, mode) for mode in ("thick", "inner", "outer")})
    labels = np.kron(rng.integers(0, 3, size=(3, 4)), np.ones((2, 3), int)).astype(np.int32)
    for shape in (labels.shape, labels.shape + (3,)):
        image = rng.random(shape)
        for mode in ("thick", "inner", "outer"):
            out.case("mark", image=image, labels=labels, mode=mode, plain=segmentation.mark_boundaries(image, labels, mode=mode),
                     lined=segmentation.mark_boundaries(image, labels, (0, 1, 0.5), (0.25, 0, 0), mode=mode))
    for shape, channels in (((17, 19), 0), ((12, 13, 3), 1), ((5, 7, 6), 0), ((24, 5), 0)):
        image = ndimage.gaussian_filter(rng.normal(size=shape), [2.0] * (len(shape) - channels) + [0] * channels)
        for n, compactness, sigma, zero, connect in ((6, 0.1, 0, 0, 1), (12, 1.0, 1.0, 0, 1), (9, 0.05, 0, 1, 0), (300, 0.2, 0, 0, 1)):
            spacing = [1.0, 2.0, 0.75][: len(shape) - channels]
            b = segmentation.slic(image, n, compactness, sigma=sigma, spacing=spacing, slic_zero=bool(zero), convert2lab=False,
                                  enforce_connectivity=bool(connect), channel_axis=-1 if channels else None)
            out.case("slic", image=image, channels=channels, n=n, compactness=compactness, sigma=float(sigma), zero=zero,
                     connect=connect, spacing=spacing, labels=b.astype(np.int32))
    for shape in ((13, 15), (11, 9, 3)):
        image = rng.random(shape)
        for scale, sigma, size in ((50, 0.0, 1), (200, 0.8, 10), (500, 1.2, 20)):
            b = segmentation.felzenszwalb(image, scale, sigma, size, channel_axis=-1 if len(shape) == 3 else None)
            out.case("felzenszwalb", image=image, scale=scale / 255.0, sigma=sigma, size=size, labels=b.astype(np.int32))
    for shape, channels in (((14, 15), 0), ((9, 8, 3), 1), ((6, 7, 5), 0)):
        space = shape[: len(shape) - channels]
        image = ndimage.gaussian_filter(rng.normal(size=shape), [1.0] * len(space) + [0] * channels)
        for beta in (30, 1000):
            for pruned in (0, 1):
                labels = np.zeros(space, np.int32)
                places = rng.choice(labels.size, size=9, replace=False)
                labels.flat[places[:5]] = [1, 2, 5, 2, 1]
                if pruned:
                    labels[rng.random(space) < 0.15] = -1
                spacing = [1.0, 1.5, 0.5][: len(space)]
                b = segmentation.random_walker(image, labels, beta, mode="bf", spacing=spacing, channel_axis=-1 if channels else None)
                # Labels are renumbered there from 1 without gaps, the seeds' too.
                b = np.where(b > 0, np.append(0, np.unique(labels[labels > 0]))[b * (b > 0)], b)
                b[b == 0] = -1  # what no walk reaches, which it says is -1, comes out as 0 there
                out.case("walker", image=image, labels=labels, beta=float(beta), spacing=spacing, channels=channels, found=b.astype(np.int32))


PARTS = [statistics, watersheds, regions, lines, segments]


def make(folder):
    out = Fixtures()
    for seed, part in enumerate(PARTS):
        part(out, np.random.default_rng(seed))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "measure.txt").write_text("\n".join(out.lines) + "\n")
    (folder / "measure.bin").write_bytes(bytes(out.data))
    return len(out.lines), len(out.data)


def hashes(folder):
    return [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("measure.txt", "measure.bin")]


def main():
    warnings.simplefilter("ignore")
    if "--check" in sys.argv:
        with tempfile.TemporaryDirectory() as elsewhere:
            make(pathlib.Path(elsewhere))
            sys.exit("the fixtures differ" if hashes(pathlib.Path(elsewhere)) != hashes(TARGET) else 0)
    print("%d cases, %d bytes" % make(TARGET))


main()
