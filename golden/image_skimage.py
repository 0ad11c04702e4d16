"""Makes the fixtures of exposure, color, metrics, draw, feature and restoration from scikit-image and OpenCV.

    python golden/image_skimage.py            writes tests/golden/skimage
    python golden/image_skimage.py --check    makes them again and compares

There is one text file of cases and one binary file they point into for each namespace. A case is a line of
words: operation, then key=value, where a value is a number, a list of numbers or an array
(dtype:shape:offset); the result is the key "out". Made with NumPy 2.4.6, SciPy
1.17.1, scikit-image 0.26 and OpenCV 5.
"""

import colorsys
import pathlib
import sys
import warnings

import cv2
import numpy as np
import skimage as ski
from skimage import color, draw, exposure, feature, metrics, restoration

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "crates/nd-image/tests/golden_skimage"
NAMES = {"uint8": "u8", "uint16": "u16", "uint32": "u32", "int64": "i64", "float32": "f32"}
NAMES |= {"float64": "f64", "bool": "bool"}


class Fixtures:
    """Cases, and the arrays they refer to; equal arrays are stored once."""

    def __init__(self):
        self.lines, self.data, self.seen = [], bytearray(), {}

    def array(self, a):
        a = np.ascontiguousarray(a)
        name = NAMES[str(a.dtype)]
        raw = a.astype(a.dtype.newbyteorder("<")).tobytes()
        if (name, raw) not in self.seen:
            self.data += b"\0" * (-len(self.data) % 8)
            self.seen[(name, raw)] = len(self.data)
            self.data += raw
        return f"{name}:{','.join(map(str, a.shape))}:{self.seen[(name, raw)]}"

    def case(self, op, out, **parameters):
        words = [op]
        for key, value in (parameters | {"out": out}).items():
            if isinstance(value, np.ndarray):
                value = self.array(value)
            elif isinstance(value, (list, tuple)):
                value = ",".join(repr(float(v)) if isinstance(v, float) else str(v) for v in value)
            elif isinstance(value, (float, np.floating)):
                value = repr(float(value))
            words.append(f"{key}={value}")
        self.lines.append(" ".join(words))


def sample(rng, shape, dtype):
    if dtype in (np.float32, np.float64):
        return rng.random(size=shape).astype(dtype)
    return rng.integers(0, np.iinfo(dtype).max + 1, size=shape, dtype=dtype)


def blobs(rng, shape, dtype=np.float64):
    """A smooth picture with structure, from 0 to 1."""
    from scipy import ndimage
    a = ndimage.gaussian_filter(rng.random(shape), 2.0)
    a = (a - a.min()) / (a.max() - a.min())
    if dtype in (np.uint8, np.uint16):
        return np.round(a * np.iinfo(dtype).max).astype(dtype)
    return a.astype(dtype)


TYPES = (np.uint8, np.uint16, np.float32, np.float64)


