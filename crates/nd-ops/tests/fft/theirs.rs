//! Transforms against NumPy's and SciPy's, made by `golden/fft.py`, and laws that they obey.

use crate::exact::{complex_noise, noise};
use nd_core::{Array, Complex, Element, array, bf16, f16, s};
use nd_ops::Over;
use nd_ops::fft::*;
use std::fmt::Debug;
use std::str::FromStr;

const CASES: &str = include_str!("../golden/fft.txt");

fn list<T: FromStr<Err: Debug>>(text: &str) -> Vec<T> {
    let words = text.split(',').filter(|word| !word.is_empty());
    words.map(|word| word.parse().expect("a number")).collect()
}

/// The type, the shape and the elements.
fn parts_of(text: &str) -> (&str, Vec<usize>, &str) {
    let (kind, array) = text.split_once(' ').expect("a type");
    let (shape, elements) = array.split_once('=').expect("an array");
    (kind, list(shape), elements)
}

fn real(text: &str) -> Array<f64> {
    let (_, shape, elements) = parts_of(text);
    Array::from_shape_vec(shape, list(elements))
}

fn complex(text: &str) -> Array<Complex<f64>> {
    let (_, shape, elements) = parts_of(text);
    let parts = list::<f64>(elements);
    let all = parts.chunks(2).map(|z| Complex::new(z[0], z[1])).collect();
    Array::from_shape_vec(shape, all)
}

fn option<'a>(options: &'a str, name: &str) -> Option<&'a str> {
    options
        .split(';')
        .filter_map(|option| option.split_once('='))
        .find(|o| o.0 == name)
        .map(|o| o.1)
}

fn numbers<T: FromStr<Err: Debug>>(options: &str, name: &str) -> Option<Vec<T>> {
    option(options, name).map(list)
}

fn norm(options: &str) -> Norm {
    match option(options, "norm") {
        None | Some("backward") => Norm::Backward,
        Some("ortho") => Norm::Ortho,
        Some("forward") => Norm::Forward,
        other => panic!("{other:?}"),
    }
}

fn fft_options(options: &str) -> FftOptions {
    let mut all = FftOptions::default().norm(norm(options));
    all.n = option(options, "n").map(|n| n.parse().unwrap());
    option(options, "axis").map_or(all, |axis| all.axis(axis.parse().unwrap()))
}

fn fftn_options(options: &str) -> FftnOptions {
    let mut all = FftnOptions::default().norm(norm(options));
    all.s = numbers::<isize>(options, "s").map(|s| s.as_slice().into());
    all.axes = numbers::<isize>(options, "axes").map(|axes| axes.as_slice().into());
    all
}

fn kind(options: &str) -> CosineType {
    match option(options, "type") {
        Some("1") => CosineType::I,
        None | Some("2") => CosineType::II,
        Some("3") => CosineType::III,
        Some("4") => CosineType::IV,
        other => panic!("{other:?}"),
    }
}

fn dct_options(options: &str) -> DctOptions {
    let line = fft_options(options);
    let mut all = DctOptions::default().kind(kind(options)).norm(line.norm).axis(line.axis);
    all.n = line.n;
    all.orthogonalize = option(options, "orthogonalize").map(|flag| flag == "1");
    all
}

fn dctn_options(options: &str) -> DctnOptions {
    let lines = fftn_options(options);
    let mut all = DctnOptions::default().kind(kind(options)).norm(lines.norm);
    (all.s, all.axes) = (lines.s, lines.axes);
    all.orthogonalize = option(options, "orthogonalize").map(|flag| flag == "1");
    all
}

