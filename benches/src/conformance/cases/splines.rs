//! Curves through points, grids of them, and integrals of samples.

use super::{Random, Recorder, axis_of};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::Array;
use nd::integrate::{self, CumulativeOptions};
use nd::interpolate::{
    self, Akima1DInterpolator, AkimaMethod, AkimaOptions, BarycentricInterpolator, Boundary,
    CubicHermiteSpline, CubicSpline, CubicSplineOptions, Extrapolate, GridMethod, GridOptions,
    GridOutside, Interp1d, Interp1dOptions, Kind, KroghInterpolator, Outside, PPoly,
    PchipInterpolator, RegularGridInterpolator,
};
use serde_json::{Value as Json, json};

/// Places that rise, or now and then do not.
fn places(random: &mut Random, n: usize) -> Vec<f64> {
    let mut at = random.unit() * 4.0 - 2.0;
    let even = random.one_in(3);
    let mut x: Vec<f64> = (0..n)
        .map(|_| {
            at += if even { 0.5 } else { 0.1 + random.unit() * 2.0 };
            at
        })
        .collect();
    if n > 1 && random.one_in(50) {
        x.swap(0, 1);
    }
    x
}

/// Points, values of lanes along an axis, and where values are asked for.
struct Points {
    x: Array<f64>,
    y: Laid<f64>,
    axis: isize,
    at: Laid<f64>,
    inputs: Vec<Json>,
}

impl Points {
    fn random(random: &mut Random, recorder: &mut Recorder, most: usize) -> Self {
        let n = 1 + random.below(most);
        let mut shape: Vec<usize> = (0..random.below(3)).map(|_| 1 + random.below(3)).collect();
        let axis = axis_of(random, shape.len() + 1);
        let at = axis.rem_euclid(shape.len() as isize + 1) as usize;
        shape.insert(at, n);
        let x = Array::from_vec(places(random, n));
        let even = random.one_in(6);
        let y = Laid::<f64>::filled(random, &shape, |random| match even {
            true => random.below(4) as f64,
            false => f64::small(random),
        });
        let (low, high) = (x[[0]], x[[n - 1]]);
        let lengths = random.shape();
        let lengths: Vec<usize> = lengths.into_iter().take(2).map(|n| n.min(30)).collect();
        let known = x.clone();
        let at = Laid::<f64>::filled(random, &lengths, |random| match random.below(12) {
            0 => f64::NAN,
            1 | 2 => known[[random.below(n)]],
            3 => low - random.unit(),
            4 => high + random.unit(),
            _ => low + random.unit() * (high - low),
        });
        let inputs = vec![recorder.array(x.view()), recorder.input(&y), recorder.input(&at)];
        Self { x, y, axis, at, inputs }
    }
}

/// What is asked of a curve.
fn asked(random: &mut Random) -> (Extrapolate, Json, usize, &'static str) {
    let (extrapolate, told) = match random.below(4) {
        0 => (Extrapolate::Nan, json!(false)),
        1 => (Extrapolate::Periodic, json!("periodic")),
        _ => (Extrapolate::On, json!(true)),
    };
    let what = *random.pick(&["value", "value", "value", "integral", "derivative"]);
    (extrapolate, told, random.below(3), what)
}

fn answer(curve: PPoly, order: usize, what: &str, at: &Laid<f64>) -> Array<f64> {
    match what {
        "integral" => curve.antiderivative(order).eval(at.view()),
        "derivative" => curve.derivative(order).eval(at.view()),
        _ => curve.eval_derivative(at.view(), order),
    }
}

