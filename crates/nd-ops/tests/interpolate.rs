//! Curves through points, areas and gaps against SciPy's and pandas' results, made by `golden/interpolate.py`; and the
//! behaviours that are written down.

use nd_core::{Array, array};
use nd_ops::Spacing;
use nd_ops::integrate::{self, CumulativeOptions};
use nd_ops::interpolate::*;
use nd_ops::missing::{self, Area, Direction, Fill, FillOptions, InterpMissingOptions, Method};
use std::panic::{AssertUnwindSafe, catch_unwind};

const CASES: &str = include_str!("golden/interpolate.txt");

fn read(text: &str) -> Array<f64> {
    let (shape, elements) = text.split_once('=').expect("an array");
    let shape: Vec<usize> =
        shape.split(',').filter(|n| !n.is_empty()).map(|n| n.parse().expect("a length")).collect();
    let elements = elements.split(',').filter(|x| !x.is_empty());
    Array::from_shape_vec(shape, elements.map(|x| x.parse().expect("a number")).collect())
}

fn flat(text: &str) -> Vec<f64> {
    read(text).into_vec()
}

/// The cases of these names; there have to be some.
fn cases(name: &str) -> Vec<(&'static str, Vec<&'static str>)> {
    let of_name = |words: &Vec<&str>| words[0] == name;
    let all = CASES.lines().map(|line| (line, line.split('|').collect::<Vec<_>>()));
    let found: Vec<_> = all.filter(|(_, words)| of_name(words)).collect();
    assert!(!found.is_empty(), "no case of {name}");
    found
}

/// Close to what is wanted, relative to the largest number of it.
fn assert_close(found: &Array<f64>, wanted: &str, line: &str) {
    let wanted = read(wanted);
    assert_eq!(found.shape(), wanted.shape(), "{line}");
    let most = wanted.iter().filter(|y| y.is_finite()).fold(1.0, |most: f64, y| most.max(y.abs()));
    for (&found, &wanted) in found.iter().zip(wanted.iter()) {
        let close = (found - wanted).abs() <= 2e-12 * most;
        let same = close || found == wanted || (found.is_nan() && wanted.is_nan());
        assert!(same, "{found} is not {wanted}: {line}");
    }
}

fn boundary(text: &str) -> Boundary {
    match text {
        "not-a-knot" => Boundary::NotAKnot,
        "natural" => Boundary::Natural,
        "clamped" => Boundary::Clamped,
        "periodic" => Boundary::Periodic,
        given => {
            let (order, value) = given.split_once(':').expect("a derivative");
            let value = vec![value.parse().expect("a number")];
            if order == "1" { Boundary::First(value) } else { Boundary::Second(value) }
        }
    }
}

fn spline(words: &[&str]) -> CubicSpline {
    let options = match words[3].split_once(';') {
        Some((start, end)) => {
            CubicSplineOptions::default().start(boundary(start)).end(boundary(end))
        }
        None => CubicSplineOptions::default().boundary(boundary(words[3])),
    };
    CubicSpline::new_with(&flat(words[1]), &flat(words[2]), 0, &options).expect("a spline")
}

#[test]
fn cubic_splines_are_scipys() {
    for (line, words) in cases("cubic") {
        assert_close(&spline(&words).eval(flat(words[4])), words[5], line);
    }
    for (order, name) in [(1, "cubic_slope"), (2, "cubic_bend")] {
        for (line, words) in cases(name) {
            assert_close(&spline(&words).eval_derivative(flat(words[4]), order), words[5], line);
        }
    }
    for (line, words) in cases("cubic_coefficients") {
        assert_close(&spline(&words).coefficients(), words[4], line);
    }
}

#[test]
fn integrals_of_splines_are_scipys() {
    for (line, words) in cases("cubic_area") {
        let (spline, limits) = (spline(&words), read(words[4]));
        let areas = limits.view().outer_iter().map(|ab| spline.integrate(ab[[0]], ab[[1]])[[]]);
        assert_close(&Array::from_vec(areas.collect()), words[5], line);
    }
    for (line, words) in cases("cubic_integral") {
        let integral = spline(&words).antiderivative(2);
        assert_close(&integral.eval(flat(words[4])), words[5], line);
    }
}

