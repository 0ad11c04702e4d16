"""Makes the fixtures of models, contours, trees, transforms and descriptors from scikit-image.

    python golden/image_scikit.py            writes tests/golden_scikit
    python golden/image_scikit.py --check    makes them again and compares

A text file of cases and a binary file they point into for each half, as image_skimage.py has them. Made with NumPy 2.4.6,
SciPy 1.17.1 and scikit-image 0.26.
"""

import itertools
import pathlib
import sys
import warnings

import numpy as np
from skimage import color, draw, feature, filters, measure, morphology, restoration, segmentation, transform
from skimage.segmentation import morphsnakes

from image_skimage import Fixtures, blobs

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "crates/nd-image/tests/golden_scikit"


def measures(out, rng):
    for axes in (2, 3):
        points = rng.normal(size=(20, axes)) * np.arange(1, axes + 1) + 5
        line = measure.LineModelND.from_estimate(points)
        out.case("line", np.concatenate([line.origin, line.direction]), a=points)
        out.case("line_residuals", line.residuals(points), a=points)
        for order in (0, 2, 3):
            out.case("moments_coords", measure.moments_coords(points, order), a=points, order=order)
            mean = points.mean(axis=0)
            central = measure.moments_coords_central(points, mean, order)
            out.case("moments_central", central, a=points, order=order, center=mean)
    t = rng.uniform(0, 2 * np.pi, 30)
    for noise in (0.0, 0.2):
        ring = measure.CircleModel([3, -2], 7).predict_xy(t) + noise * rng.normal(size=(30, 2))
        circle = measure.CircleModel.from_estimate(ring)
        out.case("circle", np.append(circle.center, circle.radius), a=ring)
        out.case("circle_residuals", circle.residuals(ring), a=ring)
        for axes, theta in [((9, 4), 0.7), ((5, 8), 2.0), ((6, 5.5), 0.0)]:
            ring = measure.EllipseModel([30, -12], axes, theta).predict_xy(t)
            ring += noise * rng.normal(size=ring.shape)
            ellipse = measure.EllipseModel.from_estimate(ring)
            params = np.concatenate([ellipse.center, ellipse.axis_lengths, [ellipse.theta]])
            out.case("ellipse", params, a=ring)
            out.case("ellipse_residuals", ellipse.residuals(ring), a=ring)
    for shape in [(30, 40), (20, 15, 12)]:
        a = blobs(rng, shape)
        for size in (3, 11):
            out.case("blur", np.array([measure.blur_effect(a, size)]), a=a, size=size)


def colors(out, rng):
    a = rng.uniform(-60, 60, (5, 6, 3)) + [50, 0, 0]
    b = a + rng.normal(size=a.shape) * 8
    b[0, :, 1:] = 0
    for name in ("ciede94", "ciede2000", "cmc"):
        theirs = getattr(color, f"deltaE_{name}")
        out.case("delta", theirs(a, b), a=a, b=b, name=name)
        out.case("delta", theirs(b, a, kL=2, kC=1.5), a=b, b=a, name=name, kl=2.0, kc=1.5)
    rgb = rng.random((4, 5, 3))
    for matrix in (color.hed_from_rgb, color.bex_from_rgb):
        stains = color.separate_stains(rgb, matrix)
        out.case("separate", stains, a=rgb, matrix=np.ascontiguousarray(matrix))
        back = np.linalg.inv(matrix)
        out.case("combine", color.combine_stains(stains, back), a=stains, matrix=back)


def lines(out, rng):
    for _ in range(40):
        axes = 3
        ends = rng.integers(-20, 20, (2, axes)) / 2
        for endpoint in (0, 1):
            line = draw.line_nd(ends[0], ends[1], endpoint=bool(endpoint))
            pixels = np.array(line).T.reshape(-1, axes).astype(np.int64)
            out.case("line_nd", pixels, a=ends[0], b=ends[1], endpoint=endpoint)


