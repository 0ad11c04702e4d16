//! Series of polynomials against NumPy's results, made by `golden/series.py`.

use nd_core::{Array, Complex};
use nd_ops::polynomial::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

const CASES: &str = include_str!("golden/series.txt");

/// The functions of a basis under one name for all.
macro_rules! basis {
    ($name:ident $module:ident $Type:ident:
     $add:ident $sub:ident $mulx:ident $mul:ident $div:ident $pow:ident $val:ident $val2d:ident $val3d:ident $valnd:ident
     $grid2d:ident $grid3d:ident $vander:ident $vander2d:ident $vander3d:ident $der:ident $der_with:ident $int:ident
     $int_with:ident $fromroots:ident $roots:ident $companion:ident $trim:ident $fit:ident $fit_with:ident) => {
        mod $name {
            pub(crate) use nd_ops::polynomial::$Type as Type;
            pub(crate) use nd_ops::polynomial::$module::{
                $add as add, $companion as companion, $der as der, $der_with as der_with,
                $div as div, $fit as fit, $fit_with as fit_with, $fromroots as fromroots,
                $grid2d as grid2d, $grid3d as grid3d, $int as int, $int_with as int_with,
                $mul as mul, $mulx as mulx, $pow as pow, $roots as roots, $sub as sub,
                $trim as trim, $val as val, $val2d as val2d, $val3d as val3d, $valnd as valnd,
                $vander as vander, $vander2d as vander2d, $vander3d as vander3d,
            };
        }
    };
}
basis! {poly polynomial Polynomial:
polyadd polysub polymulx polymul polydiv polypow polyval polyval2d polyval3d polyvalnd polygrid2d polygrid3d polyvander
polyvander2d polyvander3d polyder polyder_with polyint polyint_with polyfromroots polyroots polycompanion polytrim polyfit
polyfit_with}
basis! {cheb chebyshev Chebyshev:
chebadd chebsub chebmulx chebmul chebdiv chebpow chebval chebval2d chebval3d chebvalnd chebgrid2d chebgrid3d chebvander
chebvander2d chebvander3d chebder chebder_with chebint chebint_with chebfromroots chebroots chebcompanion chebtrim chebfit
chebfit_with}
basis! {leg legendre Legendre:
legadd legsub legmulx legmul legdiv legpow legval legval2d legval3d legvalnd leggrid2d leggrid3d legvander
legvander2d legvander3d legder legder_with legint legint_with legfromroots legroots legcompanion legtrim legfit
legfit_with}
basis! {lag laguerre Laguerre:
lagadd lagsub lagmulx lagmul lagdiv lagpow lagval lagval2d lagval3d lagvalnd laggrid2d laggrid3d lagvander
lagvander2d lagvander3d lagder lagder_with lagint lagint_with lagfromroots lagroots lagcompanion lagtrim lagfit
lagfit_with}
basis! {herm hermite Hermite:
hermadd hermsub hermmulx hermmul hermdiv hermpow hermval hermval2d hermval3d hermvalnd hermgrid2d hermgrid3d hermvander
hermvander2d hermvander3d hermder hermder_with hermint hermint_with hermfromroots hermroots hermcompanion hermtrim hermfit
hermfit_with}
basis! {herme hermite_e HermiteE:
hermeadd hermesub hermemulx hermemul hermediv hermepow hermeval hermeval2d hermeval3d hermevalnd hermegrid2d hermegrid3d
hermevander hermevander2d hermevander3d hermeder hermeder_with hermeint hermeint_with hermefromroots hermeroots
hermecompanion hermetrim hermefit hermefit_with}

macro_rules! each {
    ($basis:expr, $b:ident => $body:expr) => {
        match $basis {
            "poly" => {
                use poly as $b;
                $body
            }
            "cheb" => {
                use cheb as $b;
                $body
            }
            "leg" => {
                use leg as $b;
                $body
            }
            "lag" => {
                use lag as $b;
                $body
            }
            "herm" => {
                use herm as $b;
                $body
            }
            _ => {
                use herme as $b;
                $body
            }
        }
    };
}