#[test]
fn monotone_and_akima_curves_are_scipys() {
    let akima = AkimaOptions::default().method(AkimaMethod::Makima);
    for name in ["pchip", "pchip_slope", "akima", "makima"] {
        for (line, words) in cases(name) {
            let (x, y, at) = (flat(words[1]), flat(words[2]), flat(words[3]));
            let found = match name {
                "pchip" => pchip(&x, &y, &at, 0).expect("a curve"),
                "pchip_slope" => pchip_interpolate(&x, &y, &at, 1, 0).expect("a curve"),
                "akima" => Akima1DInterpolator::new(&x, &y, 0).expect("a curve").eval(&at),
                _ => Akima1DInterpolator::new_with(&x, &y, 0, &akima).expect("a curve").eval(&at),
            };
            assert_close(&found, words[4], line);
        }
    }
    for (line, words) in cases("hermite") {
        let (x, y, slopes) = (flat(words[1]), flat(words[2]), flat(words[3]));
        let curve = CubicHermiteSpline::new(&x, &y, &slopes, 0).expect("a curve");
        assert_close(&curve.eval(flat(words[4])), words[5], line);
    }
}

#[test]
fn polynomials_through_all_points_are_scipys() {
    for name in ["barycentric", "barycentric_slope"] {
        for (line, words) in cases(name) {
            let curve = BarycentricInterpolator::new(&flat(words[1]), &flat(words[2]), 0).unwrap();
            let order = usize::from(name == "barycentric_slope");
            let at = flat(words[3]);
            // Beyond the points, nine of them swing by a million: SciPy's digits are lost there, too.
            if flat(words[1]).len() < 9 {
                assert_close(&curve.eval_derivative(&at, order), words[4], line);
            }
        }
    }
    for (name, order) in [("krogh", 0), ("krogh_bend", 2)] {
        for (line, words) in cases(name) {
            let curve = KroghInterpolator::new(&flat(words[1]), &flat(words[2]), 0).unwrap();
            assert_close(&curve.eval_derivative(flat(words[3]), order), words[4], line);
        }
    }
}

#[test]
fn bsplines_are_scipys() {
    for name in ["bspline", "bspline_coefficients", "bspline_knots"] {
        for (line, words) in cases(name) {
            let k = words[3].parse().expect("a degree");
            let spline = make_interp_spline(&flat(words[1]), &flat(words[2]), k, 0).expect("it");
            match name {
                "bspline" => {
                    let at = flat(words[4]);
                    assert_close(&spline.eval(&at), words[5], line);
                    // Steps have another value at the last knot, for which there is no piece.
                    if k > 0 {
                        assert_close(&spline.to_ppoly().eval(&at), words[5], line);
                    }
                }
                "bspline_knots" => {
                    assert_close(&Array::from_vec(spline.knots().to_vec()), words[4], line)
                }
                _ => assert_close(&spline.coefficients(), words[4], line),
            }
        }
    }
}

fn kind(text: &str) -> Kind {
    match text {
        "linear" => Kind::Linear,
        "nearest" => Kind::Nearest,
        "nearest-up" => Kind::NearestUp,
        "previous" => Kind::Previous,
        "next" => Kind::Next,
        _ => Kind::Zero,
    }
}

#[test]
fn lines_and_steps_are_scipys() {
    for name in ["interp1d", "interp1d_on"] {
        for (line, words) in cases(name) {
            let outside = if name == "interp1d" { Outside::Error } else { Outside::Extrapolate };
            let options = Interp1dOptions::default().kind(kind(words[3])).outside(outside);
            let curve = Interp1d::new_with(&flat(words[1]), &flat(words[2]), 0, &options).unwrap();
            match (curve.eval(flat(words[4])), words[5]) {
                (found, "error") => {
                    assert!(matches!(found, Err(InterpolateError::Outside { .. })), "{line}")
                }
                (found, wanted) => assert_close(&found.expect("values"), wanted, line),
            }
        }
    }
}