/// `CubicSpline`, `PchipInterpolator`, `Akima1DInterpolator`, `CubicHermiteSpline`: values, derivatives, integrals.
pub(super) fn curves(random: &mut Random, recorder: &mut Recorder) {
    let Points { x, mut y, axis, at, mut inputs } = Points::random(random, recorder, 12);
    let (extrapolate, told, order, what) = asked(random);
    let mut parameters = json!({ "axis": axis, "extrapolate": told, "order": order, "what": what });
    match random.below(6) {
        0 | 1 => {
            let (boundary, named) = match random.below(6) {
                0 => (Boundary::Natural, "natural"),
                1 => (Boundary::Clamped, "clamped"),
                2 => (Boundary::Periodic, "periodic"),
                _ => (Boundary::NotAKnot, "not-a-knot"),
            };
            if named == "periodic" {
                y = closed(&y, axis);
                inputs[1] = recorder.input(&y);
            }
            parameters["bc_type"] = json!(named);
            recorder.case("interpolate.CubicSpline", inputs, parameters, || {
                let options = CubicSplineOptions::default().boundary(boundary);
                let curve = CubicSpline::try_new_with(&x, y.view(), axis, &options)?;
                Ok::<_, interpolate::InterpolateError>(answer(
                    curve.extrapolate(extrapolate).into(),
                    order,
                    what,
                    &at,
                ))
            });
        }
        2 => recorder.case("interpolate.PchipInterpolator", inputs, parameters, || {
            PchipInterpolator::try_new(&x, y.view(), axis)
                .map(|curve| answer(curve.extrapolate(extrapolate).into(), order, what, &at))
        }),
        3 | 4 => {
            let (method, named) =
                *random.pick(&[(AkimaMethod::Akima, "akima"), (AkimaMethod::Makima, "makima")]);
            parameters["method"] = json!(named);
            recorder.case("interpolate.Akima1DInterpolator", inputs, parameters, || {
                let options = AkimaOptions::default().method(method);
                Akima1DInterpolator::try_new_with(&x, y.view(), axis, &options)
                    .map(|curve| answer(curve.extrapolate(extrapolate).into(), order, what, &at))
            });
        }
        _ => {
            let shape = y.view().shape().to_vec();
            let slopes = Laid::<f64>::filled(random, &shape, f64::small);
            inputs.push(recorder.input(&slopes));
            recorder.case("interpolate.CubicHermiteSpline", inputs, parameters, || {
                CubicHermiteSpline::try_new(&x, y.view(), slopes.view(), axis)
                    .map(|curve| answer(curve.extrapolate(extrapolate).into(), order, what, &at))
            });
        }
    }
}

/// The same lanes with their first value at the end too.
fn closed(y: &Laid<f64>, axis: isize) -> Laid<f64> {
    let base = y.view().to_array();
    let n = base.shape()[axis.rem_euclid(base.ndim() as isize) as usize];
    let lanes = base.moveaxis(axis, 0).to_array();
    let mut turned = lanes.clone();
    let first = lanes.slice(nd::s![0]).to_array();
    turned.slice_mut(nd::s![n as isize - 1]).assign(&first);
    Laid { base: turned.moveaxis(0, axis).to_array(), steps: Vec::new() }
}

/// `interp1d`, `make_interp_spline`, `BarycentricInterpolator`, `KroghInterpolator`.
pub(super) fn lines(random: &mut Random, recorder: &mut Recorder) {
    let Points { x, y, axis, at, inputs } = Points::random(random, recorder, 8);
    let order = random.below(3);
    let mut parameters = json!({ "axis": axis });
    match random.below(6) {
        0..3 => {
            let (kind, named) = *random.pick(&[
                (Kind::Linear, "linear"),
                (Kind::Nearest, "nearest"),
                (Kind::NearestUp, "nearest-up"),
                (Kind::Previous, "previous"),
                (Kind::Next, "next"),
                (Kind::Zero, "zero"),
            ]);
            let (outside, told) = match random.below(3) {
                0 => (Outside::Error, json!(null)),
                1 => (Outside::Fill(-7.0, 7.0), json!([-7.0, 7.0])),
                _ => (Outside::Extrapolate, json!("extrapolate")),
            };
            parameters["kind"] = json!(named);
            parameters["fill_value"] = told;
            recorder.case("interpolate.interp1d", inputs, parameters, || {
                let options = Interp1dOptions::default().kind(kind).outside(outside);
                Interp1d::try_new_with(&x, y.view(), axis, &options)
                    .and_then(|curve| curve.eval(at.view()))
            });
        }
        3 => {
            let k = random.below(6);
            parameters["k"] = json!(k);
            parameters["order"] = json!(order);
            recorder.case("interpolate.make_interp_spline", inputs, parameters, || {
                interpolate::try_make_interp_spline(&x, y.view(), k, axis)
                    .map(|curve| curve.eval_derivative(at.view(), order))
            });
        }
        4 => recorder.case("interpolate.BarycentricInterpolator", inputs, parameters, || {
            BarycentricInterpolator::try_new(&x, y.view(), axis).map(|curve| curve.eval(at.view()))
        }),
        _ => {
            parameters["order"] = json!(order);
            recorder.case("interpolate.KroghInterpolator", inputs, parameters, || {
                KroghInterpolator::try_new(&x, y.view(), axis)
                    .map(|curve| curve.eval_derivative(at.view(), order))
            });
        }
    }
}