fn parts(text: &str) -> (char, Vec<usize>, Vec<f64>) {
    let (kind, array) = text.split_once(' ').expect("a type");
    let (shape, elements) = array.split_once('=').expect("an array");
    let shape = shape.split(',').filter(|n| !n.is_empty()).map(|n| n.parse().expect("a length"));
    let elements = elements.split(',').filter(|x| !x.is_empty());
    let elements = elements.map(|x| x.parse().expect("a number")).collect();
    (kind.chars().next().expect("a type"), shape.collect(), elements)
}

trait Read: Coefficient {
    fn read(text: &str) -> Array<Self>;
}

impl Read for f64 {
    fn read(text: &str) -> Array<f64> {
        let (_, shape, elements) = parts(text);
        Array::from_shape_vec(shape, elements)
    }
}

impl Read for Complex<f64> {
    fn read(text: &str) -> Array<Complex<f64>> {
        let (kind, shape, elements) = parts(text);
        let step = if kind == 'c' { 2 } else { 1 };
        let number = |z: &[f64]| Complex::new(z[0], if step == 2 { z[1] } else { 0.0 });
        Array::from_shape_vec(shape, elements.chunks(step).map(number).collect())
    }
}

fn real(text: &str) -> Array<f64> {
    f64::read(text)
}

fn assert_close<C: Read>(found: &Array<C>, wanted: &str, line: &str) {
    assert_within(found, wanted, 1e-11, line);
}

fn assert_within<C: Read>(found: &Array<C>, wanted: &str, bound: f64, line: &str) {
    let wanted = C::read(wanted);
    assert_eq!(found.shape(), wanted.shape(), "{line}");
    let most = wanted.iter().fold(1.0, |most: f64, y| most.max(y.magnitude()));
    for (found, wanted) in found.iter().zip(wanted.iter()) {
        let close = found.minus(*wanted).magnitude() <= bound * most;
        assert!(close, "{found} is not {wanted}: {line}");
    }
}

/// Each root of one list is near one of the other that is still free.
fn assert_roots(found: &Array<Complex<f64>>, wanted: &str, line: &str) {
    let mut wanted = Complex::read(wanted).into_vec();
    assert_eq!(found.size(), wanted.len(), "{line}");
    for z in found {
        let distance = |w: &Complex<f64>| (w - z).norm();
        let near = (0..wanted.len())
            .min_by(|&i, &j| distance(&wanted[i]).total_cmp(&distance(&wanted[j])));
        let near = wanted.swap_remove(near.expect("as many roots"));
        let close = distance(&near) <= 5e-8 * (1.0 + near.norm()); // of double roots, half of the digits
        assert!(close, "{z} is not {near}: {line}");
    }
    let order = found.iter().zip(found.iter().skip(1)).all(|(a, b)| (a.re, a.im) <= (b.re, b.im));
    assert!(order, "not in order: {line}");
}

fn cases(names: &[&str]) -> Vec<(&'static str, Vec<&'static str>)> {
    let all = CASES.lines().map(|line| (line, line.split('|').collect::<Vec<_>>()));
    let found: Vec<_> = all.filter(|(_, words)| names.contains(&words[1])).collect();
    assert!(names.iter().all(|name| found.iter().any(|(_, words)| words[1] == *name)));
    found
}