#[test]
fn lanes_lie_as_scipys() {
    for (line, words) in cases("lanes") {
        let (x, y, axis) = (read(words[2]), read(words[3]), words[4].parse().expect("an axis"));
        let at = read(words[5]);
        let found = match words[1] {
            "cubic" => cubic_spline(&x, &y, &at, axis),
            "pchip" => pchip(&x, &y, &at, axis),
            "akima" => akima(&x, &y, &at, axis),
            "krogh" => krogh_interpolate(&x, &y, &at, axis),
            "barycentric" => barycentric_interpolate(&x, &y, &at, axis),
            "bspline" => make_interp_spline(&x, &y, 3, axis).map(|spline| spline.eval(&at)),
            _ => linear(&x, &y, &at, axis),
        };
        assert_close(&found.expect("values"), words[6], line);
    }
}

#[test]
fn places_where_polynomials_have_a_value_are_scipys() {
    for (line, words) in cases("solve") {
        let on = if words[4] == "True" { Extrapolate::On } else { Extrapolate::Nan };
        let p = PPoly::new(read(words[1]), read(words[2])).expect("polynomials").extrapolate(on);
        let found = p.solve(words[3].parse().expect("a value")).remove(0);
        assert_close(&Array::from_vec(found), words[5], line);
    }
}

#[test]
fn grids_are_scipys() {
    for (line, words) in cases("grid") {
        let points: Vec<Array<f64>> = words[1].split(';').map(read).collect();
        let outside = match words[4] {
            "error" => GridOutside::Error,
            "nan" => GridOutside::Fill(f64::NAN),
            _ => GridOutside::Extrapolate,
        };
        let method = if words[3] == "linear" { GridMethod::Linear } else { GridMethod::Nearest };
        let options = GridOptions::default().method(method).outside(outside);
        let found = interpn_with(&points, &read(words[2]), &read(words[5]), &options);
        match words[6] {
            "error" => {
                assert!(matches!(found, Err(InterpolateError::Outside { .. })), "{line}")
            }
            wanted => assert_close(&found.expect("values"), wanted, line),
        }
    }
}

fn spacing(text: &str) -> Spacing {
    match read(text) {
        uniform if uniform.ndim() == 0 => Spacing::Uniform(uniform[[]]),
        coordinates => Spacing::Coordinates(coordinates.into_vec()),
    }
}

#[test]
fn areas_are_scipys() {
    for name in ["cumulative_trapezoid", "cumulative_simpson"] {
        for (line, words) in cases(name) {
            let (y, axis) = (read(words[1]), words[3].parse().expect("an axis"));
            let options = match words[4] {
                "-" => CumulativeOptions::default(),
                initial => CumulativeOptions::default().initial(initial.parse().expect("a number")),
            };
            let found = match name {
                "cumulative_trapezoid" => {
                    integrate::cumulative_trapezoid_with(&y, spacing(words[2]), axis, &options)
                }
                _ => integrate::cumulative_simpson_with(&y, spacing(words[2]), axis, &options),
            };
            assert_close(&found, words[5], line);
        }
    }
    for (line, words) in cases("simpson") {
        let found =
            integrate::simpson(read(words[1]), spacing(words[2]), words[3].parse().unwrap());
        assert_close(&found, words[4], line);
    }
    for (line, words) in cases("romb") {
        let (y, axis) = (read(words[1]), words[3].parse().expect("an axis"));
        match words[4] {
            "error" => {
                let panic = catch_unwind(AssertUnwindSafe(|| integrate::romb(&y, 0.5, axis)));
                assert!(panic.is_err(), "{line}");
            }
            wanted => assert_close(&integrate::romb(&y, 0.5, axis), wanted, line),
        }
    }
}

#[test]
fn rules_are_scipys() {
    for (line, words) in cases("fixed_quad") {
        let f = |x: f64| x.exp() / (1.0 + x * x);
        let found = integrate::fixed_quad(f, -1.0, 2.5, words[1].parse().unwrap()).unwrap();
        assert_close(&Array::scalar(found), words[2], line);
    }
    let joined = |rule: integrate::NewtonCotes| {
        Array::from_vec(rule.weights.into_iter().chain([rule.error]).collect())
    };
    for (line, words) in cases("newton_cotes") {
        assert_close(&joined(integrate::newton_cotes(words[1].parse().unwrap())), words[2], line);
    }
    for (line, words) in cases("newton_cotes_at") {
        let rule = integrate::newton_cotes_at(&flat(words[1])).expect("a rule");
        assert_close(&joined(rule), words[2], line);
    }
}

