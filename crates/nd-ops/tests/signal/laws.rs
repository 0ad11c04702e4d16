//! What holds for all signals: the same bits on any number of threads, in pieces, and of views.

use nd_core::{Array, s};
use nd_ops::signal::*;
use proptest::prelude::*;

fn waves(lanes: usize, n: usize) -> Array<f64> {
    Array::from_fn([lanes, n], |at| ((at[0] * 13 + at[1] * at[1]) as f64 * 0.11).sin())
}

#[test]
fn lanes_are_filtered_alike_however_many_there_are() {
    let sos = ellip(5, 1.0, 50.0, Band::Bandpass(0.1, 0.4)).sos();
    let (b, a) = ([0.2, 0.1, 0.05], [1.0, -0.5, 0.2, 0.1]);
    let all = waves(37, 130);
    let (found, direct) = (sosfilt(&sos, &all, 1).unwrap(), lfilter(&b, &a, &all, 1).unwrap());
    for k in [0, 15, 16, 31, 36] {
        let lane = all.slice(s![k as isize]);
        assert_eq!(sosfilt(&sos, lane, 0).unwrap(), found.slice(s![k as isize]));
        assert_eq!(lfilter(&b, &a, lane, 0).unwrap(), direct.slice(s![k as isize]));
    }
    assert_eq!(sosfilt(&sos, all.t(), 0).unwrap(), found.t());
}

#[test]
fn threads_change_no_bits() {
    let x = waves(3, 70_000);
    let everything = || {
        let peaks =
            find_peaks_with(x.slice(s![0]), &PeakOptions::default().prominence(0.1).width(0.0));
        (
            welch(&x, 1).values,
            savgol_filter(&x, 11, 3, 1).unwrap(),
            resample_poly(&x, 3, 2, 1),
            medfilt(&x, &[1, 5]),
            sosfiltfilt(butter(4, Band::Lowpass(0.2)).sos(), &x, 1).unwrap(),
            spectrogram(&x, 1).values,
            peaks,
        )
    };
    let pool =
        |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    assert!(pool(1).install(everything) == pool(3).install(everything));
}

#[test]
fn large_arguments_are_refused_and_not_tried() {
    let x = [1.0, 2.0];
    assert!(
        crate::message(|| upfirdn(&[1.0], &x, usize::MAX, 1, -1)).contains("have to lie between 1")
    );
    assert!(crate::message(|| resample_poly(&x, 0, 1, -1)).contains("have to lie between 1"));
    assert!(crate::message(|| decimate(&x, 0, -1)).contains("have to lie between 1"));
    assert!(
        crate::message(|| argrelmax_with(&x, 0, &ExtremaOptions::default().order(0)))
            .contains("at least 1")
    );
    let far = ExtremaOptions::default().order(usize::MAX);
    assert_eq!(argrelmax_with(&[0.0, 1.0, 0.0], 0, &far)[0], nd_core::array![1]);
    assert!(crate::message(|| lfilter(&[1.0], &[1.0], &x, 1)).contains("out of bounds"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn pieces_are_filtered_as_the_whole(cut in 0usize..90, order in 1usize..6, edge in 0.05f64..0.9) {
        let x = waves(2, 90);
        let filter = butter(order, Band::Lowpass(edge));
        let (sos, tf) = (filter.sos(), filter.tf());
        let (first, rest) = (x.slice(s![.., ..cut as isize]), x.slice(s![.., cut as isize..]));
        let zero = Array::<f64>::zeros([sos.shape()[0], 2, 2]);
        let one = sosfilt_from(&sos, first, 1, &zero).unwrap();
        let two = sosfilt_from(&sos, rest, 1, &one.state).unwrap();
        let whole = sosfilt(&sos, &x, 1).unwrap();
        prop_assert_eq!(one.output, whole.slice(s![.., ..cut as isize]));
        prop_assert_eq!(two.output, whole.slice(s![.., cut as isize..]));
        let one = lfilter_from(&tf.b, &tf.a, first, 1, &vec![0.0; order]).unwrap();
        let two = lfilter_from(&tf.b, &tf.a, rest, 1, &one.state).unwrap();
        let whole = lfilter(&tf.b, &tf.a, &x, 1).unwrap();
        prop_assert_eq!(two.output, whole.slice(s![.., cut as isize..]));
    }

    #[test]
    fn designs_are_stable_and_pass_what_they_should(order in 1usize..12, edge in 0.05f64..0.95) {
        for filter in [
            butter(order, Band::Lowpass(edge)),
            cheby1(order, 1.0, Band::Lowpass(edge)),
            cheby2(order, 40.0, Band::Lowpass(edge)),
            ellip(order, 1.0, 40.0, Band::Lowpass(edge)),
            bessel(order, BesselNorm::Phase, Band::Lowpass(edge)),
        ] {
            prop_assert!(filter.poles().iter().all(|pole| pole.norm() < 1.0));
            let gain = freqz_sos(filter.sos(), 1).unwrap().gains[[0]].norm();
            prop_assert!((0.89..1.0001).contains(&gain), "{}", gain);
        }
    }

    #[test]
    fn roots_are_roots(coefficients in proptest::collection::vec(-9.0f64..9.0, 2..9)) {
        prop_assume!(coefficients[0].abs() > 0.1);
        let found = tf2zpk(&coefficients, &[1.0]).unwrap();
        prop_assert_eq!(found.zeros().len(), coefficients.len() - 1);
        for z in found.zeros() {
            let value = |z: crate::C| coefficients.iter().fold(crate::C::default(), |sum, c| sum * z + c);
            let size = coefficients.iter().fold(0.0, |sum, c| sum * z.norm() + c.abs());
            prop_assert!(value(*z).norm() <= 1e-9 * size);
        }
    }

    #[test]
    fn transforms_and_sums_agree(n in 1usize..40, m in 1usize..40) {
        let (a, b) = (waves(1, n), waves(1, m));
        let how = |method| ConvolveOptions::default().method(method);
        for mode in [nd_ops::ConvolveMode::Full, nd_ops::ConvolveMode::Same, nd_ops::ConvolveMode::Valid] {
            let direct = convolve_with(&a, &b, mode, &how(ConvolveMethod::Direct));
            let fft = convolve_with(&a, &b, mode, &how(ConvolveMethod::Fft));
            prop_assert_eq!(direct.shape(), fft.shape());
            prop_assert!(nd_ops::max(nd_ops::abs(direct - fft)) < 1e-12 * (n + m) as f64);
        }
    }
}