fn is_complex(words: &[&str]) -> bool {
    words[2..].iter().any(|word| word.starts_with("c "))
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

fn of_one<C: Read>(line: &str, words: &[&str]) {
    let c = || C::read(words[2]);
    let wanted = words[words.len() - 1];
    if wanted == "error" {
        let found = catch_unwind(AssertUnwindSafe(|| each!(words[0], b => b::companion(&c()))));
        return assert!(words[1] == "companion" && found.is_err(), "{line}");
    }
    let found = each!(words[0], b => match words[1] {
        "mulx" => b::mulx(&c()),
        "companion" => b::companion(&c()),
        "der" => b::der(&c(), number(words[3])),
        "int" => b::int(&c(), number(words[3])),
        "pow" => b::pow(&c(), number(words[3])),
        "trim" => b::trim(&c(), words[3].parse().expect("a tolerance")),
        _ => b::fromroots(&c()),
    });
    assert_close(&found, wanted, line);
}

#[test]
fn functions_of_one_series_are_numpys() {
    for (line, words) in cases(&["mulx", "companion", "der", "int", "pow", "trim", "fromroots"]) {
        if is_complex(&words) {
            of_one::<Complex<f64>>(line, &words)
        } else {
            of_one::<f64>(line, &words)
        }
    }
}

fn of_two<C: Read>(line: &str, words: &[&str]) {
    let (a, c) = (C::read(words[2]), C::read(words[3]));
    if words[1] == "div" {
        let found = each!(words[0], b => b::div(&a, &c));
        let (quotient, rest) = match words[4].split_once(';') {
            None => {
                return assert_eq!(
                    found,
                    Err(PolynomialError::ZeroDivisor { op: "div" }),
                    "{line}"
                );
            }
            Some(both) => both,
        };
        let found = found.expect("a quotient");
        assert_close(&found.0, quotient, line);
        // Of a remainder that is 0 but for rounding, length is chance.
        if found.1.shape() == C::read(rest).shape() {
            return assert_close(&found.1, rest, line);
        }
        let all = [found.1, C::read(rest)];
        let longer = all.iter().max_by_key(|rest| rest.size()).expect("two");
        let tail = longer.iter().skip(all.iter().map(Array::size).min().unwrap_or(0));
        return assert!(tail.into_iter().all(|c| c.magnitude() < 1e-12), "{line}");
    }
    let found = each!(words[0], b => match words[1] {
        "add" => b::add(&a, &c),
        "sub" => b::sub(&a, &c),
        _ => b::mul(&a, &c),
    });
    assert_close(&found, words[4], line);
}

#[test]
fn functions_of_two_series_are_numpys() {
    for (line, words) in cases(&["add", "sub", "mul", "div"]) {
        if is_complex(&words) {
            of_two::<Complex<f64>>(line, &words)
        } else {
            of_two::<f64>(line, &words)
        }
    }
}

#[test]
fn values_are_numpys() {
    for (line, words) in cases(&["val"]) {
        if is_complex(&words) {
            let (x, c) = (Complex::read(words[2]), Complex::read(words[3]));
            assert_close(&each!(words[0], b => b::val(&x, &c)), words[4], line);
        } else {
            let (x, c) = (real(words[2]), real(words[3]));
            assert_close(&each!(words[0], b => b::val(&x, &c)), words[4], line);
        }
    }
    let names = ["val2d", "val3d", "grid2d", "grid3d", "vander", "vander2d", "vander3d"];
    for (line, words) in cases(&names) {
        let at = |k: usize| real(words[k]);
        let n = |k: usize| number(words[k]);
        let found = each!(words[0], b => match words[1] {
            "val2d" => {
                assert_eq!(b::val2d(&at(2), &at(3), &at(4)), b::valnd(&[at(2), at(3)], &at(4)));
                b::val2d(&at(2), &at(3), &at(4))
            }
            "val3d" => b::val3d(&at(2), &at(3), &at(4), &at(5)),
            "grid2d" => b::grid2d(&at(2), &at(3), &at(4)),
            "grid3d" => b::grid3d(&at(2), &at(3), &at(4), &at(5)),
            "vander" => b::vander(at(2), n(3)),
            "vander2d" => b::vander2d(at(2), at(3), [n(4), n(5)]),
            _ => b::vander3d(at(2), at(3), at(4), [n(5), n(6), n(7)]),
        });
        assert_close(&found, words[words.len() - 1], line);
    }
    for (line, words) in cases(&["valfromroots"]) {
        let found = polynomial::polyvalfromroots(&real(words[2]), &real(words[3]));
        assert_close(&found, words[4], line);
    }
}

#[test]
fn calculus_along_axes_is_numpys() {
    for (line, words) in cases(&["der_with", "int_with"]) {
        let (c, order) = (real(words[2]), number(words[3]));
        let options = CalculusOptions::default();
        let options = options.scale(words[4].parse().unwrap()).axis(words[5].parse().unwrap());
        let found = if words[1] == "der_with" {
            each!(words[0], b => b::der_with(&c, order, &options))
        } else {
            let options = options.lower_bound(words[6].parse().unwrap());
            let options = options.constants(real(words[7]).into_vec());
            each!(words[0], b => b::int_with(&c, order, &options))
        };
        assert_close(&found, words[words.len() - 1], line);
    }
}

#[test]
fn roots_are_numpys() {
    for (line, words) in cases(&["roots"]) {
        let found = if is_complex(&words[..3]) {
            each!(words[0], b => b::roots(Complex::read(words[2])))
        } else {
            each!(words[0], b => b::roots(real(words[2])))
        };
        assert_roots(&found.expect("roots"), words[3], line);
    }
}

fn converted<C: Read>(line: &str, words: &[&str]) {
    let c = C::read(words[3]);
    let found = each!(words[0], b => {
        let p = b::Type::<C>::new(&c);
        match words[2] {
            "poly" => p.convert::<PowerBasis>().coef().to_vec(),
            "cheb" => p.convert::<ChebyshevBasis>().coef().to_vec(),
            "leg" => p.convert::<LegendreBasis>().coef().to_vec(),
            "lag" => p.convert::<LaguerreBasis>().coef().to_vec(),
            "herm" => p.convert::<HermiteBasis>().coef().to_vec(),
            _ => p.convert::<HermiteEBasis>().coef().to_vec(),
        }
    });
    assert_close(&Array::from_vec(found), words[4], line);
}

#[test]
fn conversions_are_numpys() {
    for (line, words) in cases(&["convert"]) {
        if is_complex(&words) {
            converted::<Complex<f64>>(line, &words)
        } else {
            converted::<f64>(line, &words)
        }
    }
    for (line, words) in cases(&["2poly", "poly2"]) {
        let c = Complex::read(words[2]);
        let found = match (words[0], words[1]) {
            ("cheb", "2poly") => chebyshev::cheb2poly(&c),
            ("cheb", _) => chebyshev::poly2cheb(&c),
            ("leg", "2poly") => legendre::leg2poly(&c),
            ("leg", _) => legendre::poly2leg(&c),
            ("lag", "2poly") => laguerre::lag2poly(&c),
            ("lag", _) => laguerre::poly2lag(&c),
            ("herm", "2poly") => hermite::herm2poly(&c),
            ("herm", _) => hermite::poly2herm(&c),
            (_, "2poly") => hermite_e::herme2poly(&c),
            _ => hermite_e::poly2herme(&c),
        };
        // NumPy keeps zeros at the end of some.
        let wanted = polyutils::trimseq(&Complex::read(words[3]));
        assert_eq!(found.shape(), wanted.shape(), "{line}");
        let near =
            |(a, b): (&Complex<f64>, &Complex<f64>)| (a - b).norm() < 1e-12 * (1.0 + b.norm());
        assert!(found.iter().zip(wanted.iter()).all(near), "{line}");
    }
}

#[test]
fn rules_of_gauss_are_numpys() {
    for (line, words) in cases(&["gauss"]) {
        let n = number(words[2]);
        let (x, w) = match words[0] {
            "cheb" => chebyshev::chebgauss(n),
            "leg" => legendre::leggauss(n),
            "lag" => laguerre::laggauss(n),
            "herm" => hermite::hermgauss(n),
            _ => hermite_e::hermegauss(n),
        };
        let (places, weights) = words[3].split_once(';').expect("two results");
        assert_close(&x, places, line);
        assert_close(&w, weights, line);
    }
    for (line, words) in cases(&["weight"]) {
        let x = real(words[2]);
        let found = match words[0] {
            "cheb" => chebyshev::chebweight(&x),
            "leg" => legendre::legweight(&x),
            "lag" => laguerre::lagweight(&x),
            "herm" => hermite::hermweight(&x),
            _ => hermite_e::hermeweight(&x),
        };
        assert_close(&found, words[3], line);
    }
}

#[test]
fn large_rules_integrate() {
    for n in [100, 200] {
        let (x, w) = legendre::leggauss(n);
        let area: f64 = x.iter().zip(w.iter()).map(|(x, w)| w * x.exp()).sum();
        assert!((area - 2.0 * 1f64.sinh()).abs() < 1e-13);
        let (x, w) = hermite::hermgauss(n);
        let moment: f64 = x.iter().zip(w.iter()).map(|(x, w)| w * x.powi(4)).sum();
        assert!((moment - 0.75 * std::f64::consts::PI.sqrt()).abs() < 1e-11);
        let (x, w) = laguerre::laggauss(n);
        let moment: f64 = x.iter().zip(w.iter()).map(|(x, w)| w * x.powi(5)).sum();
        assert!((moment - 120.0).abs() < 1e-8);
    }
    let (x, w) = laguerre::laggauss(1000);
    assert!(x.iter().chain(w.iter()).all(|x| x.is_finite()) && w.iter().all(|&w| w >= 0.0));
}

fn fitted(words: &[&str], options: &FitOptions, degrees: Degrees) -> Fit {
    let (x, y) = (real(words[2]), real(words[3]));
    each!(words[0], b => b::fit_with(&x, &y, degrees.clone(), options)).expect("a fit")
}

#[test]
fn fits_are_numpys() {
    let plain = FitOptions::default();
    for (line, words) in cases(&["fit"]) {
        let (x, y, degree) = (real(words[2]), real(words[3]), number(words[4]));
        let fit = each!(words[0], b => b::fit(&x, &y, degree)).expect("a fit");
        let wanted: Vec<&str> = words[5].split(';').collect();
        assert_close(&fit.coefficients, wanted[0], line);
        assert_close(&fit.residuals, wanted[1], line);
        assert_eq!(fit.rank as f64, real(wanted[2]).iter().copied().sum::<f64>(), "{line}");
        assert_close(&fit.singular_values, wanted[3], line);
    }
    for (line, words) in cases(&["fit_weights", "fit_columns", "fit_these"]) {
        let (degrees, options): (Degrees, _) = match words[1] {
            "fit_weights" => {
                let weights = real(words[5]).into_vec();
                (number(words[4]).into(), FitOptions::default().weights(weights))
            }
            "fit_columns" => (number(words[4]).into(), plain.clone()),
            _ => ([2, 0].into(), plain.clone()),
        };
        let fit = fitted(&words, &options, degrees);
        assert_close(&fit.coefficients, words[words.len() - 1], line);
    }
    for (line, words) in cases(&["series_fit"]) {
        let (x, y, at) = (real(words[2]), real(words[3]), real(words[5]));
        let found = each!(words[0], b => b::Type::<f64>::fit(&x, &y, number(words[4])).map(|p| p.eval(&at)));
        // Far from the points, Laguerre polynomials of degree 5 are known to few digits.
        assert_within(&found.expect("a series"), words[6], 1e-9, line);
    }
}

#[test]
fn methods_of_series_are_numpys() {
    let names = [
        "series_deriv",
        "series_integ",
        "series_values",
        "series_linspace",
        "series_roots",
        "series_fromroots",
    ];
    for (line, words) in cases(&names) {
        if words[1] == "series_fromroots" {
            if words[3] == "error" {
                // NumPy refuses no roots here, and takes them in its function.
                let none: [f64; 0] = [];
                let one = each!(words[0], b => b::Type::<f64>::fromroots(&none).coef().to_vec());
                assert_eq!(one, [1.0], "{line}");
                continue;
            }
            if words[2].starts_with('c') {
                let roots = Complex::read(words[2]);
                let found = each!(words[0], b => b::Type::<Complex<f64>>::fromroots(&roots).coef().to_vec());
                assert_close(&Array::from_vec(found), words[3], line);
            } else {
                let found = each!(words[0], b => b::Type::<f64>::fromroots(&real(words[2])).coef().to_vec());
                assert_close(&Array::from_vec(found), words[3], line);
            }
            continue;
        }
        let found: Vec<f64> = each!(words[0], b => {
            let p = b::Type::<f64>::new(&real(words[2])).with_domain([0.0, 4.0]);
            match words[1] {
                "series_deriv" => p.deriv(number(words[3])).coef().to_vec(),
                "series_integ" => {
                    let (k, from) = (words[4].parse().unwrap(), words[5].parse().unwrap());
                    let options = IntegOptions::default().constants([k]).lower_bound(from);
                    p.integ_with(number(words[3]), &options).coef().to_vec()
                }
                "series_values" => p.eval(real(words[3])).into_vec(),
                "series_linspace" => {
                    let (x, y) = p.linspace(number(words[3]));
                    let (places, values) = words[4].split_once(';').expect("two results");
                    assert_close(&x, places, line);
                    assert_close(&y, values, line);
                    continue;
                }
                _ => {
                    assert_roots(&p.roots().expect("roots"), words[3], line);
                    continue;
                }
            }
        });
        assert_close(&Array::from_vec(found), words[words.len() - 1], line);
    }
}

#[test]
fn chebyshev_points_and_interpolation_are_numpys() {
    for (line, words) in cases(&["pts1", "pts2", "interpolate", "series_interpolate"]) {
        let n = number(words[2]);
        match (words[1], words[3]) {
            ("pts2", "error") => {
                assert!(catch_unwind(|| chebyshev::chebpts2(n)).is_err(), "{line}");
            }
            ("pts1", wanted) => assert_close(&chebyshev::chebpts1(n), wanted, line),
            ("pts2", wanted) => assert_close(&chebyshev::chebpts2(n), wanted, line),
            ("interpolate", wanted) => {
                assert_close(&chebyshev::chebinterpolate(f64::exp, n), wanted, line);
            }
            (_, wanted) => {
                let p = Chebyshev::interpolate(f64::exp, n, [0.0, 3.0]);
                assert_close(&Array::from_vec(p.coef().to_vec()), wanted, line);
            }
        }
    }
}

fn text<C: Read>(words: &[&str]) -> String {
    let (c, domain) = (C::read(words[2]), real(words[3]));
    each!(words[0], b => {
        let p = b::Type::<C>::new(&c).with_domain([domain[[0]], domain[[1]]]).with_symbol("t");
        if words[1] == "ascii" { format!("{p:#}") } else { format!("{p}") }
    })
}

#[test]
fn text_is_numpys() {
    for (line, words) in cases(&["text", "ascii"]) {
        let found = if is_complex(&words[..3]) {
            text::<Complex<f64>>(&words)
        } else {
            text::<f64>(&words)
        };
        assert_eq!(found.replace('\n', "\\n"), words[4], "{line}");
    }
}

#[test]
fn operators() {
    let (p, q) = (Polynomial::new(&[1.0, 2.0]), Polynomial::new(&[0.0, 1.0]));
    assert_eq!((&p + &q).coef(), [1.0, 3.0]);
    assert_eq!((p.clone() - q.clone()).coef(), [1.0, 1.0]);
    assert_eq!((&p * q.clone()).coef(), [0.0, 1.0, 2.0]);
    assert_eq!((p.clone() * &q + 1.0).coef(), [1.0, 1.0, 2.0]);
    assert_eq!((2.0 * &p - 1.0).coef(), [1.0, 4.0]);
    assert_eq!((1.0 - &p).coef(), [0.0, -2.0]);
    assert_eq!((&p / 2.0).coef(), [0.5, 1.0]);
    assert_eq!((-p.clone()).coef(), [-1.0, -2.0]);
    let z: Polynomial<Complex<f64>> = Polynomial::new(&[Complex::new(0.0, 1.0)]);
    assert_eq!((&z * &z).coef(), [Complex::new(-1.0, 0.0)]);
    assert_eq!(p.pow(0).coef(), [1.0]);
    assert!(p != p.clone().with_symbol("y") && p == p.clone());
    let t2 = Chebyshev::<f64>::basis(2);
    assert_eq!((&t2 * &t2).coef(), [0.5, 0.0, 0.0, 0.0, 0.5]);
    assert!(format!("{t2:?}").starts_with("Chebyshev { coef: [0.0, 0.0, 1.0]"));
}

fn message<T>(f: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(f)).err().expect("a panic");
    let text = panic.downcast_ref::<String>().cloned();
    text.unwrap_or_else(|| panic.downcast_ref::<&str>().copied().unwrap_or_default().into())
}

