//! The steps that conversions consist of.

use crate::level::{FloatLevel, Level};
use nd_core::{Array, ArrayLike};
use std::f64::consts::TAU;

/// The rows of a matrix.
pub(super) type Matrix = [[f64; 3]; 3];

/// Linear sRGB to XYZ.
pub(super) const XYZ: Matrix = [
    [0.412453, 0.357580, 0.180423],
    [0.212671, 0.715160, 0.072169],
    [0.019334, 0.119193, 0.950227],
];
/// CIE RGB to XYZ.
pub(super) const XYZ_OF_CIE: Matrix = [
    [0.49 / 0.17697, 0.31 / 0.17697, 0.2 / 0.17697],
    [1.0, 0.8124 / 0.17697, 0.01063 / 0.17697],
    [0.0, 0.01 / 0.17697, 0.99 / 0.17697],
];
pub(super) const YUV: Matrix = [
    [0.299, 0.587, 0.114],
    [-0.14714119, -0.28886916, 0.43601035],
    [0.61497538, -0.51496512, -0.10001026],
];
pub(super) const YIQ: Matrix = [
    [0.299, 0.587, 0.114],
    [0.59590059, -0.27455667, -0.32134392],
    [0.21153661, -0.52273617, 0.31119955],
];
pub(super) const YPBPR: Matrix =
    [[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]];
pub(super) const YCBCR: Matrix =
    [[65.481, 128.553, 24.966], [-37.797, -74.203, 112.0], [112.0, -93.786, -18.214]];
pub(super) const YDBDR: Matrix =
    [[0.299, 0.587, 0.114], [-0.45, -0.883, 1.333], [-1.333, 1.116, 0.217]];
/// What a unit of each stain absorbs of red, green and blue.
pub(super) const HED: Matrix = [[0.65, 0.70, 0.29], [0.07, 0.99, 0.11], [0.27, 0.57, 0.78]];

/// XYZ of the white of daylight, D65, under 2°.
const WHITE: [f64; 3] = [0.95047, 1.0, 1.08883];
/// The least value that stains are told from.
const DARK: f64 = 1e-6;

/// One step, over all pixels of a strip.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Matrix(Matrix),
    Add([f64; 3]),
    ToLinear,
    FromLinear,
    RgbToHsv,
    HsvToRgb,
    RgbToHsl,
    HslToRgb,
    XyzToLab,
    LabToXyz,
    XyzToLuv,
    LuvToXyz,
    LabToLch,
    LchToLab,
    RgbToStains(Matrix),
    StainsToRgb(Matrix),
}

/// The steps one after another, on pixels along the last axis.
#[track_caller]
pub(super) fn convert<A: ArrayLike<Elem: FloatLevel>>(
    op: &str,
    a: A,
    steps: &[Step],
) -> Array<A::Elem> {
    let a = a.view();
    three(op, a.shape());
    A::Elem::curved(a, &all(steps))
}

/// Not generic, so that it is compiled here.
fn all(steps: &[Step]) -> impl Fn(&mut [f64]) + Sync + '_ {
    |strip| {
        let (pixels, _) = strip.as_chunks_mut::<3>();
        steps.iter().for_each(|step| step.apply(pixels));
    }
}

#[track_caller]
pub(super) fn three(op: &str, shape: &[usize]) {
    assert!(shape.last() == Some(&3), "{op}: shape {shape:?}, the last axis must be 3 channels");
}

impl Step {
    fn apply(self, pixels: &mut [[f64; 3]]) {
        match self {
            Step::Matrix(m) => each(pixels, |p| times(&m, p)),
            Step::Add(o) => each(pixels, |p| [p[0] + o[0], p[1] + o[1], p[2] + o[2]]),
            Step::ToLinear => each(pixels, |p| p.map(to_linear)),
            Step::FromLinear => each(pixels, |p| p.map(from_linear)),
            Step::RgbToHsv => each(pixels, rgb_to_hsv),
            Step::HsvToRgb => each(pixels, hsv_to_rgb),
            Step::RgbToHsl => each(pixels, rgb_to_hsl),
            Step::HslToRgb => each(pixels, hsl_to_rgb),
            Step::XyzToLab => each(pixels, xyz_to_lab),
            Step::LabToXyz => each(pixels, lab_to_xyz),
            Step::XyzToLuv => each(pixels, xyz_to_luv),
            Step::LuvToXyz => each(pixels, luv_to_xyz),
            Step::LabToLch => each(pixels, |[l, a, b]| {
                let hue = b.atan2(a);
                [l, a.hypot(b), if hue < 0.0 { hue + TAU } else { hue }]
            }),
            Step::LchToLab => each(pixels, |[l, c, h]| [l, c * h.cos(), c * h.sin()]),
            Step::RgbToStains(m) => each(pixels, |p| {
                let light = p.map(|x| if x < DARK { DARK } else { x }.ln() / DARK.ln());
                times(&transposed(&m), light).map(|x| if x < 0.0 { 0.0 } else { x })
            }),
            Step::StainsToRgb(m) => {
                each(pixels, |p| times(&transposed(&m), p.map(|x| x * DARK.ln())).map(f64::exp))
            }
        }
    }
}

#[inline(always)]
fn each(pixels: &mut [[f64; 3]], f: impl Fn([f64; 3]) -> [f64; 3]) {
    pixels.iter_mut().for_each(|pixel| *pixel = f(*pixel));
}

#[inline(always)]
fn times(m: &Matrix, [x, y, z]: [f64; 3]) -> [f64; 3] {
    m.map(|row| row[0] * x + row[1] * y + row[2] * z)
}

