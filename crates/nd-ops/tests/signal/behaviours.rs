//! What SciPy does where one might guess otherwise, and what is done here: looked up in SciPy 1.18.1.

use crate::message;
use nd_core::{Array, array};
use nd_ops::ConvolveMode;
use nd_ops::signal::*;

#[test]
fn recursions_divide_by_the_first_coefficient_and_take_integers() {
    assert_eq!(lfilter(&[1.0], &[2.0, 1.0], &[1, 0, 0], -1).unwrap(), array![0.5, -0.25, 0.125]);
    let error = lfilter(&[1.0], &[0.0, 1.0], &[1.0], -1).unwrap_err();
    assert_eq!(error.to_string(), "lfilter: the first coefficient of the denominator is 0");
    // SciPy has no filter of integers alone.
    assert_eq!(lfilter(&[1.0, 2.0], &[1.0], &[1, 2, 3], -1).unwrap(), array![1.0, 4.0, 7.0]);
    let nan = [1.0, f64::NAN, 3.0, 4.0, 5.0];
    let fir = lfilter(&[1.0, 2.0], &[2.0], &nan, -1).unwrap();
    assert_eq!(nd_ops::isnan(&fir), array![false, true, true, false, false]);
    let iir = lfilter(&[1.0], &[1.0, 0.5], &nan, -1).unwrap();
    assert_eq!(nd_ops::isnan(&iir), array![false, true, true, true, true]);
    let resumed = lfilter_from(&[1.0, 2.0], &[2.0], &nan, -1, &[0.0]).unwrap();
    assert_eq!(nd_ops::isnan(&resumed.output), array![false, true, true, false, false]);
    assert!(lfilter(&[1.0], &[2.0, 1.0], &[0.0; 0], -1).unwrap().is_empty());
    assert!(lfilter(&[1.0; 9], &[2.0], &[0.0; 0], -1).unwrap().is_empty());
    assert!(lfilter(&[0.0; 0], &[1.0], &[1.0], -1).is_err());
    assert_eq!(lfilter_zi(&[1.0], &[1.0, -1.0]), Err(SignalError::Unsteady { op: "lfilter_zi" }));
    let text = message(|| lfilter_from(&[1.0], &[1.0, 0.5], &[1.0], -1, &[0.0, 0.0]));
    assert_eq!(text, "lfilter: states of shape [2] do not broadcast to [1]");
}

#[test]
fn filters_both_ways_need_more_elements_than_they_are_extended_by() {
    let line: Vec<f64> = (0..12).map(f64::from).collect();
    let error = filtfilt(&[0.5, 0.5], &[1.0], &line[..6], -1).unwrap_err();
    assert_eq!(error, SignalError::TooShort { op: "filtfilt", len: 6, padding: 6 });
    assert!(filtfilt(&[0.5, 0.5], &[1.0], &line[..7], -1).is_ok());
    // Coefficients that are 0 count too.
    assert!(filtfilt(&[0.5, 0.5, 0.0], &[1.0], &line[..9], -1).is_err());
    for (order, padding) in [(2, 9), (3, 12)] {
        let sos = butter(order, Band::Lowpass(0.3)).sos();
        let error = sosfiltfilt(&sos, &line[..padding], -1).unwrap_err();
        assert_eq!(error, SignalError::TooShort { op: "sosfiltfilt", len: padding, padding });
    }
    let error = sosfilt(&[[1.0, 2.0, 1.0, 2.0, 0.0, 0.0]], &[1.0], -1).unwrap_err();
    assert_eq!(error.to_string(), "sosfilt: the fourth coefficient of section 0 is 2, not 1");
    assert!(message(|| sosfilt(&[[1.0, 2.0]], &[1.0], -1)).contains("sections of 6 coefficients"));
}

#[test]
fn polynomials_in_windows_have_limits() {
    let squares: Vec<f64> = (0..8).map(|k| f64::from(k * k)).collect();
    let even = savgol_filter(&squares, 4, 2, -1).unwrap();
    let wanted = [0.0, 1.0, 6.25, 12.25, 20.25, 30.25, 36.0, 49.0];
    for (found, wanted) in even.iter().zip(wanted) {
        assert!((found - wanted).abs() < 1e-12);
    }
    assert!(
        message(|| savgol_filter(&squares[..3], 5, 2, -1))
            .contains("a window of 5 elements for an axis of length 3")
    );
    assert!(
        message(|| savgol_filter(&squares, 3, 3, -1))
            .contains("an order of 3 needs a window of more elements than 3")
    );
    let third = SavgolOptions::default().deriv(3);
    assert_eq!(savgol_filter_with(&squares, 3, 1, -1, &third).unwrap(), Array::<f64>::zeros(8));
    let nan = [1.0, 2.0, f64::NAN, 3.0, 4.0, 5.0, 6.0, 7.0];
    assert_eq!(savgol_filter(&nan, 3, 2, -1), Err(SignalError::NotFinite { op: "savgol_filter" }));
    let mut middle = squares.clone();
    middle[4] = f64::NAN;
    let found = savgol_filter(&middle, 3, 1, -1).unwrap();
    assert_eq!(nd_ops::isnan(&found), array![false, false, false, true, true, true, false, false]);
    let none = SavgolOptions::default().mode(SavgolMode::Nearest);
    assert!(savgol_filter_with(&[0.0; 0], 3, 1, -1, &none).unwrap().is_empty());
}