/// A result, as complex numbers, and what type it had.
type Found = Result<(&'static str, Array<Complex<f64>>), String>;

trait Shown: Element {
    const KIND: &'static str;
    fn shown(self) -> Complex<f64>;
}
macro_rules! shown {
    ($($T:ty, $kind:literal, $x:ident => $shown:expr;)*) => {$(
        impl Shown for $T {
            const KIND: &'static str = $kind;
            fn shown(self) -> Complex<f64> {
                let $x = self;
                $shown
            }
        }
    )*};
}
shown! {
    f32, "f32", x => Complex::new(x.into(), 0.0);
    f64, "f64", x => Complex::new(x, 0.0);
    Complex<f32>, "c64", x => Complex::new(x.re.into(), x.im.into());
    Complex<f64>, "c128", x => x;
}

fn found<T: Shown, E: ToString>(result: Result<Array<T>, E>) -> Found {
    match result {
        Ok(a) => Ok((T::KIND, a.map(T::shown))),
        Err(error) => Err(error.to_string()),
    }
}

/// The functions that take any elements.
fn transformed<T: Transformable<Float: Shown, Same: Shown>>(
    name: &str,
    a: &Array<T>,
    options: &str,
) -> Option<Found>
where
    Complex<T::Float>: Shown,
{
    let (one, many) = (fft_options(options), fftn_options(options));
    let (dct_one, dct_many) = (dct_options(options), dctn_options(options));
    Some(match name {
        "fft" => found(try_fft_with(a, &one)),
        "ifft" => found(try_ifft_with(a, &one)),
        "irfft" => found(try_irfft_with(a, &one)),
        "hfft" => found(try_hfft_with(a, &one)),
        "fft2" => found(try_fft2_with(a, &many)),
        "ifft2" => found(try_ifft2_with(a, &many)),
        "irfft2" => found(try_irfft2_with(a, &many)),
        "hfft2" => found(try_hfft2_with(a, &many)),
        "fftn" => found(try_fftn_with(a, &many)),
        "ifftn" => found(try_ifftn_with(a, &many)),
        "irfftn" => found(try_irfftn_with(a, &many)),
        "hfftn" => found(try_hfftn_with(a, &many)),
        "dct" => found(try_dct_with(a, &dct_one)),
        "idct" => found(try_idct_with(a, &dct_one)),
        "dst" => found(try_dst_with(a, &dct_one)),
        "idst" => found(try_idst_with(a, &dct_one)),
        "dctn" => found(try_dctn_with(a, &dct_many)),
        "idctn" => found(try_idctn_with(a, &dct_many)),
        "dstn" => found(try_dstn_with(a, &dct_many)),
        "idstn" => found(try_idstn_with(a, &dct_many)),
        _ => return None,
    })
}

/// Those that take real numbers.
fn transformed_real<T>(name: &str, a: &Array<T>, options: &str) -> Option<Found>
where
    T: RealTransformable<Float: Shown, Same: Shown>,
    Complex<T::Float>: Shown,
{
    let (one, many) = (fft_options(options), fftn_options(options));
    Some(match name {
        "rfft" => found(try_rfft_with(a, &one)),
        "ihfft" => found(try_ihfft_with(a, &one)),
        "rfft2" => found(try_rfft2_with(a, &many)),
        "ihfft2" => found(try_ihfft2_with(a, &many)),
        "rfftn" => found(try_rfftn_with(a, &many)),
        "ihfftn" => found(try_ihfftn_with(a, &many)),
        _ => return transformed(name, a, options),
    })
}

/// What a line is about, if it is about a transform of an array.
fn result(name: &str, a: &str, options: &str) -> Option<Found> {
    match parts_of(a).0 {
        "f64" => transformed_real(name, &real(a), options),
        "f32" => transformed_real(name, &real(a).cast::<f32>(), options),
        "f16" => transformed_real(name, &real(a).map(f16::from_f64), options),
        "i32" => transformed_real(name, &real(a).cast::<i32>(), options),
        "b8" => transformed_real(name, &real(a).map(|x| x != 0.0), options),
        "c128" => transformed(name, &complex(a), options),
        "c64" => {
            transformed(name, &complex(a).map(|x| Complex::new(x.re as f32, x.im as f32)), options)
        }
        other => panic!("{other}"),
    }
}

/// The error of the largest element, as a share of the root mean square.
fn error(found: &Array<Complex<f64>>, wanted: &Array<Complex<f64>>) -> f64 {
    let squares: f64 = wanted.iter().map(|x| x.norm_sqr()).sum();
    let size = (squares / wanted.size().max(1) as f64).sqrt().max(1e-30);
    found.iter().zip(wanted.iter()).map(|(x, y)| (x - y).norm() / size).fold(0.0, f64::max)
}

#[test]
fn transforms_are_those_of_numpy_and_scipy() {
    let mut seen = 0;
    for line in CASES.lines() {
        let words: Vec<&str> = line.split('|').collect();
        let [name, a, options, wanted] = words[..] else { panic!("{line}") };
        if name.contains("freq")
            || name.contains("len")
            || name.contains("sh")
            || name.contains("fht")
        {
            continue;
        }
        let found = result(name, a, options);
        seen += 1;
        // SciPy gives one element of a transform to no real numbers.
        if wanted == "error" || options.starts_with("n=0;") {
            // Complex numbers in place of real ones are refused by the compiler.
            assert!(found.is_none_or(|found| found.is_err()), "{line}");
            continue;
        }
        let (found_kind, found) =
            found.expect(name).unwrap_or_else(|error| panic!("{error}: {line}"));
        let (kind, shape, _) = parts_of(wanted);
        let wanted =
            if kind.starts_with('c') { complex(wanted) } else { real(wanted).map(f64::shown) };
        // An array without axes that is transformed along none of them becomes complex here.
        assert!(found_kind == kind || options.contains("axes=;"), "{found_kind}: {line}");
        assert_eq!(found.shape(), shape, "{line}");
        let epsilon = if kind == "f32" || kind == "c64" { 1e-6 } else { 1e-14 };
        let error = error(&found, &wanted);
        assert!(error < epsilon, "{error}: {line}");
    }
    assert!(seen > 800, "{seen}");
}

#[test]
fn hankel_transforms_are_those_of_scipy() {
    let mut seen = [0; 3];
    for line in CASES.lines().filter(|line| line.contains("fht")) {
        let words: Vec<&str> = line.split('|').collect();
        let [name, a, options, wanted] = words[..] else { panic!("{line}") };
        let number = |name| option(options, name).map_or(0.0, |x| x.parse::<f64>().unwrap());
        let (dln, mu, bias) = (number("dln"), number("mu"), number("bias"));
        let all = FhtOptions::default().offset(number("offset") + number("initial")).bias(bias);
        if name == "fhtoffset" {
            let (found, wanted) = (fhtoffset_with(dln, mu, &all), real(wanted)[[]]);
            assert!((found - wanted).abs() < 1e-12, "{found}: {line}");
            seen[0] += 1;
            continue;
        }
        let found = if name == "fht" {
            fht_with(real(a), dln, mu, &all)
        } else {
            ifht_with(real(a), dln, mu, &all)
        };
        let singular = (mu + 1.0 - bias) / 2.0 <= 0.0 && ((mu + 1.0 - bias) / 2.0).fract() == 0.0;
        if singular && name == "ifht" {
            assert_eq!(found.unwrap_err().op, "ifht");
            seen[1] += 1;
            continue;
        }
        let found = found.unwrap().map(f64::shown);
        let error = error(&found, &real(wanted).map(f64::shown));
        assert!(error < 2e-12, "{error}: {line}");
        seen[2] += 1;
    }
    assert!(seen.iter().all(|&seen| seen > 4), "{seen:?}");
}

#[test]
fn frequencies_lengths_and_shifts_are_those_of_numpy_and_scipy() {
    let mut seen = 0;
    for line in CASES.lines() {
        let words: Vec<&str> = line.split('|').collect();
        let [name, a, options, wanted] = words[..] else { panic!("{line}") };
        let count = || list::<usize>(parts_of(a).2)[0];
        let d = || option(options, "d").unwrap().parse::<f64>().unwrap();
        let lengths = |fast: fn(usize, bool) -> usize| {
            let real = option(options, "real") == Some("1");
            Array::from_fn([600], |n| fast(n[0], real) as f64)
        };
        let axes = numbers::<isize>(options, "axes");
        let over = axes.as_ref().map_or(Over::from(..), |axes| axes.as_slice().into());
        let found = match name {
            "fftfreq" => fftfreq(count(), d()),
            "rfftfreq" => rfftfreq(count(), d()),
            "next_fast_len" => lengths(next_fast_len),
            "prev_fast_len" => lengths(prev_fast_len),
            "fftshift" => fftshift(real(a), over),
            "ifftshift" => ifftshift(real(a), over),
            _ => continue,
        };
        seen += 1;
        let wanted = real(wanted);
        assert_eq!(found.shape(), wanted.shape(), "{line}");
        assert!(error(&found.map(f64::shown), &wanted.map(f64::shown)) < 1e-15, "{line}");
    }
    assert_eq!(seen, 36 + 4 + 12);
}

/// F1: which precision.
#[test]
fn small_types_are_transformed_in_single_precision_and_integers_in_double() {
    let _: [Array<Complex<f32>>; 3] = [fft(&[1f32]), fft([f16::ONE]), fft([bf16::ONE])];
    let _: [Array<Complex<f64>>; 3] = [fft(&[1u8]), fft([true]), fft([1i64])];
    let _: Array<f32> = irfft(&[f16::ONE; 3]);
    let _: Array<f32> = dct([f16::ONE]);
    let half: Array<Complex<f64>> = dct(&[Complex::new(1.0, 2.0)]);
    assert_eq!(half, array![Complex::new(2.0, 4.0)]);
}

/// F2: nothing to transform.
#[test]
fn arrays_without_elements_are_transformed_along_axes_that_have_some() {
    assert_eq!(fft(Array::<f64>::zeros([0, 3])).shape(), [0, 3]);
    let zeros = fft_with(Array::<f64>::zeros([3, 0]), &FftOptions::default().n(2));
    assert_eq!(zeros, Array::zeros([3, 2]));
    assert_eq!(
        fftn_with(&[1.0, 2.0], &FftnOptions::default().axes([])).map(|x| x.re),
        array![1.0, 2.0]
    );
    let error = try_fft_with(&[0.0; 0], &FftOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "fft: there is no transform of 0 elements, along axis 0");
    let error = try_rfftn_with(Array::scalar(1.0), &FftnOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "rfftn: 1 lengths were given for 0 axes");
}

/// F3: half a spectrum.
#[test]
fn the_length_of_a_real_result_is_even_unless_it_is_given() {
    assert_eq!(irfft(rfft(&[1.0, 2.0, 3.0])), array![2.25, 3.75]);
    let odd = irfft_with(rfft(&[1.0, 2.0, 3.0]), &FftOptions::default().n(3));
    assert!(error(&odd.map(f64::shown), &array![1.0, 2.0, 3.0].map(f64::shown)) < 1e-15);
    // Imaginary parts of the first and, if there is one, the middle element do not count, not even NaN.
    let a = [Complex::new(4.0, f64::NAN), Complex::new(1.0, 1.0), Complex::new(2.0, f64::NAN)];
    assert_eq!(irfft(&a), array![2.0, 0.0, 1.0, 1.0]);
    let error = try_irfft_with(&[1.0], &FftOptions::default()).unwrap_err();
    assert_eq!(error, FftError::NoElements { op: "irfft", axis: 0 });
}

/// F4: hfft is a transform there, ihfft one back.
#[test]
fn norms_of_hermitian_transforms_are_those_of_their_direction() {
    let forward = FftOptions::default().norm(Norm::Forward);
    assert_eq!(hfft_with(&[1.0, 2.0, 3.0], &forward), array![2.0, -0.5, 0.0, -0.5]);
    assert_eq!(ihfft_with(&[2.0, -0.5, 0.0, -0.5], &forward).map(|x| x.re), array![1.0, 2.0, 3.0]);
}

/// F5: lengths and axes.
#[test]
fn lengths_and_axes_that_do_not_fit_are_errors() {
    let a = Array::<f64>::zeros([2, 3]);
    let message = |options: FftnOptions| try_fftn_with(&a, &options).unwrap_err().to_string();
    let options = FftnOptions::default();
    assert_eq!(message(options.s([2, 2, 2])), "fftn: axis -3 is out of bounds for 2 dimensions");
    assert_eq!(message(options.s([2]).axes([0, 1])), "fftn: 1 lengths were given for 2 axes");
    assert_eq!(message(options.s([-2])), "fftn: -2 is not a length; -1 means all elements");
    assert_eq!(message(options.axes([0, -2])), "fftn: axis -2 is named twice in [0, -2]");
    assert_eq!(
        message(options.s([isize::MAX, 1 << 40])),
        "fftn: shape [9223372036854775807, 1099511627776] has too many elements for this machine's address space"
    );
    assert!(try_fft_with(&[1.0], &FftOptions::default().n(usize::MAX / 2)).is_err());
    // -1 means all elements there are, of half a spectrum too.
    let half = irfftn_with(&[[1.0, 2.0, 3.0]], &options.s([1, -1]));
    assert_eq!(half.shape(), [1, 3]);
}

/// F6: see also the fixtures.
#[test]
fn fast_lengths_are_products_of_small_primes() {
    assert_eq!((next_fast_len(13, false), next_fast_len(13, true)), (14, 15));
    assert_eq!(
        (next_fast_len(7, false), next_fast_len(7, true), next_fast_len(0, true)),
        (7, 8, 0)
    );
    assert!(
        next_fast_len(1 << 40, false) == 1 << 40 && prev_fast_len((1 << 40) + 1, true) == 1 << 40
    );
    assert!(std::panic::catch_unwind(|| next_fast_len(usize::MAX, false)).is_err());
    assert!(prev_fast_len(usize::MAX, true) >= 1 << 63);
}

/// F7: cosines.
#[test]
fn type_one_needs_two_elements() {
    let first = DctOptions::default().kind(CosineType::I);
    let error = try_dct_with(&[1.0], &first).unwrap_err();
    assert_eq!(error.to_string(), "dct: type I needs two elements, and there is one along axis 0");
    assert_eq!(dst_with(&[3.0], &first), array![6.0]);
    let ortho: Array<f64> = dct_with(&[1.0, 2.0, 3.0], &first.norm(Norm::Ortho));
    assert!((ortho[[0]] - 3.414_213_562_373_095).abs() < 1e-14);
}

#[test]
fn views_are_transformed_as_their_copies() {
    let a = Array::from_shape_vec([6, 70, 10], complex_noise(4200, 3));
    let views = [
        a.slice(s![..;2, .., 1..]),
        a.permute_dims(&[2, 0, 1]),
        a.flip(1),
        a.slice(s![.., ..;-3, ..]),
    ];
    for view in views {
        let copy = view.to_array();
        for axis in 0..3 {
            let options = FftOptions::default().axis(axis);
            assert_eq!(fft_with(view, &options), fft_with(&copy, &options));
            let (view, copy) = (view.map(|x| x.re), copy.map(|x| x.re));
            assert_eq!(rfft_with(&view, &options), rfft_with(&copy, &options));
            assert_eq!(
                dct_with(&view, &DctOptions::default().axis(axis)),
                dct_with(&copy, &DctOptions::default().axis(axis))
            );
        }
        assert_eq!(fftn(view), fftn(&copy));
    }
}

#[test]
fn a_lane_has_the_same_bits_wherever_it_lies() {
    for n in [4, 7, 16, 30, 63, 64, 65, 128, 1009, 1024, 5000, 40_000] {
        let lanes = if n > 4000 { 3 } else { 13 };
        let rows = Array::from_shape_vec([lanes, n], complex_noise(lanes * n, n as u64));
        let columns = rows.t().to_array();
        let by_rows = fft(&rows);
        let by_columns = fft_with(&columns, &FftOptions::default().axis(0));
        assert_eq!(by_rows, by_columns.t(), "{n}");
        for lane in 0..lanes as isize {
            assert_eq!(fft(rows.slice(s![lane])), by_rows.slice(s![lane]), "{n}");
        }
    }
}

/// Everything that is cut into tasks.
fn all() -> Vec<Array<Complex<f64>>> {
    let long = complex_noise(1 << 17, 1);
    let odd = noise(98_415, 2); // 3⁹ · 5
    let plane = Array::from_shape_vec([300, 210], complex_noise(63_000, 4));
    let real = plane.map(|x| x.re);
    vec![
        fft(&long),
        ifft(&long[..70_001]),
        rfft(&odd),
        rfft(&noise(1 << 18, 5)),
        irfft(&long).map(f64::shown),
        fft2(&plane),
        rfft2(&real),
        irfft2(&plane).map(f64::shown),
        fft_with(&plane, &FftOptions::default().axis(0).n(50_000)),
        dctn(&real).map(f64::shown),
        dst(&odd).map(f64::shown),
    ]
}

#[test]
fn results_have_the_same_bits_on_any_number_of_threads() {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let alone = pool(1).install(all);
    for threads in [2, 3, 8] {
        assert!(pool(threads).install(all) == alone, "{threads}");
    }
}

#[test]
fn nan_stays_in_its_lane() {
    let mut a = Array::from_shape_vec([9, 16], complex_noise(144, 8));
    a[[4, 3]].re = f64::NAN;
    let found = fft(&a);
    for (row, lane) in found.outer_iter().enumerate() {
        assert_eq!(lane.iter().any(|x| x.re.is_nan()), row == 4);
        assert!(row != 4 || lane.iter().all(|x| x.re.is_nan() || x.im.is_nan()));
    }
}

/// A convolution by transforms of products, as filters do it.
#[test]
fn products_of_padded_transforms_are_convolutions() {
    let (a, b) = (array![[1.0, 2.0], [3.0, 4.0]], array![[1.0, -1.0, 2.0]]);
    let shape = [2, 4].map(|n| next_fast_len(n, true) as isize);
    let padded = FftnOptions::default().s(shape);
    let product = rfftn_with(&a, &padded) * rfftn_with(&b, &padded);
    let found = irfftn_with(&product, &padded);
    let wanted = array![[1.0, 1.0, 0.0, 4.0], [3.0, 1.0, 2.0, 8.0]];
    assert!(error(&found.map(f64::shown), &wanted.map(f64::shown)) < 1e-15);
}

/// Functions of each element keep Fortran's order, so that what they make is in C order only if that is asked for.
#[test]
fn arrays_in_the_order_of_fortran_are_transformed_as_others() {
    let whole = nd_core::arange(0i32, 24, 1).into_reshaped([2, 3, 4]);
    let turned = whole.permute_dims(&[2, 1, 0]);
    let copied = turned.to_array();
    for axis in 0..3 {
        let options = FftOptions::default().axis(axis);
        assert_eq!(fft_with(&turned, &options), fft_with(&copied, &options));
        let (real, same) = (turned.cast::<f64>(), copied.cast::<f64>());
        assert_eq!(fft_with(&real, &options), fft_with(&same, &options));
        assert_eq!(irfft_with(&real, &options), irfft_with(&same, &options));
        let [pairs, others] = [&real, &same].map(|a| a.view().map(|x| Complex::new(x, -x)));
        let options = DctOptions::default().axis(axis);
        assert_eq!(dct_with(&pairs, &options), dct_with(&others, &options));
        assert_eq!(dct_with(&turned, &options), dct_with(&copied, &options));
    }
    assert_eq!(fftn(&turned), fftn(&copied));
}