fn transposed(m: &Matrix) -> Matrix {
    std::array::from_fn(|i| std::array::from_fn(|j| m[j][i]))
}

pub(super) fn product(a: &Matrix, b: &Matrix) -> Matrix {
    let columns = transposed(b);
    transposed(&columns.map(|column| times(a, column)))
}

/// The inverse, by cofactors: all matrices here are far from singular.
pub(super) fn inverse(m: &Matrix) -> Matrix {
    let minor = |i: usize, j: usize| {
        let (a, b, c, d) = ((i + 1) % 3, (i + 2) % 3, (j + 1) % 3, (j + 2) % 3);
        m[a][c] * m[b][d] - m[a][d] * m[b][c]
    };
    let det: f64 = (0..3).map(|j| m[0][j] * minor(0, j)).sum();
    std::array::from_fn(|i| std::array::from_fn(|j| minor(j, i) / det))
}

fn to_linear(x: f64) -> f64 {
    if x > 0.04045 { ((x + 0.055) / 1.055).powf(2.4) } else { x / 12.92 }
}

fn from_linear(x: f64) -> f64 {
    if x > 0.0031308 { 1.055 * x.powf(1.0 / 2.4) - 0.055 } else { x * 12.92 }
}

/// The largest, the least, and the hue in sixths of the circle, of colours that are not grey.
fn hue([r, g, b]: [f64; 3]) -> (f64, f64, f64) {
    let (max, min) = (r.max(g).max(b), r.min(g).min(b));
    let delta = max - min;
    let hue = if b == max {
        4.0 + (r - g) / delta
    } else if g == max {
        2.0 + (b - r) / delta
    } else {
        (g - b) / delta
    };
    (max, min, (hue / 6.0).rem_euclid(1.0))
}

fn rgb_to_hsv(p: [f64; 3]) -> [f64; 3] {
    if p.iter().any(|x| x.is_nan()) {
        return [f64::NAN; 3];
    }
    let (max, min, hue) = hue(p);
    if max == min { [0.0, 0.0, max] } else { [hue, (max - min) / max, max] }
}

fn hsv_to_rgb([h, s, v]: [f64; 3]) -> [f64; 3] {
    if h.is_nan() {
        return [f64::NAN; 3];
    }
    let sixth = (h * 6.0).floor();
    let f = h * 6.0 - sixth;
    let (p, q, t) = (v * (1.0 - s), v * (1.0 - f * s), v * (1.0 - (1.0 - f) * s));
    match sixth.rem_euclid(6.0) as u8 {
        0 => [v, t, p],
        1 => [q, v, p],
        2 => [p, v, t],
        3 => [p, q, v],
        4 => [t, p, v],
        _ => [v, p, q],
    }
}

fn rgb_to_hsl(p: [f64; 3]) -> [f64; 3] {
    if p.iter().any(|x| x.is_nan()) {
        return [f64::NAN; 3];
    }
    let (max, min, hue) = hue(p);
    let light = (max + min) / 2.0;
    if max == min {
        return [0.0, 0.0, light];
    }
    let room = if light <= 0.5 { max + min } else { 2.0 - max - min };
    [hue, (max - min) / room, light]
}

fn hsl_to_rgb([h, s, l]: [f64; 3]) -> [f64; 3] {
    let chroma = s * l.min(1.0 - l);
    let value = l + chroma;
    let saturation = if value == 0.0 { 0.0 } else { 2.0 * (1.0 - l / value) };
    hsv_to_rgb([h, saturation, value])
}

fn xyz_to_lab(p: [f64; 3]) -> [f64; 3] {
    let curve = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let [x, y, z] = std::array::from_fn(|k| curve(p[k] / WHITE[k]));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn lab_to_xyz([l, a, b]: [f64; 3]) -> [f64; 3] {
    let curve = |t: f64| if t > 0.2068966 { t * t * t } else { (t - 16.0 / 116.0) / 7.787 };
    let y = (l + 16.0) / 116.0;
    let roots = [a / 500.0 + y, y, y - b / 200.0];
    std::array::from_fn(|k| curve(roots[k]) * WHITE[k])
}

/// u′ and v′ of a colour; 0 of black.
fn chromaticity([x, y, z]: [f64; 3]) -> (f64, f64) {
    let sum = x + 15.0 * y + 3.0 * z + f64::EPSILON;
    (4.0 * x / sum, 9.0 * y / sum)
}

fn xyz_to_luv(p: [f64; 3]) -> [f64; 3] {
    let y = p[1] / WHITE[1];
    let l = if y > 0.008856 { 116.0 * y.cbrt() - 16.0 } else { 903.3 * y };
    let ((u, v), (u0, v0)) = (chromaticity(p), chromaticity(WHITE));
    [l, 13.0 * l * (u - u0), 13.0 * l * (v - v0)]
}

fn luv_to_xyz([l, u, v]: [f64; 3]) -> [f64; 3] {
    let y = if l > 7.999625 { ((l + 16.0) / 116.0).powi(3) } else { l / 903.3 } * WHITE[1];
    let (u0, v0) = chromaticity(WHITE);
    let a = u0 + u / (13.0 * l + f64::EPSILON);
    let b = v0 + v / (13.0 * l + f64::EPSILON);
    let c = 3.0 * y * (5.0 * b - 3.0);
    let z = ((a - 4.0) * c - 15.0 * a * b * y) / (12.0 * b);
    [-(c / b + 3.0 * z), y, z]
}