#[test]
fn spectra_have_conventions() {
    assert_eq!(periodogram(&[1.0, -1.0, 1.0, -1.0], -1).values, array![0.0, 0.0, 4.0]);
    let eight: Vec<f64> = (0..8).map(f64::from).collect();
    let cut = periodogram_with(&eight, -1, &SpectrumOptions::default().nfft(4));
    assert_eq!(cut.frequencies, array![0.0, 0.25, 0.5]);
    let single = welch(&[1.0f32, 2.0, 4.0], -1);
    let _: Array<f32> = single.values;
    assert_eq!(single.frequencies.size(), 2); // no more than the signal has
    assert!(welch(&[0.0; 0], -1).values.is_empty());
    assert_eq!(periodogram(Array::<f64>::zeros([0, 3]), 0).values.shape(), [0, 3]);
    let overlap = SpectrumOptions::default().nperseg(8).noverlap(8);
    assert!(
        message(|| welch_with(&eight, -1, &overlap))
            .contains("segments of 8 elements, of which 8 overlap")
    );
    let small = SpectrumOptions::default().nperseg(8).nfft(4);
    assert!(
        message(|| welch_with(&eight, -1, &small))
            .contains("transforms of 4 elements of segments of 8")
    );
    // The last frequency counts twice for odd lengths only, and the first one never.
    let both = |n: usize| {
        let x: Vec<f64> = (0..n).map(|k| ((k * k) as f64).sin()).collect();
        let options = SpectrumOptions::default().detrend(SegmentTrend::None);
        let one = periodogram_with(&x, -1, &options.clone()).values;
        let two = periodogram_with(&x, -1, &options.onesided(false)).values;
        (one[[0]] / two[[0]], one[[n / 2]] / two[[n / 2]])
    };
    let near = |found: (f64, f64), wanted: (f64, f64)| {
        (found.0 - wanted.0).abs() + (found.1 - wanted.1).abs() < 1e-9
    };
    assert!(near(both(6), (1.0, 1.0)) && near(both(7), (1.0, 2.0)));
    let spectrogram = spectrogram(&[0.0; 300], -1);
    assert_eq!((spectrogram.values.shape(), spectrogram.times), (&[129, 1][..], array![128.0]));
    let four = StftOptions::default().spectrum(SpectrumOptions::default().nperseg(4));
    assert_eq!(stft_with(&[0.0; 7], -1, &four).times, array![0.0, 2.0, 4.0, 6.0, 8.0]);
}

#[test]
fn medians_of_segments_are_corrected() {
    // Three segments: the bias is 1 - 1/2 + 1/3.
    let x = [1.0f64, -1.0, 2.0, -2.0, 3.0, -3.0];
    let options = SpectrumOptions::default().nperseg(2).noverlap(0).window(Window::Boxcar);
    let median = welch_with(&x, -1, &options.clone().average(SegmentAverage::Median)).values;
    assert!((median[[1]] - 8.0 / (1.0 - 0.5 + 1.0 / 3.0)).abs() < 1e-12);
}

#[test]
fn resampling_halves_and_folds_the_last_frequency() {
    assert_eq!(resample(&[1, 2, 3, 4], 2, -1), array![1.5, 3.5]);
    let up = resample(&[1.0, 2.0, 3.0, 4.0], 8, -1);
    let wanted = [1.0, 1.08578644, 2.0, 2.5, 3.0, 3.91421356, 4.0, 2.5];
    assert!(up.iter().zip(wanted).all(|(x, y): (&f64, f64)| (x - y).abs() < 1e-8));
    let _: Array<f32> = resample(&[1.0f32, 2.0], 3, -1);
    assert!(message(|| resample(&[1.0], 0, -1)).contains("neither number can be 0"));
    assert!(message(|| resample(&[0.0; 0], 2, -1)).contains("2 elements of 0"));
}