/// `RegularGridInterpolator`.
pub(super) fn grids(random: &mut Random, recorder: &mut Recorder) {
    let ndim = 1 + random.below(3);
    let shape: Vec<usize> = (0..ndim).map(|_| 2 + random.below(4)).collect();
    let points: Vec<Vec<f64>> = shape.iter().map(|&n| places(random, n)).collect();
    let values = Laid::<f64>::filled(random, &shape, f64::small);
    let count = random.below(12);
    let ends: Vec<(f64, f64)> = points.iter().map(|x| (x[0], x[x.len() - 1])).collect();
    let outer = if random.one_in(2) { 0.6 } else { 0.0 };
    let mut turn = 0;
    let at = Array::from_fn([count, ndim], |_| {
        let (low, high) = ends[turn % ndim];
        turn += 1;
        low - outer + random.unit() * (high - low + 2.0 * outer)
    });
    let (method, named) =
        *random.pick(&[(GridMethod::Linear, "linear"), (GridMethod::Nearest, "nearest")]);
    let (outside, fill, bounds) = match random.below(3) {
        0 => (GridOutside::Error, json!("nan"), true),
        1 => (GridOutside::Fill(-7.0), json!(-7.0), false),
        _ => (GridOutside::Extrapolate, json!(null), false),
    };
    let inputs = vec![recorder.input(&values), recorder.array(at.view())];
    let parameters = json!({
        "points": points, "method": named, "fill_value": fill, "bounds_error": bounds,
    });
    recorder.case("interpolate.RegularGridInterpolator", inputs, parameters, || {
        let options = GridOptions::default().method(method).outside(outside);
        RegularGridInterpolator::try_new_with(&points, values.view(), &options)
            .and_then(|grid| grid.try_eval(&at))
    });
}

/// `cumulative_trapezoid`, `cumulative_simpson`, `simpson`, `romb`, `newton_cotes`.
pub(super) fn areas(random: &mut Random, recorder: &mut Recorder) {
    let mut shape = random.shape_with_axis();
    let axis = axis_of(random, shape.len());
    let at = axis.rem_euclid(shape.len() as isize) as usize;
    let what = random.below(9);
    if what == 8 {
        let n = 1 + random.below(10);
        return recorder.case("integrate.newton_cotes", vec![], json!({ "rn": n }), || {
            let found = integrate::newton_cotes(n);
            (Array::from_vec(found.weights), found.error)
        });
    }
    shape[at] = shape[at].min(60);
    if what == 7 {
        shape[at] = *random.pick(&[2, 3, 5, 9, 17, 4]);
    }
    let y = Laid::<f64>::filled(random, &shape, f64::small);
    let (spacing, told) = super::signals::spacing(random, shape[at]);
    let dx = if told.is_number() { told.as_f64().unwrap_or(1.0) } else { 1.0 };
    let initial = random.one_in(2).then_some(0.0);
    let inputs = vec![recorder.input(&y)];
    let parameters = json!({ "spacing": told, "axis": axis, "initial": initial });
    match what {
        0..3 => recorder.case("integrate.cumulative_trapezoid", inputs, parameters, || {
            let mut options = CumulativeOptions::default();
            options.initial = initial;
            integrate::cumulative_trapezoid_with(y.view(), spacing, axis, &options)
        }),
        3 | 4 => recorder.case("integrate.cumulative_simpson", inputs, parameters, || {
            let mut options = CumulativeOptions::default();
            options.initial = initial;
            integrate::cumulative_simpson_with(y.view(), spacing, axis, &options)
        }),
        5 | 6 => {
            let parameters = json!({ "spacing": told, "axis": axis });
            recorder.case("integrate.simpson", inputs, parameters, || {
                integrate::simpson(y.view(), spacing, axis)
            });
        }
        _ => recorder.case("integrate.romb", inputs, json!({ "dx": dx, "axis": axis }), || {
            integrate::romb(y.view(), dx, axis)
        }),
    }
}