def transforms(out, rng):
    for shape, to in [((7, 9), (3, 4)), ((5, 4), (8, 4)), ((6, 5, 4), (2, 7, 3))]:
        a = rng.random(shape)
        out.case("local_mean", transform.resize_local_mean(a, to), a=a, shape=list(to))
    for n in (3, 7, 11):
        a = rng.integers(0, 100, (n, n)).astype(np.int64)
        out.case("frt2", transform.frt2(a).astype(np.int64), a=a)
    for angles in (1, 5, 30, 60):
        theta = np.linspace(0, 180, angles, endpoint=False)
        order = list(transform.order_angles_golden_ratio(theta))
        out.case("golden", np.array(order, dtype=np.int64), a=theta)
    a = blobs(rng, (24, 24))
    theta = np.linspace(0, 180, 20, endpoint=False)
    seen = transform.radon(a, theta)
    once = transform.iradon_sart(seen, theta)
    out.case("sart", once, a=seen, theta=theta)
    shifts = rng.normal(size=20) * 0.3
    # It writes to what it begins with.
    twice = transform.iradon_sart(seen, theta, once.copy(), shifts, (0, 1), 0.3)
    out.case("sart", twice, a=seen, theta=theta, image=once, shifts=shifts, relaxation=0.3)
    for order in (1, 2, 3):
        src = rng.uniform(0, 10, (16, 2))
        dst = src * [2, 0.5] + 0.01 * src**2 + rng.normal(size=src.shape) * 0.05
        t = transform.PolynomialTransform.from_estimate(src, dst, order)
        out.case("polynomial", t(src), a=src, b=dst, order=order)
    src = rng.uniform(0, 10, (12, 2))
    dst = src + rng.normal(size=src.shape)
    t = transform.ThinPlateSplineTransform.from_estimate(src, dst)
    places = rng.uniform(0, 10, (9, 2))
    out.case("thin_plate", t(places), a=src, b=dst, places=places)
    for size, axes in [((25, 25), (6, 8)), ((30, 36), (12, 7))]:
        a = np.zeros(size, bool)
        a[draw.ellipse_perimeter(size[0] // 2, size[1] // 2, *axes)] = True
        for threshold, accuracy in ((4, 1.0), (8, 2.0)):
            found = transform.hough_ellipse(a, threshold, accuracy)
            table = np.array([list(row) for row in found], dtype=np.float64).reshape(-1, 6)
            out.case("hough_ellipse", table, a=a, threshold=threshold, accuracy=accuracy)
    a = np.zeros((60, 70), bool)
    for (y, x), r in [((20, 22), 12), ((40, 45), 15)]:
        rows, columns = draw.circle_perimeter(y, x, r)
        a[rows[r - 12:], columns[r - 12:]] = True  # the second one has a gap: no two are equal
    radii = [10, 12, 15]
    votes = transform.hough_circle(a, radii)
    peaks = transform.hough_circle_peaks(votes, radii, 8, 8, total_num_peaks=2)
    table = np.stack([peaks[0], peaks[2], peaks[1], peaks[3]], -1).astype(np.float64)
    out.case("circle_peaks", table, a=a, radii=radii)


def ridges(out, rng):
    for shape, sigmas in [((20, 23), (1, 2.5)), ((9, 10, 11), (1.5,))]:
        a = blobs(rng, shape)
        for name in ("sato", "meijering", "frangi"):
            theirs = getattr(filters, name)
            for dark in (1, 0):
                # One scale at a time: frangi takes what the first of several has for all of them.
                alone = [theirs(a, [sigma], black_ridges=bool(dark)) for sigma in sigmas]
                found = np.maximum.reduce(alone)
                out.case("ridges", found, a=a, name=name, sigmas=np.array(sigmas, float), dark=dark)
        found = filters.frangi(a, sigmas, alpha=0.3, beta=0.7, gamma=0.05, mode="nearest")
        out.case("ridges", found, a=a, name="vessels", sigmas=np.array(sigmas, float), dark=1)


def segmentations(out, rng):
    for shape in [(24, 30), (13, 14, 12)]:
        a = blobs(rng, shape)
        size = list(shape)
        disk = segmentation.disk_level_set(shape, center=[n // 3 for n in shape], radius=5.5)
        out.case("disk", disk.astype(bool), size=size, center=[n // 3 for n in shape], radius=5.5)
        board = segmentation.checkerboard_level_set(shape, 4)
        out.case("board", board.astype(bool), size=size, square=4)
        edges = segmentation.inverse_gaussian_gradient(a, 50.0, 1.5)
        out.case("edges", edges, a=a, alpha=50.0, sigma=1.5)
        for smoothing, steps in [(0, 5), (1, 7), (2, 12)]:
            # Which smoothing is next is remembered from call to call; a new cycle forgets it.
            def forget():
                both = [lambda u: morphsnakes.sup_inf(morphsnakes.inf_sup(u)),
                        lambda u: morphsnakes.inf_sup(morphsnakes.sup_inf(u))]
                morphsnakes._curvop.funcs = itertools.cycle(both)
            forget()
            inside = segmentation.morphological_chan_vese(a, steps, smoothing=smoothing, lambda1=1.5)
            out.case("snake_means", inside.astype(bool), a=a, steps=steps, smoothing=smoothing, lambda1=1.5)
            for balloon in (0, 1, -1):
                forget()
                inside = segmentation.morphological_geodesic_active_contour(
                    edges, steps, smoothing=smoothing, balloon=balloon)
                out.case("snake_edges", inside.astype(bool), a=edges, steps=steps, smoothing=smoothing,
                         balloon=float(balloon))
    a = blobs(rng, (26, 31))
    for mu, steps in [(0.25, 30), (0.05, 40), (0.5, 3)]:
        inside, phi, energies = segmentation.chan_vese(a, mu, max_num_iter=steps, extended_output=True)
        out.case("chan_vese", phi, a=a, mu=mu, steps=steps, energies=np.array(energies), inside=inside)
    y, x = np.mgrid[:60, :64]
    a = np.exp(-((np.hypot(y - 30, x - 31) - 14) / 4) ** 2)
    s = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    ring = np.stack([30 + 20 * np.sin(s), 31 + 18 * np.cos(s)], -1)
    line = np.stack([np.linspace(10, 45, 40), np.linspace(12, 50, 40)], -1)
    for start, ends in [(ring, "periodic"), (line, "fixed"), (line, "free"), (line, "fixed-free")]:
        snake = segmentation.active_contour(
            a, start, alpha=0.015, beta=1.0, gamma=0.01, w_line=0.5, max_num_iter=20, boundary_condition=ends)
        out.case("active_contour", snake, a=a, snake=start, ends=ends)


def trees(out, rng):
    for shape in [(30,), (14, 15), (6, 7, 5)]:
        for dtype in (np.uint8, np.float64):
            a = (blobs(rng, shape) * 12 // 1).astype(dtype)
            parent, order = morphology.max_tree(a)
            out.case("max_tree", parent.astype(np.int64), a=a, order=order.astype(np.int64))
            tops = morphology.max_tree_local_maxima(a).astype(np.int64)
            out.case("tops", tops, a=a)
            for diameter in (2, 4):
                out.case("diameter_opening", morphology.diameter_opening(a, diameter), a=a, diameter=diameter)
                if dtype == np.uint8:
                    closed = morphology.diameter_closing(a, diameter)
                    out.case("diameter_closing", closed, a=a, diameter=diameter)


def from_first(phase, wrapped):
    """Where the first element stays what it is: the whole turns of all are another number from run to run."""
    turns = np.round((phase - wrapped) / (2 * np.pi))
    return wrapped + 2 * np.pi * (turns - turns.flat[0])


def restorations(out, rng):
    for shape in [(20, 24), (9, 10, 11)]:
        # Neighbours differ by less than half a turn: what is right is one thing.
        phase = blobs(rng, shape) * 12
        wrapped = np.angle(np.exp(1j * phase))
        out.case("unwrap", from_first(restoration.unwrap_phase(wrapped, rng=1), wrapped), a=wrapped)
    y, x = np.mgrid[:20, :24]
    phase = 2 * np.pi * x / 24 * 2 + 0.3 * np.sin(y)
    wrapped = np.angle(np.exp(1j * phase))
    hidden = np.hypot(y - 8, x - 9) < 3
    theirs = restoration.unwrap_phase(np.ma.masked_array(wrapped, hidden), rng=1)
    out.case("unwrap", from_first(np.ma.filled(theirs, 0.0), wrapped), a=wrapped, mask=hidden)
    for shape, share in [((30,), 0.2), ((18, 20), 0.1), ((18, 20), 0.5), ((7, 8, 9), 0.1)]:
        a = blobs(rng, shape)
        mask = rng.random(shape) < share
        out.case("inpaint", restoration.inpaint_biharmonic(a, mask), a=a, mask=mask)
    a = blobs(rng, (20, 22))
    mask = np.zeros(a.shape, bool)
    mask[:5, :7] = mask[10:16, 9:15] = mask[18:, 3:6] = True
    out.case("inpaint", restoration.inpaint_biharmonic(a, mask), a=a, mask=mask)
    a = blobs(rng, (12, 14, 3))
    mask = np.zeros((12, 14), bool)
    mask[4:8, 3:6] = True
    out.case("inpaint_channels", restoration.inpaint_biharmonic(a, mask, channel_axis=-1), a=a, mask=mask)


def features(out, rng):
    for size in (1, 2):
        a = blobs(rng, (17, 19))
        out.case("moravec", feature.corner_moravec(a, size), a=a, size=size)
    corners = rng.integers(0, 17, (25, 2)).astype(np.int64)
    mask = morphology.octagon(3, 2).astype(bool)
    out.case("orientations", feature.corner_orientations(a, corners, mask), a=a, corners=corners, mask=mask)
    a = blobs(rng, (40, 44))
    for norm in ("l1", "l2", "daisy", "off"):
        d = feature.daisy(a, 9, 8, 2, 5, 4, normalization=norm)
        out.case("daisy", d, a=a, norm=norm)
    for kind in ("float", "bool"):
        a, b = rng.random((30, 16)), rng.random((25, 16))
        b[:12] = a[5:17] + rng.normal(size=(12, 16)) * 0.05
        if kind == "bool":
            a, b = a > 0.5, b > 0.5
        for cross, ratio, most in [(1, 1.0, 99.0), (0, 0.8, 99.0), (1, 0.6, 1.0), (0, 1.0, 0.3)]:
            pairs = feature.match_descriptors(
                a, b, max_ratio=ratio, cross_check=bool(cross), max_distance=most)
            out.case("match", pairs.astype(np.int64).reshape(-1, 2), a=a, b=b, cross=cross, ratio=ratio,
                     most=most)


def make():
    parts = {"shapes": [measures, colors, lines, transforms, ridges],
             "regions": [segmentations, trees, restorations, features]}
    files = {}
    for first, (name, functions) in enumerate(parts.items()):
        out = Fixtures()
        for seed, part in enumerate(functions):
            part(out, np.random.default_rng(100 + 4 * first + seed))
        files[f"{name}.txt"] = ("\n".join(out.lines) + "\n").encode()
        files[f"{name}.bin"] = bytes(out.data)
    return files


if __name__ == "__main__":
    files = make()
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] != "--check" else TARGET
    if "--check" in sys.argv:
        same = all((TARGET / name).read_bytes() == data for name, data in files.items())
        sys.exit(0 if same else "fixtures differ")
    target.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (target / name).write_bytes(data)
        print(name, len(data), "bytes")
