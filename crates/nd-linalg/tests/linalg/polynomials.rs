//! Roots and fits against NumPy's, made by `golden/polynomials.py`.

use nd_core::{Array, Complex, View, array};
use nd_linalg::{LinalgError, Polyfit, PolyfitOptions, Tolerance, polyfit, polyfit_with, roots};

const POLYNOMIALS: &str = include_str!("../golden/polynomials.txt");

fn list(text: &str) -> Vec<f64> {
    let words = text.split(',').filter(|word| *word != "-");
    words.map(|word| word.parse().expect("a number")).collect()
}

fn lines(name: &str) -> impl Iterator<Item = Vec<&'static str>> {
    let all = POLYNOMIALS.lines().map(|line| line.split('|').collect::<Vec<_>>());
    all.filter(move |words| words[0] == name)
}

fn near(found: View<'_, f64>, wanted: &str, tolerance: f64, line: &[&str]) {
    let wanted = list(wanted);
    assert_eq!(found.size(), wanted.len(), "{line:?}");
    for (&found, wanted) in found.iter().zip(wanted) {
        assert!((found - wanted).abs() <= tolerance * wanted.abs().max(1.0), "{found} {line:?}");
    }
}

#[test]
fn roots_are_numpys() {
    for line in lines("roots") {
        let found = roots(list(line[1])).unwrap().into_vec();
        let mut left: Vec<Complex<f64>> =
            list(line[2]).chunks(2).map(|z| Complex::new(z[0], z[1])).collect();
        assert_eq!(found.len(), left.len(), "{line:?}");
        for z in found {
            let near = |w: &Complex<f64>| (w - z).norm() <= 1e-9 * w.norm().max(1.0);
            let at = left.iter().position(near).unwrap_or_else(|| panic!("{z} {line:?}"));
            left.remove(at);
        }
    }
}

#[test]
fn roots_are_zeros_of_the_polynomial() {
    let p = [1.0f64, -2.0, 0.5, 4.0, -1.0, 0.0];
    let z = roots(p).unwrap();
    assert_eq!(z[[4]], Complex::new(0.0, 0.0));
    let complex = p.map(|c| Complex::new(c, 0.0));
    assert!(nd_ops::polyval(complex, &z).iter().all(|value| value.norm() < 1e-12));
    let back = nd_ops::poly(&z);
    assert!(back.iter().zip(complex).all(|(a, b)| (a - b).norm() < 1e-12));
    let single = roots([1.0f32, 0.0, -4.0]).unwrap();
    assert!(single.iter().all(|z| (z.norm() - 2.0).abs() < 1e-6));
    let i = Complex::new(0.0, 1.0);
    let turned: Array<Complex<f64>> = roots([i, Complex::new(1.0, 0.0)]).unwrap();
    assert!((turned[[0]] - i).norm() < 1e-15);
    assert_eq!(roots([1, 0, 0]).unwrap().size(), 2);
}

#[test]
fn roots_that_are_refused() {
    let text = |p: &[f64]| roots(p.to_vec()).unwrap_err().to_string();
    assert_eq!(text(&[1.0, f64::NAN]), "roots: the element at [1] is NaN or infinite");
    assert_eq!(text(&[0.0, 1e-320, 1.0]), "roots: the element at [2] is NaN or infinite");
    let error = nd_linalg::try_roots([[1.0]]).unwrap_err().to_string();
    assert_eq!(error, "roots: shape [1, 1] has 2 axes, and one axis are needed");
}

#[test]
fn fits_are_numpys() {
    for line in lines("polyfit") {
        let (x, columns) = (list(line[1]), line[3].parse::<usize>().unwrap());
        let degree = line[4].parse().unwrap();
        let y = match columns {
            0 => Array::from_vec(list(line[2])),
            k => Array::from_shape_vec([k, x.len()], list(line[2])).t().to_array(),
        };
        let weights = list(line[5]);
        let mut options = PolyfitOptions::default();
        if !weights.is_empty() {
            options = options.weights(weights);
        }
        let fit = polyfit_with(&x, &y, degree, &options).unwrap();
        near(fit.coefficients.view(), line[6], 1e-9, &line);
        near(fit.residuals.view(), line[7], 1e-9, &line);
        assert_eq!(fit.rank, line[8].parse::<usize>().unwrap(), "{line:?}");
        near(fit.singular_values.view(), line[9], 1e-10, &line);
        if line[10] != "-" {
            near(fit.covariance().unwrap().view(), line[10], 1e-9, &line);
        }
    }
}

#[test]
fn fits_of_other_types_and_views() {
    let (x, y) = ([0, 1, 2, 3], [1, 2, 5, 10]);
    let whole: Polyfit<f64> = polyfit(x, y, 2).unwrap();
    assert!((whole.coefficients[[0]] - 1.0f64).abs() < 1e-13);
    let single = polyfit(x.map(|x| x as f32), y.map(|y| y as f32), 2).unwrap();
    assert!((single.coefficients[[0]] - 1.0f32).abs() < 1e-5);
    let pairs = array![[0.0, 1.0], [1.0, 2.0], [2.0, 5.0], [3.0, 10.0]];
    let [x, y] = pairs.unstack(1).try_into().unwrap();
    let fit = polyfit(x, y, 2).unwrap();
    assert!((&fit.coefficients - &whole.coefficients).iter().all(|x: &f64| x.abs() < 1e-13));
    let zeros = polyfit([0.0; 3], [1.0, 2.0, 3.0], 1).unwrap();
    assert_eq!((zeros.rank, zeros.coefficients[[0]]), (1, 0.0));
    assert!((zeros.coefficients[[1]] - 2.0f64).abs() < 1e-15);
    assert!(matches!(zeros.covariance_unscaled(), Err(LinalgError::Singular { .. })));
    let relative = PolyfitOptions::default().tolerance(Tolerance::Relative(0.9));
    assert_eq!(polyfit_with([0.0, 1.0, 2.0], [0.0, 1.0, 2.0], 2, &relative).unwrap().rank, 1);
}

#[test]
fn fits_that_are_refused() {
    let options = |n| PolyfitOptions::default().weights(vec![1.0; n]);
    let text = |x: Array<f64>, y: Array<f64>, weights: usize| {
        nd_linalg::try_polyfit_with(&x, &y, 1, &options(weights)).unwrap_err().to_string()
    };
    let (two, three) = (array![0.0, 1.0], array![0.0, 1.0, 2.0]);
    assert_eq!(text(two.clone(), three.clone(), 2), "polyfit: shapes [2] and [3] differ");
    assert_eq!(text(two.clone(), two.clone(), 3), "polyfit: shapes [2] and [3] differ");
    assert_eq!(text(Array::zeros(0), Array::zeros(0), 0), "polyfit: x is empty");
    let rank = "polyfit: shape [1, 1] has 2 axes, and one axis of x are needed";
    assert_eq!(text(array![[1.0]], array![1.0], 1), rank);
    let rank = "polyfit: shape [] has 0 axes, and one or two axes of y are needed";
    assert_eq!(text(array![1.0], Array::scalar(1.0), 1), rank);
    let nan = polyfit([0.0, f64::NAN], [1.0, 2.0], 1).unwrap_err();
    assert_eq!(nan.to_string(), "polyfit: the element at [1] is NaN or infinite");
    let exact = polyfit([0.0, 1.0], [1.0, 2.0], 1).unwrap();
    let panic = std::panic::catch_unwind(|| exact.covariance().is_ok()).unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    assert_eq!(text, "polyfit: 2 points leave no freedom to 2 coefficients");
}