#[test]
fn what_cannot_be_is_told() {
    let p = Polynomial::new(&[1.0, 2.0]);
    let told = message(|| &p + &p.clone().with_domain([0.0, 1.0]));
    assert_eq!(told, "add: the domains [-1.0, 1.0] and [0.0, 1.0] differ");
    let told = message(|| &p * &p.clone().with_window([0.0, 1.0]));
    assert_eq!(told, "mul: the windows [-1.0, 1.0] and [0.0, 1.0] differ");
    let told = message(|| &p - &p.clone().with_symbol("y"));
    assert_eq!(told, "sub: the symbols x and y differ");
    assert_eq!(message(|| Polynomial::<f64>::new(&[0.0; 0])), "Polynomial: c is empty");
    let told = message(|| chebyshev::chebadd(&[[1.0]], &[1.0]));
    assert_eq!(told, "add: shape [1, 1] has 2 axes, and one are needed");
    assert_eq!(message(|| p.trim(-1.0)), "trim: the tolerance -1 is negative or NaN");
    assert_eq!(message(|| p.pow(101)), "pow: the power 101 is over 100");
    assert_eq!(message(|| p.truncate(0)), "truncate: no coefficient would be left");
    let two = IntegOptions::default().constants([1.0, 2.0]);
    let told = message(|| p.integ_with(1, &two));
    assert_eq!(told, "integ: 2 constants for 1 integrals");
    let told = message(|| legendre::legfit(&[0.0, 1.0], &[1.0], 1));
    assert_eq!(told, "fit: values: shapes [2] and [1] differ");
    let told = message(|| legendre::legfit(&[0.0; 0], &[0.0; 0], 1));
    assert_eq!(told, "fit: x is empty");
    let told = message(|| legendre::legfit(&[0.0], &[0.0], usize::MAX));
    assert!(told.contains("too many elements"), "{told}");
    let told = message(|| hermite::hermvander([0.0], usize::MAX));
    assert!(told.contains("too many elements"), "{told}");
    let error = p.div_rem(&Polynomial::new(&[0.0, 0.0])).unwrap_err();
    assert_eq!(error.to_string(), "div_rem: the divisor is 0");
    let error = polynomial::polyroots([1.0, f64::NAN, 1.0]).unwrap_err();
    assert_eq!(error.to_string(), "roots: there is a NaN or an infinity");
    let error = polynomial::polyroots([1e300, 1.0, 1e-300]).unwrap_err();
    assert_eq!(error, PolynomialError::NotFinite { op: "roots" });
    let error = polynomial::polyfit(&[0.0, f64::NAN], &[0.0, 1.0], 1).unwrap_err();
    assert_eq!(error.to_string(), "fit: there is a NaN or an infinity");
    let error = PolynomialError::NoConvergence { op: "roots" };
    assert_eq!(error.to_string(), "roots: the eigenvalues were not found");
}