#[test]
fn peaks_are_strict() {
    let apart = PeakOptions::default().distance(3.0);
    assert_eq!(find_peaks_with(&[0, 2, 0, 2, 0], &apart).peaks, array![3]);
    let nan = f64::NAN;
    let x = [0.0, 2.0, 2.0, 0.0, nan, 5.0, 0.0, 1.0, 3.0, 3.0, 3.0, 0.0];
    assert_eq!(find_peaks(&x).peaks, array![1, 9]);
    assert!(
        find_peaks(&[3.0, 1.0, 2.0]).peaks.is_empty() && find_peaks(&[0.0; 0]).peaks.is_empty()
    );
    assert!(find_peaks(&[1.0, 2.0, 2.0]).peaks.is_empty());
    let error = peak_prominences(&[0.0, 1.0], &[9]).unwrap_err();
    assert_eq!(error.to_string(), "peak_prominences: peak 9 of a signal of 2 elements");
    assert_eq!(peak_prominences(&[0.0, 1.0, 0.0, 2.0], &[0]).unwrap().prominences, array![0.0]);
    // Widths and thresholds that are NaN are beyond every limit.
    let x = [0.0, 1.0, 0.0, -f64::INFINITY, 7.0, 1.0, 9.0, 0.0];
    let wide = PeakOptions::default().width((0.0, 9.0));
    assert_eq!(find_peaks_with(&x, &wide).peaks, array![1, 6]);
    let x = [0.0, 1.0, 0.0, f64::INFINITY, f64::INFINITY, 0.0];
    let steep = PeakOptions::default().threshold((0.0, 9.0));
    assert_eq!(find_peaks_with(&x, &steep).peaks, array![1]);
    assert!(
        message(|| find_peaks_with(&x, &PeakOptions::default().distance(0.5)))
            .contains("1 or more")
    );
    assert!(message(|| find_peaks(&[[1.0]])).contains("one axis"));
    assert!(message(|| find_peaks(&[crate::C::new(1.0, 0.0)])).contains("no order"));
}

#[test]
fn trends_break_and_refuse_what_is_not_finite() {
    assert_eq!(detrend(&[3.0], -1).unwrap(), array![0.0]);
    assert_eq!(detrend(&[3.0, f64::NAN], -1), Err(SignalError::NotFinite { op: "detrend" }));
    let bent = DetrendOptions::default().breaks(&[9]);
    assert!(message(|| detrend_with(&[3.0, 4.0], -1, &bent)).contains("a line from 9 on"));
    // Breaks have no meaning for means.
    assert_eq!(
        detrend_with(&[3.0, 5.0], -1, &bent.trend(Trend::Constant)).unwrap(),
        array![-1.0, 1.0]
    );
    assert!(detrend(Array::<f64>::zeros([0]), -1).unwrap().is_empty());
}

#[test]
fn medians_see_zeros_beyond_the_ends() {
    assert_eq!(medfilt(&[1, 5, 2, 9], &[3]), array![1, 2, 5, 2]);
    assert_eq!(medfilt(&[1.0, 5.0, 2.0], &[9]), array![0.0, 0.0, 0.0]);
    assert_eq!(
        message(|| medfilt(&[1, 5], &[2])),
        "medfilt: a window of length 2, which has to be odd"
    );
    assert!(message(|| medfilt(&[1, 5], &[1, 1])).contains("2 axes given"));
    assert!(medfilt(Array::<i32>::zeros([0, 3]), &[3]).is_empty());
}

#[test]
fn lags_are_those_of_the_correlation() {
    for (n, m) in [(9, 4), (9, 5), (8, 4), (8, 3), (3, 2)] {
        let (mut x, mut y) = (vec![0; n], vec![0; m]);
        (x[n / 2], y[0]) = (1, 1);
        for mode in [ConvolveMode::Full, ConvolveMode::Same, ConvolveMode::Valid] {
            let found = correlate(&x, &y, mode);
            let lags = correlation_lags(n, m, mode);
            assert_eq!(lags.size(), found.size());
            let at = found.iter().position(|&sum| sum == 1);
            assert!(at.is_none_or(|at| lags[[at]] == (n / 2) as i64), "{n} {m} {mode:?}");
        }
    }
}

#[test]
fn correlations_of_a_smaller_plane_are_those_of_arrays() {
    // SciPy's correlate2d forgets the conjugate where it has to exchange the planes.
    let z = |re, im| crate::C::new(re, im);
    let (small, large) = ([[z(0.0, 1.0)]], [[z(1.0, 0.0), z(0.0, 2.0)]]);
    let found = correlate2d(&small, &large, ConvolveMode::Valid);
    assert_eq!(found, correlate(&small, &large, ConvolveMode::Valid));
    assert_eq!(found, array![[z(2.0, 0.0), z(0.0, 1.0)]]);
}

#[test]
fn convolutions_of_the_same_length_are_as_long_as_the_first() {
    assert_eq!(convolve(&[1, 2], &[1, 1, 1], ConvolveMode::Same), array![3, 3]);
    assert_eq!(nd_ops::convolve(&[1, 2], &[1, 1, 1], ConvolveMode::Same), array![1, 3, 3]);
    assert_eq!(
        message(|| convolve(&[1.0], &[0.0; 0], ConvolveMode::Full)),
        "convolve: the second array is empty"
    );
    assert!(fftconvolve(&[0.0; 0], &[1.0], ConvolveMode::Full).is_empty());
}

#[test]
fn jumps_of_half_a_period_stay() {
    let options = nd_ops::UnwrapOptions::default().period(6.0);
    assert_eq!(nd_ops::unwrap_with(&[0.0, 3.0, 6.0], 0, &options), array![0.0, 3.0, 6.0]);
    assert_eq!(nd_ops::unwrap_with(&[0.0, -3.0, -6.0], 0, &options), array![0.0, -3.0, -6.0]);
}