fn area(text: &str) -> Area {
    match text {
        "inside" => Area::Inside,
        "outside" => Area::Outside,
        _ => Area::All,
    }
}

#[test]
fn gaps_are_filled_as_pandas_does() {
    for (line, words) in cases("fill") {
        let fill = match words[2] {
            "forward" => Fill::Forward,
            "backward" => Fill::Backward,
            value => Fill::Value(value.parse().expect("a value")),
        };
        let options = FillOptions::default().area(area(words[4]));
        let options = words[3].parse().map_or(options, |limit| options.limit(limit));
        let a = read(words[1]);
        let found = missing::fill_missing_with(&a, fill, 0, &options);
        assert_close(&found, words[5], line);
        // As a column beside another.
        let both = nd_core::stack(&[&a, &a], 1);
        let found = missing::fill_missing_with(&both, fill, 0, &options);
        assert_close(&found.view().take([1], 1).squeeze_axes(&[1]).to_array(), words[5], line);
    }
}

#[test]
fn gaps_are_interpolated_as_pandas_does() {
    for (line, words) in cases("between") {
        let method = match words[2] {
            "linear" => Method::Linear,
            "nearest" => Method::Nearest,
            "previous" => Method::Previous,
            "next" => Method::Next,
            "cubic" => Method::Cubic,
            "cubicspline" => Method::CubicSpline,
            "pchip" => Method::Pchip,
            _ => Method::Akima,
        };
        let direction = match words[4] {
            "forward" => Direction::Forward,
            "backward" => Direction::Backward,
            _ => Direction::Both,
        };
        let options = InterpMissingOptions::default().direction(direction).area(area(words[5]));
        let options = match words[3].parse() {
            Ok(limit) => options.limit(limit),
            Err(_) => options,
        };
        let found = missing::interp_missing_with(&read(words[1]), method, 0, &options).unwrap();
        assert_close(&found, words[6], line);
    }
}

#[test]
fn cubic_splines_behave() {
    // Not-a-knot; two points a line, three a parabola; beyond the points it goes on.
    assert_eq!(cubic_spline(&[0, 1, 2], &[0, 1, 4], 3.0, 0).unwrap()[[]], 9.0);
    assert_eq!(cubic_spline(&[0, 1], &[0, 1], 5.0, 0).unwrap()[[]], 5.0);
    let error = |x: &[f64], y: &[f64]| CubicSpline::try_new(x, y, 0).unwrap_err().to_string();
    let told = "CubicSpline: x does not increase after element 0";
    assert_eq!(error(&[0.0, 0.0, 1.0], &[0.0; 3]), told);
    assert_eq!(error(&[1.0, 0.0], &[0.0; 2]), told);
    let told = "CubicSpline: y has a NaN or an infinity";
    assert_eq!(error(&[0.0, 1.0], &[0.0, f64::NAN]), told);
    assert_eq!(error(&[0.0], &[0.0]), "CubicSpline: 1 points, and at least 2 are needed");
    let told = "CubicSpline: x has a NaN or an infinity";
    assert_eq!(error(&[0.0, f64::INFINITY], &[0.0; 2]), told);
}

#[test]
fn pchip_behaves() {
    // Slope 0 where it is flat or turns, limited ends, and it goes on.
    let curve = PchipInterpolator::new(&[0, 1, 2, 3], &[0, 1, 1, 2], 0).unwrap();
    assert_eq!(curve.eval_derivative([0.0, 1.0, 2.0, 3.0], 1), array![1.5, 0.0, 0.0, 1.5]);
    assert!(curve.eval(4.0)[[]].is_finite());
}