#[test]
fn options_of_integrals_and_conversions() {
    let p = Polynomial::new(&[1.0, 2.0, 3.0]).with_domain([0.0, 4.0]);
    assert_eq!(p.integ_with(2, &IntegOptions::default()), p.integ(2));
    assert_eq!(p.integ(1).coef(), [0.0, 2.0, 2.0, 2.0]);
    // What is 0 by default is the window's; given, it is the domain's.
    let constant = IntegOptions::default().constants([5.0]);
    assert_eq!(p.integ_with(1, &constant).coef(), [5.0, 2.0, 2.0, 2.0]);
    let constant = constant.lower_bound(0.0);
    assert_eq!(p.integ_with(1, &constant).coef(), [7.0, 2.0, 2.0, 2.0]);

    let options = ConvertOptions::default();
    assert_eq!(p.convert_with::<PowerBasis>(&options), p.convert());
    let t: Chebyshev = p.convert_with(&options.domain([0.0, 2.0]));
    assert_eq!((t.coef(), t.window()), ([1.125, -0.5, 0.375].as_slice(), [-1.0, 1.0]));
    let t: Chebyshev = p.convert_with(&options.window([0.0, 1.0]));
    assert_eq!((t.coef(), t.domain()), ([6.25, -7.0, 1.5].as_slice(), [-1.0, 1.0]));
    let l: Laguerre = p.convert_with(&options);
    assert_eq!((l.domain(), l.window()), ([0.0, 1.0], [0.0, 1.0]));
}

