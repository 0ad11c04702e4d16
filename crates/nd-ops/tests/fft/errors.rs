//! Errors of transforms, measured against their definition in twice the digits.

use crate::exact::{bin, complex_noise, turns};
use nd_core::{Array, Complex};
use nd_ops::fft::{FftOptions, fft, ifft, irfft_with, rfft};

/// The error of a transform in units in the last place of the root mean square, which may be twice the logarithm of the length.
fn ulps(errors: f64, squares: f64, epsilon: f64) -> f64 {
    (errors / squares).sqrt() / epsilon
}

fn bound(n: usize) -> f64 {
    2.0 * (n as f64).log2().max(1.0)
}

#[test]
fn every_element_of_short_transforms_is_near_the_exact_one() {
    let mut worst = [(0.0, 0); 2];
    for n in 1..=256 {
        let a = complex_noise(n, n as u64);
        let turns = turns(n);
        let exact: Vec<Complex<f64>> = (0..n).map(|k| bin(&a, &turns, k)).collect();
        let squares: f64 = exact.iter().map(|x| x.norm_sqr()).sum();
        let errors: f64 = fft(&a).iter().zip(&exact).map(|(x, y)| (x - y).norm_sqr()).sum();
        let error = ulps(errors, squares, f64::EPSILON);
        assert!(error <= bound(n), "{n}: {error}");
        worst[0] = if error > worst[0].0 { (error, n) } else { worst[0] };
        let narrow: Vec<Complex<f32>> =
            a.iter().map(|x| Complex::new(x.re as f32, x.im as f32)).collect();
        let a: Vec<Complex<f64>> =
            narrow.iter().map(|x| Complex::new(x.re.into(), x.im.into())).collect();
        let exact = (0..n).map(|k| bin(&a, &turns, k));
        let result = fft(&narrow);
        let errors: f64 = result
            .iter()
            .zip(exact)
            .map(|(x, y)| (Complex::<f64>::new(x.re.into(), x.im.into()) - y).norm_sqr())
            .sum();
        let error = ulps(errors, squares, f32::EPSILON.into());
        assert!(error <= bound(n), "{n}, single: {error}");
        worst[1] = if error > worst[1].0 { (error, n) } else { worst[1] };
    }
    eprintln!("{worst:?}");
}

#[test]
fn long_transforms_are_near_the_exact_ones() {
    let mut worst = [(0.0, 0); 3];
    let lengths =
        (257..=4096).chain([8192, 16384, 10007, 65536, 65537, 100_000, 1 << 20, 1_000_003]);
    for n in lengths {
        let a = complex_noise(n, n as u64);
        let turns = turns(n);
        let result = fft(&a);
        let energy: f64 = a.iter().map(|x| x.norm_sqr()).sum();
        let norm = (energy * n as f64).sqrt();
        for k in [1, n / 3] {
            let error = (result[[k]] - bin(&a, &turns, k)).norm();
            let error = error / (norm / (n as f64).sqrt()) / f64::EPSILON;
            worst[0] = if error > worst[0].0 { (error, n) } else { worst[0] };
            assert!(error <= bound(n), "{n}, {k}: {error}");
        }
        let back = ifft(&result);
        let errors: f64 = back.iter().zip(&a).map(|(x, y)| (x - y).norm_sqr()).sum();
        let error = ulps(errors, energy, f64::EPSILON);
        worst[1] = if error > worst[1].0 { (error, n) } else { worst[1] };
        assert!(error <= 2.0 * bound(n), "{n}, back: {error}");
        let real: Array<f64> = Array::from_vec(a.iter().map(|x| x.re).collect());
        let half = rfft(&real);
        let whole = fft(&real);
        let errors: f64 = half.iter().zip(whole.iter()).map(|(x, y)| (x - y).norm_sqr()).sum();
        let error = ulps(errors, whole.iter().map(|x| x.norm_sqr()).sum(), f64::EPSILON);
        worst[2] = if error > worst[2].0 { (error, n) } else { worst[2] };
        assert!(error <= 2.0 * bound(n), "{n}, half: {error}");
        let again = irfft_with(&half, &FftOptions::default().n(n));
        let errors: f64 = again.iter().zip(real.iter()).map(|(x, y)| (x - y).powi(2)).sum();
        let error = ulps(errors, real.iter().map(|x| x * x).sum(), f64::EPSILON);
        assert!(error <= 2.0 * bound(n), "{n}, half and back: {error}");
    }
    eprintln!("{worst:?}");
}