#[test]
fn akima_behaves() {
    let curve = Akima1DInterpolator::new(&[0, 1, 2, 3, 4], &[0, 1, 2, 4, 6], 0).unwrap();
    assert_eq!(curve.eval_derivative(2.0, 1)[[]], 1.5); // no change on either side
    assert!(curve.eval([-0.1, 4.1]).iter().all(|y| y.is_nan()));
    assert_eq!(akima(&[0, 2], &[1, 5], 1.0, 0).unwrap()[[]], 3.0);
}

#[test]
fn linear_interpolation_behaves() {
    // NumPy's function clamps, and takes the right one of two equal points; NaN stays in its cells.
    assert_eq!(nd_ops::interp(&[1.0], &[0.0, 1.0, 1.0, 2.0], &[0.0, 1.0, 2.0, 3.0])[[0]], 2.0);
    assert_eq!(nd_ops::interp(&[-5.0, 5.0], &[0.0, 1.0], &[3.0, 4.0]), array![3.0, 4.0]);
    let y = [0.0, f64::NAN, 2.0, 3.0];
    let lines = linear(&[0, 1, 2, 3], &y, &[0.0, 0.5, 1.5, 2.0, 2.5], 0).unwrap();
    assert!(lines[[1]].is_nan() && lines[[2]].is_nan());
    assert_eq!([lines[[0]], lines[[3]], lines[[4]]], [0.0, 2.0, 2.5]);
    // Here coordinates have to be in order.
    let error = linear(&[0.0, 2.0, 1.0], &[0.0; 3], 0.5, 0).unwrap_err();
    assert_eq!(error.to_string(), "Interp1d: x does not increase after element 1");
}

#[test]
fn the_middle_is_rounded_down() {
    assert_eq!(nearest(&[0, 1], &[0, 1], 0.5, 0).unwrap()[[]], 0.0);
    let options = GridOptions::default().method(GridMethod::Nearest);
    assert_eq!(interpn_with(&[[0, 1]], &[0, 1], &[[0.5]], &options).unwrap()[[0]], 0.0);
    let up = Interp1dOptions::default().kind(Kind::NearestUp);
    assert_eq!(Interp1d::new_with(&[0, 1], &[0, 1], 0, &up).unwrap().eval(0.5).unwrap()[[]], 1.0);
}

#[test]
fn long_curves_are_the_same_in_any_order_and_on_any_number_of_threads() {
    let n = 5000;
    let x: Vec<f64> = (0..n).map(|i| i as f64 + 0.4 * (i as f64).sin()).collect();
    let y: Vec<f64> = x.iter().map(|x| (0.01 * x).cos()).collect();
    let spline = CubicSpline::new(&x, &y, 0).unwrap();
    let at: Vec<f64> = (0..40_000).map(|i| i as f64 * 0.124).collect();
    let values = spline.eval(&at);
    for (&at, &y) in at.iter().zip(values.iter()).skip(8).take(39_000) {
        assert!((y - (0.01 * at).cos()).abs() < 1e-7, "at {at}");
    }
    let mixed: Vec<usize> = (0..at.len()).map(|i| i * 7919 % at.len()).collect();
    let shuffled: Vec<f64> = mixed.iter().map(|&i| at[i]).collect();
    let again = spline.eval(&shuffled);
    assert!(mixed.iter().zip(again.iter()).all(|(&i, y)| values[[i]].to_bits() == y.to_bits()));
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let alone = one.install(|| CubicSpline::new(&x, &y, 0).unwrap().eval(&at));
    assert_eq!(alone, values);
}

