"""Windows, shapes, regions and geometry of pictures, as SciPy, OpenCV and scikit-image do them."""

import numpy as np

SIDE = 4_000
SMALL = 1_000


def workloads(bits, picture, floats):
    """Name → (function that makes the names the statement uses, statement), and if need be what is compared."""

    def tools():
        from scipy import ndimage
        import cv2

        cv2.setNumThreads(2)
        return {"ndimage": ndimage, "cv2": cv2}

    def grey():
        return tools() | {"a": picture(1, SIDE, SIDE)}

    def means():
        """OpenCV rounds a mean, SciPy cuts it off, along one axis and then the other: its sums, so cut."""
        names = grey()
        cv2 = names["cv2"]

        def cut(a):
            for size in ((1, 9), (9, 1)):
                a = cv2.boxFilter(a.astype(np.float64), -1, size, normalize=False, borderType=cv2.BORDER_REFLECT) // 9
            return a.astype(np.uint8)

        return names | {"cut": cut}

    def shades(side=SIDE):
        matrix = np.array([[0.9, 0.2], [-0.2, 0.9]])
        return tools() | {"a": floats(1, (side, side), 0.0, 1.0, np.float32), "matrix": matrix}

    def rings(side):
        y, x = np.ogrid[:side, :side]
        specks = (bits(1, 0, side * side) % np.uint64(64) == 0).reshape(side, side)
        return (((y * y + 2 * x * x) >> 12) % 5 < 2) | specks

    def shapes():
        a = rings(SIDE)
        cross = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)
        return tools() | {"a": a, "u": a.view(np.uint8), "cross": cross}

    def regions():
        names = tools()
        labels, count = names["ndimage"].label(rings(SMALL))
        return names | shades(SMALL) | {"labels": labels, "index": np.arange(1, count + 1)}

    def basins():
        from skimage.segmentation import watershed

        y, x = np.ogrid[:SMALL, :SMALL]
        grid = (y % 50 == 25) & (x % 50 == 25)
        markers = np.where(grid, y // 50 * (SMALL // 50) + x // 50 + 1, 0).astype(np.int32)
        return {"a": picture(1, SMALL, SMALL), "markers": markers, "watershed": watershed}

    measures = ", ".join(
        f"ndimage.{name}(a, labels, index)" for name in ("sum_labels", "mean", "variance", "minimum", "maximum")
    )
    erode = "cv2.erode(u, cross, iterations=5, borderType=cv2.BORDER_CONSTANT, borderValue=0)"
    table = {
        "scipy/uniform9_u8": (grey, "ndimage.uniform_filter(a, 9)"),
        "opencv/uniform9_u8": (means, "cv2.blur(a, (9, 9), borderType=cv2.BORDER_REFLECT)", "cut(a)"),
        "scipy/maximum9_u8": (grey, "ndimage.maximum_filter(a, 9)"),
        "opencv/maximum9_u8": (grey, "cv2.dilate(a, np.ones((9, 9), np.uint8))"),
        "scipy/sobel_f32": (shades, "ndimage.sobel(a, 0)"),
        "opencv/sobel_f32": (shades, "cv2.Sobel(a, cv2.CV_32F, 0, 1, ksize=3, borderType=cv2.BORDER_REFLECT)"),
        "scipy/label": (shapes, "ndimage.label(a)", "np.float64(result[1])"),
        "opencv/label": (shapes, "cv2.connectedComponents(u, connectivity=4)", "np.float64(result[0] - 1)"),
        "scipy/edt": (shapes, "ndimage.distance_transform_edt(a)"),
        "opencv/edt": (shapes, "cv2.distanceTransform(u, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)"),
        "scipy/erosion5": (shapes, "ndimage.binary_erosion(a, iterations=5)"),
        "opencv/erosion5": (shapes, erode),
        "scipy/affine_cubic": (shades, "ndimage.affine_transform(a, matrix, [40.0, -30.0])"),
        "scipy/affine_linear": (shades, "ndimage.affine_transform(a, matrix, [40.0, -30.0], order=1)"),
        "scipy/rotate_linear": (shades, "ndimage.rotate(a, 30.0, order=1, reshape=False)"),
        "scipy/zoom_cubic": (lambda: shades(SIDE // 2), "ndimage.zoom(a, 2)"),
        "opencv/clahe_u8": (grey, "cv2.createCLAHE(40.0, (8, 8)).apply(a)"),
        "scipy/label_statistics": (regions, f"({measures})[0]"),
        "skimage/watershed": (basins, "watershed(a, markers)"),
    }
    for size in (3, 5, 9):
        table[f"scipy/median{size}_u8"] = (grey, f"ndimage.median_filter(a, {size}, mode='nearest')")
        table[f"opencv/median{size}_u8"] = (grey, f"cv2.medianBlur(a, {size})")
    table["scipy/median5_f32"] = (shades, "ndimage.median_filter(a, 5, mode='nearest')")
    table["opencv/median5_f32"] = (shades, "cv2.medianBlur(a, 5)")
    return table