#[test]
fn absurd_orders_and_degrees_end() {
    assert_eq!(legendre::legder([1.0, 2.0], usize::MAX).into_vec(), [0.0]);
    assert_eq!(legendre::legint([0.0], usize::MAX).into_vec(), [0.0]);
    assert_eq!(chebyshev::chebpow([1.0], usize::MAX).into_vec(), [1.0]);
    let told = message(|| chebyshev::chebpow([1.0, 1.0], 1 << 25));
    assert_eq!(told, "pow: the power 33554432 has the degree 33554432, which is over 2^24");
    assert!(message(|| laguerre::laggauss(usize::MAX)).contains("10,000"));
    assert_eq!(Hermite::new([1.0, 2.0]).cutdeg(usize::MAX).coef(), [1.0, 2.0]);
}

#[test]
fn real_roots_are_real_and_pairs_are_pairs() {
    let roots = polynomial::polyroots([-6.0, 11.0, -6.0, 1.0]).unwrap();
    assert!(
        roots.iter().zip([1.0, 2.0, 3.0]).all(|(z, x)| z.im == 0.0 && (z.re - x).abs() < 1e-13)
    );
    let roots = polynomial::polyroots([1.0, 0.0, 0.0, 0.0, 1.0]).unwrap();
    for z in &roots {
        assert!(roots.iter().any(|w| *w == z.conj()));
        assert!((z.norm() - 1.0).abs() < 1e-14);
    }
    // Coefficients of very different sizes.
    let wide = Polynomial::fromroots(&[1e-6, 1.0, 1e6]).roots().unwrap();
    let near = |(z, x): (&Complex<f64>, f64)| (z.re - x).abs() < 1e-9 * x;
    assert!(wide.iter().zip([1e-6, 1.0, 1e6]).all(near));
    assert_eq!(
        polynomial::polyroots([0.0, 0.0, 1.0]).unwrap(),
        Array::full([2], Complex::new(0.0, 0.0))
    );
}

#[test]
fn many_values_are_the_same_on_one_thread() {
    let c: Vec<f64> = (0..40).map(|k| 1.0 / (k + 1) as f64).collect();
    let x: Vec<f64> = (0..50_000).map(|i| (i as f64 * 0.37).sin()).collect();
    let all = chebyshev::chebval(&x, &c);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(one.install(|| chebyshev::chebval(&x, &c)), all);
    assert!(x.iter().zip(all.iter()).step_by(777).all(|(x, y)| {
        let sum: f64 = c.iter().enumerate().map(|(k, c)| c * (k as f64 * x.acos()).cos()).sum();
        (sum - y).abs() < 1e-11
    }));
}