#[test]
fn empty_lanes_and_empty_questions() {
    let none = Array::<f64>::zeros([3, 0]);
    let spline = CubicSpline::new(&[0, 1, 2], &none, 0).unwrap();
    assert_eq!(spline.eval([0.5, 1.5]).shape(), [2, 0]);
    assert_eq!(spline.integrate(0.0, 1.0).shape(), [0]);
    assert!(spline.roots().is_empty());
    assert_eq!(spline.derivative(1).eval([0.5]).shape(), [1, 0]);
    assert_eq!(spline.antiderivative(1).eval([0.5]).shape(), [1, 0]);
    assert!(cubic_spline(&[0, 1], &[0, 1], &[0.0; 0], 0).unwrap().is_empty());
    assert_eq!(make_interp_spline(&[0, 1, 2], &none, 2, 0).unwrap().eval(0.5).shape(), [0]);
    let point = make_interp_spline(&[2], &[7], 0, 0).unwrap();
    assert_eq!(point.eval_derivative([1.0, 2.0, 3.0], 1), array![0.0, 0.0, 0.0]);
    assert_eq!(point.to_ppoly().eval(2.0)[[]], 7.0);
    assert_eq!(linear(&[0, 1, 2], &none, 0.5, 0).unwrap().shape(), [0]);
    assert_eq!(missing::fill_missing(&none, Fill::Forward, 0).shape(), [3, 0]);
    assert_eq!(missing::interp_missing(&none, Method::Cubic, 0).unwrap().shape(), [3, 0]);
    assert_eq!(missing::drop_missing(&none, 0).shape(), [3, 0]);
    assert_eq!(integrate::simpson(&none, 1.0, 0).shape(), [0]);
}

#[test]
fn what_shapes_tell_panics_and_is_told() {
    let message = |f: &dyn Fn()| {
        let panic = catch_unwind(AssertUnwindSafe(f)).expect_err("a panic");
        panic.downcast_ref::<String>().cloned().unwrap_or_default()
    };
    let told = message(&|| drop(CubicSpline::new(&[0.0, 1.0], &[[0.0, 1.0]], 0)));
    assert_eq!(told, "CubicSpline: shapes [2] and [1] differ");
    let told = message(&|| drop(pchip(&[[0.0]], &[0.0], 0.0, 0)));
    assert_eq!(told, "PchipInterpolator: shape [1, 1] has 2 axes, and one are needed");
    let told = message(&|| drop(akima(&[0.0, 1.0], &[0.0, 1.0], 0.0, 1)));
    assert_eq!(told, "Akima1DInterpolator: axis 1 is out of bounds for 1 dimensions");
    let half = CubicSplineOptions::default().start(Boundary::Periodic);
    let told = message(&|| drop(cubic_spline_with(&[0, 1], &[0, 1], 0.5, 0, &half)));
    assert!(told.is_empty()); // a message without arguments is no String
    let two = CubicSplineOptions::default().start(Boundary::First(vec![0.0, 1.0]));
    let told = message(&|| drop(cubic_spline_with(&[0, 1], &[0, 1], 0.5, 0, &two)));
    assert_eq!(told, "CubicSpline: derivatives at an end: shapes [1] and [2] differ");
    let told = message(&|| drop(interpn(&[[0.0, 1.0]], &[0.0, 1.0], &[0.5, 0.5])));
    let wanted = "RegularGridInterpolator: axis 0 of shape [2] has length 2, not 1";
    assert_eq!(told, wanted);
    let told = message(&|| drop(integrate::romb([0.0; 4], 1.0, 0)));
    assert_eq!(told, "romb: axis 0 of shape [4] is not one longer than a power of 2");
    let told = message(&|| drop(integrate::simpson([0.0; 4], [0.0, 1.0], 0)));
    assert_eq!(told, "simpson: coordinates of axis 0: shapes [4] and [2] differ");
    let three = InterpMissingOptions::default().coordinates([0.0, 1.0, 2.0]);
    let told = message(&|| drop(missing::interp_missing_with(&[0.0], Method::Linear, 0, &three)));
    assert_eq!(told, "interp_missing: coordinates: shapes [1] and [3] differ");
}

#[test]
fn absurd_orders_and_degrees_end() {
    let p = PPoly::new([[1.0], [2.0]], [0.0, 1.0]).unwrap();
    assert_eq!(p.derivative(usize::MAX).coefficients(), array![[0.0]]);
    assert_eq!(p.eval_derivative(0.5, usize::MAX)[[]], 0.0);
    let curve = KroghInterpolator::new([0, 1], [0, 1], 0).unwrap();
    assert_eq!(curve.eval_derivative(0.5, usize::MAX)[[]], 0.0);
    let curve = BarycentricInterpolator::new([0, 1], [0, 1], 0).unwrap();
    assert_eq!(curve.eval_derivative(0.5, usize::MAX)[[]], 0.0);
    let endless = || integrate::fixed_quad(f64::exp, 0.0, 1.0, usize::MAX);
    assert!(catch_unwind(endless).is_err());
    assert!(catch_unwind(|| integrate::newton_cotes(usize::MAX)).is_err());
    assert!(catch_unwind(|| make_interp_spline([0, 1], [0, 1], usize::MAX, 0).is_ok()).is_err());
}