def exposures(out, rng):
    for dtype in TYPES:
        for shape in [(1,), (7, 5), (3, 4, 5)]:
            a = sample(rng, shape, dtype)
            if dtype == np.uint16:
                a //= 256
            for bins in (2, 10, 256) if dtype in (np.float32, np.float64) else (256,):
                counts, centers = exposure.histogram(a, bins)
                out.case("histogram", counts.astype(np.uint8), a=a, bins=bins)
                out.case("centers", centers.astype(np.float32), a=a, bins=bins)
                out.case("equalize_hist", exposure.equalize_hist(a, bins), a=a, bins=bins)
            mask = rng.random(shape) < 0.7
            mask.flat[0] = True
            out.case("equalize_hist", exposure.equalize_hist(a, 16, mask), a=a, bins=16, mask=mask)
            b = sample(rng, (11,) + shape[1:], dtype)
            if dtype == np.uint16:
                b //= 256
            matched = exposure.match_histograms(a, b)
            out.case("match", matched.astype(np.float64), a=a, b=b)
        a = sample(rng, (6, 7), dtype)
        limit = np.iinfo(dtype).max if dtype in (np.uint8, np.uint16) else 1
        for gamma, gain in [(0.5, 1), (2.2, 1), (1, 0.5)]:
            result = (a.astype(np.float64) / limit) ** gamma * limit * gain
            out.case("gamma", result, a=a, gamma=float(gamma), gain=float(gain))
            if dtype in (np.uint8, np.float64):
                theirs = exposure.adjust_gamma(a, gamma, gain)
                out.case("gamma", theirs.astype(np.float64), a=a, gamma=float(gamma), gain=float(gain))
        f = (a.astype(np.float64) / limit)
        for inv in (0, 1):
            out.case("log", exposure.adjust_log(f, 0.9, bool(inv)) * limit, a=a, gain=0.9, inverse=inv)
            theirs = exposure.adjust_sigmoid(f, 0.4, 7, bool(inv)) * limit
            out.case("sigmoid", theirs, a=a, cutoff=0.4, gain=7.0, inverse=inv)
        for low, high in [(0.2, 0.7), (-1.0, 2.0), (0.5, 0.5)]:
            for bottom, top in [(0.0, 1.0), (0.9, 0.1), (0.25, 0.5)]:
                if low == high and bottom > top:
                    continue
                r = exposure.rescale_intensity(f, (low, high), (bottom, top)) * limit
                ends = [low * limit, high * limit], [bottom * limit, top * limit]
                out.case("rescale", r, a=a, low=ends[0], to=ends[1])
    for shape in [(5, 6, 3)]:
        a, b = sample(rng, shape, np.float64), sample(rng, (4, 9, 3), np.float64)
        out.case("match_channels", exposure.match_histograms(a, b, channel_axis=-1), a=a, b=b)
    for spread in (1, 5, 12, 20, 255):
        a = (sample(rng, (40,), np.uint8) % spread) + np.uint8(7 if spread < 255 else 0)
        low = exposure.is_low_contrast(a)
        out.case("low_contrast", np.array([low]), a=a)
    # Levels that 16 bits hold exactly; scikit-image goes through them, and stretches the result.
    for shape, size in [((16, 24), None), ((17, 23), (4, 5)), ((9, 9), (9, 9)), ((19, 15), (7, 7))]:
        a = np.round(blobs(rng, shape) * 65535) / 65535
        for clip in (0.01, 0.1, 0.0):
            for bins in (256, 32):
                r = exposure.equalize_adapthist(a, size, clip, bins).astype(np.float32)
                size_ = list(size or [s // 8 for s in shape])
                out.case("adapthist", r, a=a, size=size_, clip=float(clip), bins=bins)
    for shape, grid in [((32, 40), (8, 8)), ((50, 37), (8, 8)), ((33, 40), (4, 3)), ((16, 9), (3, 2)), ((12, 12), (1, 1))]:
        pictures = blobs(rng, shape, np.uint8), sample(rng, shape, np.uint8)
        for limit in (40.0, 2.0, 0.0, 4.5):
            for a in pictures:
                r = cv2.createCLAHE(limit, (grid[1], grid[0])).apply(a)
                out.case("clahe", r, a=a, limit=limit, grid=list(grid))


def colors(out, rng):
    corners = np.stack(np.meshgrid([0, 0.5, 1], [0, 0.25, 1], [0, 0.75, 1], indexing="ij"), -1).reshape(-1, 3)
    pictures = [corners, rng.random((3, 4, 3)), np.full((1, 3), 0.3)]
    for name in "hsv xyz lab luv yuv yiq ypbpr ydbdr ycbcr rgbcie hed".split():
        for a in pictures:
            for dtype in (np.float32, np.float64):
                there = getattr(color, f"rgb2{name}")(a.astype(np.float64)).astype(dtype)
                out.case(f"rgb_to_{name}", there, a=a.astype(dtype))
                back = getattr(color, f"{name}2rgb")(there.astype(np.float64)).astype(dtype)
                out.case(f"{name}_to_rgb", back, a=there)
    for a in pictures:
        xyz = color.rgb2xyz(a)
        for name in ("lab", "luv"):
            there = getattr(color, f"xyz2{name}")(xyz)
            out.case(f"xyz_to_{name}", there, a=xyz)
            out.case(f"{name}_to_xyz", getattr(color, f"{name}2xyz")(there), a=there)
        lab = color.rgb2lab(a)
        lch = color.lab2lch(lab)
        out.case("lab_to_lch", lch, a=lab)
        out.case("lch_to_lab", color.lch2lab(lch), a=lch)
        out.case("deltae_cie76", color.deltaE_cie76(lab, lab[..., ::-1, :]), a=lab, b=lab[..., ::-1, :])
        out.case("grey709", color.rgb2gray(a), a=a)
        hls = np.array([colorsys.rgb_to_hls(*p) for p in a.reshape(-1, 3)]).reshape(a.shape)
        out.case("rgb_to_hsl", hls[..., [0, 2, 1]], a=a)
    rgba = rng.random((3, 4, 4))
    out.case("rgba", color.rgba2rgb(rgba, (0.1, 0.5, 1)), a=rgba, background=[0.1, 0.5, 1.0])
    labels = rng.integers(0, 15, (6, 7)).astype(np.uint32)
    labels[labels == 3] = 40
    grey, rgb = rng.random((6, 7)), rng.random((6, 7, 3))
    for label in (labels, labels + 1):
        out.case("label_to_rgb", color.label2rgb(label), a=label)
        out.case("label_over", color.label2rgb(label, grey, bg_color=None), a=label, b=grey, alpha=0.3, saturation=0.0)
        r = color.label2rgb(label, rgb, alpha=0.6, bg_color=None, saturation=0.4)
        out.case("label_over", r, a=label, b=rgb, alpha=0.6, saturation=0.4)
        out.case("label_means", color.label2rgb(label, rgb, kind="avg"), a=label, b=rgb)
    u = sample(rng, (40,), np.uint8)
    out.case("unit_u8", ski.util.img_as_float32(u), a=u)
    f = rng.random(60)
    out.case("u8_unit", ski.util.img_as_ubyte(f), a=f)
    out.case("u16_unit", ski.util.img_as_uint(f), a=f)


def measures(out, rng):
    for dtype in TYPES:
        for shape in [(9,), (9, 10), (7, 7, 7)]:
            if len(shape) == 3 and dtype != np.uint8:
                continue
            a, b = sample(rng, shape, dtype), sample(rng, shape, dtype)
            limit = 255.0 if dtype == np.uint8 else 65535.0 if dtype == np.uint16 else 1.0
            number = lambda x: np.array([x], np.float64)
            out.case("mse", number(metrics.mean_squared_error(a, b)), a=a, b=b)
            for way in ("euclidean", "min-max", "mean"):
                r = metrics.normalized_root_mse(a.astype(float), b.astype(float), normalization=way)
                out.case("nrmse", number(r), a=a, b=b, way=way)
            r = metrics.peak_signal_noise_ratio(a, b, data_range=limit)
            out.case("psnr", number(r), a=a, b=b, range=limit)
            out.case("nmi", number(metrics.normalized_mutual_information(a, b, bins=10)), a=a, b=b, bins=10)
            for options in ({}, {"win_size": 3}, {"gaussian_weights": True, "sigma": 0.8}, {"use_sample_covariance": False, "win_size": 5}, {"K1": 0.1, "K2": 0.2}):
                x, y = a.astype(np.float64), (a.astype(np.float64) + b) / 2
                if dtype in (np.uint8, np.uint16):
                    y = np.floor(y)
                if dtype == np.float32:
                    continue
                y = y.astype(dtype)
                m, g, s = metrics.structural_similarity(x, y.astype(np.float64), data_range=limit, full=True, gradient=True, **options)
                words = {"win": options.get("win_size", 0), "sigma": options.get("sigma", 0.0) if "gaussian_weights" in options else -1.0}
                words |= {"sample": int(options.get("use_sample_covariance", True)), "k": [options.get("K1", 0.01), options.get("K2", 0.03)]}
                if len(shape) < 3 or options in ({}, {"win_size": 3}):
                    out.case("ssim", number(m), a=a, b=y, range=limit, **words)
                if len(shape) == 2 and dtype in (np.uint8, np.float64):
                    out.case("ssim_map", s, a=a, b=y, range=limit, **words)
                    out.case("ssim_gradient", g, a=a, b=y, range=limit, **words)
    a, b = rng.random((9, 10, 3)), rng.random((9, 10, 3))
    r = metrics.structural_similarity(a, b, data_range=1.0, channel_axis=2)
    out.case("ssim_channels", np.array([r]), a=a, b=b)
    for shape in [(15,), (9, 12), (5, 6, 7)]:
        for share in (0.05, 0.2, 0.7):
            a, b = rng.random(shape) < share, rng.random(shape) < share / 2
            out.case("hausdorff", np.array([metrics.hausdorff_distance(a, b)], np.float64), a=a, b=b)
            r = metrics.hausdorff_distance(a, b, method="modified")
            out.case("hausdorff_modified", np.array([r], np.float64), a=a, b=b)
        for labels in (2, 5, 30):
            a = rng.integers(0, labels, shape).astype(np.uint32)
            b = np.where(rng.random(shape) < 0.6, a + 3, rng.integers(0, labels, shape)).astype(np.uint32)
            v = metrics.variation_of_information(a.astype(int), b.astype(int))
            out.case("voi", v, a=a, b=b)
            v = metrics.variation_of_information(a.astype(int), b.astype(int), ignore_labels=(0, 1))
            if np.isfinite(v).all() and (a > 1).any():
                out.case("voi", v, a=a, b=b, ignore=[0, 1])
            r = metrics.adapted_rand_error(a.astype(int), b.astype(int))
            if np.isfinite(r).all():
                out.case("rand", np.array(r), a=a, b=b, alpha=0.5)
            r = metrics.adapted_rand_error(a.astype(int), b.astype(int), ignore_labels=(), alpha=0.8)
            out.case("rand", np.array(r), a=a, b=b, alpha=0.8, ignore="")


def drawing(out, rng):
    shape = (20, 24)

    def mask(pixels, value=True):
        a = np.zeros(shape, bool if np.ndim(value) == 0 else np.float32)
        keep = [(0 <= p) & (p < s) for p, s in zip(pixels, shape)]
        keep = keep[0] & keep[1]
        a[pixels[0][keep], pixels[1][keep]] = np.asarray(value)[keep] if np.ndim(value) else value
        return a

    for _ in range(12):
        p = [int(x) for x in rng.integers(-3, 23, 4)]
        rr, cc = draw.line(*p)
        out.case("line", np.stack([rr, cc], 1).astype(np.int64), p=p)
        rr, cc, v = draw.line_aa(*p)
        out.case("line_aa", mask((rr, cc), v), p=p)
    for radius in (0, 1, 2, 3, 5, 8, 11):
        out.case("circle", mask(draw.circle_perimeter(9, 11, radius)), p=[9, 11, radius])
        rr, cc, v = draw.circle_perimeter_aa(9, 11, radius)
        out.case("circle_aa", mask((rr, cc), v), p=[9, 11, radius])
    for radii in [(1, 1), (3, 5), (8, 2), (0, 4), (4, 0), (7, 10), (1, 9)]:
        out.case("ellipse_perimeter", mask(draw.ellipse_perimeter(9, 11, *radii)), p=[9, 11, *radii])
        turned = mask(draw.ellipse_perimeter(9, 11, max(radii[0], 2), max(radii[1], 2), 0.6))
        out.case("ellipse_turned", turned, p=[9, 11, max(radii[0], 2), max(radii[1], 2)], angle=0.6)
    for _ in range(8):
        c, r = rng.random(2) * 20, rng.random(2) * 8 + 1
        angle = float(rng.random() * 6 - 3)
        values = [float(x) for x in [*c, *r]]
        out.case("ellipse", mask(draw.ellipse(*c, *r, shape, angle)), p=values, angle=angle)
        out.case("disk", mask(draw.disk(c, r[0], shape=shape)), p=values)
        for n in (3, 4, 7):
            points = rng.integers(-3, 23, (min(n, 4), 2)).astype(float)
            out.case("polygon", mask(draw.polygon(points[:, 0], points[:, 1], shape)), points=points)
            points = rng.random((n, 2)) * 20
            out.case("polygon", mask(draw.polygon(points[:, 0], points[:, 1], shape)), points=points)
        p = [int(x) for x in rng.integers(2, 18, 6)]
        weight = float(rng.choice([0.5, 1.0, 2.0]))
        out.case("bezier", mask(draw.bezier_curve(*p, weight)), p=p, weight=weight)
    square = np.array([[2, 2], [2, 9], [9, 9], [9, 2]], float)
    out.case("polygon", mask(draw.polygon(square[:, 0], square[:, 1], shape)), points=square)
    for shape3, channel in [((3, 4, 5), None), ((4, 2, 3), None), ((5, 2, 3, 3), -1)]:
        for dtype in (np.uint8, np.float64):
            a = sample(rng, shape3, dtype)
            fill = [7.0] if channel is None else [1.0, 2.0, 3.0]
            r = ski.util.montage(a, fill=fill, padding_width=1, channel_axis=channel)
            out.case("montage", r.astype(np.float64), a=a, fill=fill, padding=1)
            if dtype == np.float64:
                r = ski.util.montage(a, channel_axis=channel)
                out.case("montage_mean", r, a=a)


def features(out, rng):
    f32 = lambda a: np.ascontiguousarray(a, np.float32)
    pictures = [blobs(rng, (17, 20)), blobs(rng, (23, 11)), (np.add.outer(np.arange(16), np.arange(15)) > 14) * 1.0]
    square = np.zeros((14, 15))
    square[5:10, 4:11] = 1
    pictures.append(square)
    for a in pictures:
        for sigma in (0.8, 1.5):
            for low, high in [(0.05, 0.2), (0.0, 0.0), (0.3, 0.4)]:
                out.case("canny", feature.canny(a, sigma, low, high), a=a, sigma=sigma, limits=[low, high])
            r = feature.canny(a, sigma, 0.6, 0.9, use_quantiles=True)
            out.case("canny", r, a=a, sigma=sigma, limits=[0.6, 0.9], quantiles=1)
            mask = np.ones(a.shape, bool)
            mask[:4, 3:6] = False
            out.case("canny", feature.canny(a, sigma, 0.05, 0.1, mask=mask), a=a, sigma=sigma, limits=[0.05, 0.1], mask=mask)
            b = np.round(a * 200).astype(np.uint8)
            out.case("canny", feature.canny(b.astype(float), sigma, 10, 30), a=b, sigma=sigma, limits=[10.0, 30.0])
            if a is pictures[1] or a is pictures[2]:
                continue
            for k, e in enumerate(feature.structure_tensor(a, sigma)):
                out.case("tensor", f32(e), a=a, sigma=sigma, k=k)
            for ways in (0, 1):
                h = feature.hessian_matrix(a, sigma, use_gaussian_derivatives=bool(ways))
                for k, e in enumerate(h):
                    out.case("hessian", f32(e), a=a, sigma=sigma, k=k, gaussian=ways)
                if ways == 0:
                    out.case("eigenvalues", f32(feature.hessian_matrix_eigvals(h)), a=a, sigma=sigma, gaussian=0)
            out.case("harris", f32(feature.corner_harris(a, k=0.06, sigma=sigma)), a=a, sigma=sigma)
            out.case("shi_tomasi", f32(feature.corner_shi_tomasi(a, sigma)), a=a, sigma=sigma)
        w, q = feature.corner_foerstner(a, 1.0)
        out.case("foerstner_w", f32(w), a=a)
        if a is pictures[0]:
            out.case("foerstner_q", f32(q), a=a)
            out.case("shape_index", f32(feature.shape_index(a, 1.0)), a=a)
        out.case("kitchen", f32(feature.corner_kitchen_rosenfeld(a)), a=a)
        for n in (9, 12, 14):
            out.case("fast", f32(feature.corner_fast(a, n, 0.08)), a=a, n=n)
        peaks = feature.corner_peaks(feature.corner_harris(a), min_distance=2)
        out.case("corner_peaks", peaks.astype(np.int64), a=feature.corner_harris(a), distance=2)
    volume = blobs(rng, (5, 6, 7))
    h = feature.structure_tensor(volume, 1.0)
    out.case("eigenvalues3", f32(feature.structure_tensor_eigenvalues(h)), a=volume)
    for shape in [(25,), (17, 20), (6, 7, 8)]:
        a = rng.random(shape)
        for distance in (1, 2, 3):
            r = feature.peak_local_max(a, distance)
            out.case("peaks", r.astype(np.int64), a=a, distance=distance, border=distance)
            r = feature.peak_local_max(a, distance, 0.6, 0.7, False, 5)
            out.case("peaks", r.astype(np.int64), a=a, distance=distance, border=0, most=5, threshold=0.6, relative=0.7)
    a = np.zeros((48, 50))
    rows, columns = np.mgrid[:48, :50]
    for r, c, s in [(12, 11, 2), (15, 17, 3), (30, 34, 4), (33, 30, 3), (40, 10, 1.5)]:
        a += np.exp(-((rows - r) ** 2 + (columns - c) ** 2) / (2 * s * s)) * (0.6 + 0.1 * s)
    for overlap in (0.1, 0.5, 0.9):
        words = {"a": a, "overlap": overlap}
        r = feature.blob_log(a, 1, 6, 6, 0.15, overlap)
        out.case("blob_log", np.array(sorted(r.tolist())), **words)
        r = feature.blob_dog(a, 1, 6, 1.6, 0.1, overlap)
        out.case("blob_dog", np.array(sorted(r.tolist())), **words)
        r = feature.blob_doh(a, 1, 8, 6, 0.005, overlap)
        out.case("blob_doh", np.array(sorted(r.tolist())), **words)
    a = blobs(rng, (10, 11, 12))
    out.case("blob_log3", np.array(sorted(feature.blob_log(a, 1, 3, 3, 0.1).tolist())), a=a)
    for a in (blobs(rng, (13, 15), np.uint8), rng.integers(0, 4, (10, 9)).astype(np.uint8)):
        for p, r in [(8, 1.0), (4, 1.5), (18, 2.5)]:
            for method in ("default", "ror", "uniform", "nri_uniform", "var"):
                b = feature.local_binary_pattern(a, p, r, method)
                out.case("lbp", f32(b), a=a, points=p, radius=r, method=method)
        b = (a // 32).astype(np.uint8)
        distances, angles = [1.0, 2.0, 4.5], [0.0, 0.7, np.pi / 2, 2.5, 4.0]
        for symmetric in (0, 1):
            counts = feature.graycomatrix(b, distances, angles, 8, bool(symmetric))
            out.case("glcm", counts.astype(np.uint8), a=b, distances=distances, angles=angles, symmetric=symmetric)
            for prop in "contrast dissimilarity homogeneity ASM energy correlation mean variance std entropy".split():
                out.case("glcm_props", feature.graycoprops(counts, prop), a=b, distances=distances, angles=angles, symmetric=symmetric, prop=prop)
    for a in (blobs(rng, (24, 25)), blobs(rng, (25, 24, 3)), rng.random((24, 24))):
        channel = -1 if a.ndim == 3 else None
        for n, p, b in [(9, (8, 8), (2, 3)), (4, (5, 6), (1, 1)), (8, (4, 4), (3, 3))]:
            for norm in ("L1", "L1-sqrt", "L2", "L2-Hys"):
                words = {"n": n, "cell": list(p), "block": list(b), "norm": norm}
                if norm == "L2-Hys" or n == 4:
                    r = feature.hog(a, n, p, b, norm, feature_vector=False, channel_axis=channel)
                    out.case("hog", f32(r), a=a, **words)
            _, r = feature.hog(a, n, p, b, visualize=True, channel_axis=channel)
            out.case("hog_image", f32(r), a=a, **words)
        r = feature.hog(a, transform_sqrt=True, feature_vector=False, channel_axis=channel)
        out.case("hog", f32(r), a=a, n=9, cell=[8, 8], block=[3, 3], norm="L2-Hys", sqrt=1)
    for shape, part in [((20, 23), (5, 6)), ((7, 30), (7, 3)), ((9, 9, 8), (3, 2, 4))]:
        a = rng.random(shape)
        t = a[tuple(slice(1, 1 + p) if n > p else slice(None) for n, p in zip(shape, part))] + 0.1 * rng.random(part)
        out.case("template", f32(feature.match_template(a, t)), a=a, template=t)
        for mode in ("constant", "edge", "symmetric", "reflect", "wrap"):
            out.case("template", f32(feature.match_template(a, t, True, mode)), a=a, template=t, mode=mode)
        moved = np.roll(a, (3, -2), (0, 1)) + 0.05 * rng.random(shape)
        for factor in (1, 10, 33):
            for way in ("phase", None):
                s, e, d = ski.registration.phase_cross_correlation(a, moved, upsample_factor=factor, normalization=way)
                out.case("registration", np.array([*s, e, d]), a=a, b=moved, factor=factor, normalized=int(way is not None))


def bilateral(a, reach, sigma_color, sigma_spatial, mode):
    """The definition; scikit-image's spatial weights are skewed (its table has an even side)."""
    h, w, c = a.shape
    padded = np.pad(a, ((reach, reach), (reach, reach), (0, 0)), mode=mode)
    total, sums = np.zeros((h, w)), np.zeros_like(a)
    for i in range(2 * reach + 1):
        for j in range(2 * reach + 1):
            there = padded[i:i + h, j:j + w]
            d = np.sqrt(((there - a) ** 2).sum(-1)) / c
            far = (i - reach) ** 2 + (j - reach) ** 2
            weight = np.exp(-d * d / (2 * sigma_color ** 2) - far / (2 * sigma_spatial ** 2))
            total += weight
            sums += weight[..., None] * there
    return sums / total[..., None]


def restorations(out, rng):
    f32 = lambda a: np.ascontiguousarray(a, np.float32)
    grey, rgb = blobs(rng, (17, 14)) + 0.05 * rng.random((17, 14)), blobs(rng, (13, 12, 3))
    for a in (grey, rgb):
        cube = a.reshape(a.shape[0], a.shape[1], -1)
        channel = -1 if a.ndim == 3 else None
        for reach, sigma_color, sigma_spatial in [(3, 0.1, 1.0), (2, 0.05, 2.0), (4, 1.0, 1.2)]:
            for mode in ("edge", "symmetric", "reflect", "wrap", "constant") if reach == 3 else ("edge",):
                r = bilateral(cube, reach, sigma_color, sigma_spatial, mode).reshape(a.shape)
                out.case("bilateral", f32(r), a=a, win=2 * reach + 1, color=sigma_color, space=sigma_spatial, mode=mode)
        for size, distance, sigma in [(7, 5, 0.0), (3, 4, 0.02), (5, 2, 0.05)]:
            for fast in (0, 1):
                r = restoration.denoise_nl_means(a, size, distance, 0.1, bool(fast), sigma, channel_axis=channel)
                out.case("nl_means", f32(r), a=a, size=size, distance=distance, sigma=sigma, fast=fast)
        for weight in (0.05, 0.3):
            r = restoration.denoise_tv_chambolle(a, weight, channel_axis=channel)
            out.case("chambolle", f32(r), a=a, weight=weight, channels=int(a.ndim == 3))
            r = restoration.denoise_tv_chambolle(a, weight, 1e-3, 20)
            out.case("chambolle", f32(r), a=a, weight=weight, channels=0, eps=1e-3, most=20)
            for isotropic in (0, 1):
                # One by one: with channel_axis each channel begins with what the one before left behind.
                one = lambda plane: restoration.denoise_tv_bregman(plane, weight * 30, 60, 1e-4, bool(isotropic))
                r = np.stack([one(cube[..., k]) for k in range(cube.shape[2])], -1).reshape(a.shape)
                out.case("bregman", f32(r), a=a, weight=weight * 30, most=60, eps=1e-4, isotropic=isotropic)
    line = rng.random(40)
    out.case("chambolle", f32(restoration.denoise_tv_chambolle(line, 0.2)), a=line, weight=0.2, channels=0)
    for shape, size in [((16, 19), (3, 5)), ((12, 13), (4, 4)), ((31,), (5,)), ((6, 7, 8), (3, 2, 3))]:
        a, psf = rng.random(shape) + 0.1, rng.random(size)
        psf /= psf.sum()
        for balance in (0.1, 2.0):
            out.case("wiener", f32(restoration.wiener(a, psf, balance, clip=False)), a=a, psf=psf, balance=balance)
        for count in (1, 7):
            out.case("lucy", f32(restoration.richardson_lucy(a, psf, count, False)), a=a, psf=psf, count=count)
        r = restoration.richardson_lucy(a, psf, 4, False, 0.4)
        out.case("lucy", f32(r), a=a, psf=psf, count=4, least=0.4)
    for shape in [(20, 21), (50,), (8, 9, 7)]:
        a = rng.normal(0, 3.0, shape)
        out.case("sigma", np.array([restoration.estimate_sigma(a)]), a=a)
    a = blobs(rng, (18, 21)) * 100
    for radius in (1, 3, 5.5, 30):
        out.case("ball", f32(restoration.rolling_ball(a, radius=radius)), a=a, radius=float(radius))


PARTS = {"exposure": exposures, "color": colors, "metrics": measures, "draw": drawing}
PARTS |= {"feature": features, "restoration": restorations}


def make():
    """The contents of all files by their names."""
    files = {}
    for seed, (name, part) in enumerate(PARTS.items()):
        out = Fixtures()
        part(out, np.random.default_rng(20260911 + seed))
        files[f"{name}.txt"] = ("\n".join(out.lines) + "\n").encode()
        files[f"{name}.bin"] = bytes(out.data)
    return files


if __name__ == "__main__":
    files = make()
    if "--check" in sys.argv:
        same = all((TARGET / name).read_bytes() == data for name, data in files.items())
        sys.exit(0 if same else "fixtures differ")
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (TARGET / name).write_bytes(data)
        print(name, len(data), "bytes", data.count(b"\n") if name.endswith("txt") else "")