#[test]
fn what_values_tell_is_an_error() {
    let round = CubicSplineOptions::default().boundary(Boundary::Periodic);
    let error = CubicSpline::new_with(&[0, 1, 2], &[0, 1, 2], 0, &round).unwrap_err();
    assert_eq!(error.to_string(), "CubicSpline: the first and the last value differ");
    let endless = CubicSplineOptions::default().end(Boundary::Second(vec![f64::NAN]));
    let error = CubicSpline::new_with(&[0, 1, 2], &[0, 1, 2], 0, &endless).unwrap_err();
    assert_eq!(error.to_string(), "CubicSpline: a derivative at an end has a NaN or an infinity");
    let error = BarycentricInterpolator::new(&[0.0, 1.0, 0.0], &[0.0; 3], 0).unwrap_err();
    let told = "BarycentricInterpolator: the equations have no certain solution";
    assert_eq!(error.to_string(), told);
    assert!(KroghInterpolator::new(&[0.0, 1.0, 0.0], &[0.0; 3], 0).is_err());
    let error = PPoly::new([[1.0, 1.0]], [0.0, 1.0, 0.5]).unwrap_err();
    assert_eq!(error.to_string(), "PPoly: x does not increase after element 1");
    let error = BSpline::new(&[0.0, 0.0, 0.0, 0.0], &[1.0, 1.0], 1, 0).unwrap_err();
    assert_eq!(error.to_string(), "BSpline: t does not increase after element 1");
    let error = RegularGridInterpolator::new(&[[0.0, 1.0, 1.0]], [0.0; 3]).unwrap_err();
    let told = "RegularGridInterpolator: points does not increase after element 1";
    assert_eq!(error.to_string(), told);
    let error = integrate::newton_cotes_at(&[0.0, 2.0, 1.0]).unwrap_err();
    assert_eq!(error.to_string(), "newton_cotes: the points do not increase after element 1");
    let endless = [0.0, f64::NAN, f64::INFINITY, 1.0];
    assert!(missing::interp_missing(&endless, Method::Pchip, 0).is_err());
}

#[test]
fn nan_among_the_values_of_a_grid_stays_in_its_cells() {
    let values = array![[1.0, f64::NAN], [2.0, 3.0], [4.0, 5.0]];
    let at = [[0.0, 0.0], [1.0, 0.5], [0.5, 0.0], [0.5, 0.5], [1.5, 0.5]];
    let points = [vec![0.0, 1.0, 2.0], vec![0.0, 1.0]];
    let found = interpn(&points, &values, &at).unwrap();
    assert_eq!([found[[0]], found[[1]], found[[2]], found[[4]]], [1.0, 2.5, 1.5, 3.5]);
    assert!(found[[3]].is_nan());
}

#[test]
fn smaller_floats_stay_what_they_are() {
    let a = [1.0f32, f32::NAN, 0.1, f32::NAN];
    let filled = missing::interp_missing(&a, Method::Linear, 0).unwrap();
    assert_eq!(filled[[2]], 0.1);
    assert_eq!(filled[[1]], (1.0 + f64::from(0.1f32)) as f32 / 2.0);
    let z = [nd_core::Complex::new(1.0, f64::NAN), nd_core::Complex::new(2.0, 0.0)];
    assert_eq!(missing::count_missing(z), 1);
    assert_eq!(missing::fill_missing(&z, Fill::Backward, 0)[[0]], z[1]);
    let columns = array![[1.0, f64::NAN], [f64::NAN, f64::NAN], [3.0, 4.0]];
    assert_eq!(missing::count_missing_axis(columns.t(), 0), array![1, 2, 0]);
    assert_eq!(missing::drop_missing(columns.t(), 1), array![[3.0], [4.0]]);
}
