//! Segments of signals, and their transforms.

use super::{SegmentTrend, SpectrumOptions, SpectrumScaling};
use crate::fft::{fftfreq, rfftfreq};
use crate::signal::filters::straighten;
use crate::signal::fourier;
use crate::signal::sampled::Rows;
use crate::signal::windows::{Ends, Window};
use nd_core::{Array, Complex};
use std::ops::Range;

type C = Complex<f64>;

/// Numbers that are transformed together.
const TOGETHER: usize = 1 << 14;

/// How a signal is cut and what is done with each segment.
pub(super) struct Segments {
    pub(super) window: Vec<f64>,
    pub(super) step: usize,
    pub(super) nfft: usize,
    pub(super) detrend: SegmentTrend,
    pub(super) onesided: bool,
    /// What squares are multiplied by.
    pub(super) scale: f64,
    fs: f64,
}

/// What a function has by default.
pub(super) struct Defaults {
    pub(super) op: &'static str,
    pub(super) window: Window,
    pub(super) nperseg: usize,
    /// The overlap, as a share of a segment: one over this.
    pub(super) overlap: usize,
    pub(super) detrend: SegmentTrend,
    pub(super) scaling: SpectrumScaling,
}

impl Segments {
    /// For signals of `n` elements, of which there are some.
    #[track_caller]
    pub(super) fn new(
        defaults: &Defaults,
        n: usize,
        complex: bool,
        options: &SpectrumOptions,
    ) -> Segments {
        let op = defaults.op;
        let window = options.window.as_ref().unwrap_or(&defaults.window);
        let given = match window {
            Window::Values(values) => {
                if values.is_empty() || values.len() > n {
                    panic!(
                        "{op}: a window of {} values for a signal of {n} elements",
                        values.len()
                    );
                }
                options.nperseg.unwrap_or(values.len())
            }
            _ => options.nperseg.unwrap_or(defaults.nperseg),
        };
        assert!(given > 0, "{op}: segments of no elements");
        let nperseg = given.min(n);
        let noverlap = options.noverlap.unwrap_or(nperseg / defaults.overlap);
        if noverlap >= nperseg {
            panic!("{op}: segments of {nperseg} elements, of which {noverlap} overlap");
        }
        let nfft = options.nfft.unwrap_or(nperseg);
        if nfft < nperseg {
            panic!("{op}: transforms of {nfft} elements of segments of {nperseg}");
        }
        let window = window.values(nperseg, Ends::Periodic).into_vec();
        let sum = |f: fn(f64) -> f64| window.iter().map(|&w| f(w)).sum::<f64>();
        let scale = match options.scaling.unwrap_or(defaults.scaling) {
            SpectrumScaling::Density => 1.0 / (options.fs * sum(|w| w * w)),
            SpectrumScaling::Spectrum => 1.0 / sum(|w| w).powi(2),
        };
        Segments {
            window,
            step: nperseg - noverlap,
            nfft,
            detrend: options.detrend.unwrap_or(defaults.detrend),
            onesided: options.onesided && !complex,
            scale,
            fs: options.fs,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.window.len()
    }

    /// How many segments a signal of `n` elements has.
    pub(super) fn count(&self, n: usize) -> usize {
        if n < self.len() { 0 } else { (n - self.len()) / self.step + 1 }
    }

    pub(super) fn bins(&self) -> usize {
        if self.onesided { self.nfft / 2 + 1 } else { self.nfft }
    }

    pub(super) fn frequencies(&self) -> Array<f64> {
        let distance = 1.0 / self.fs;
        if self.onesided { rfftfreq(self.nfft, distance) } else { fftfreq(self.nfft, distance) }
    }

    /// How many segments are transformed together.
    pub(super) fn together(&self) -> usize {
        (TOGETHER / self.nfft).max(1)
    }

    /// The frequencies whose squares count twice, because the other half of the spectrum is left out.
    pub(super) fn doubled(&self) -> Range<usize> {
        match self.onesided {
            true if self.nfft.is_multiple_of(2) => 1..(self.nfft / 2).max(1),
            true => 1..self.bins(),
            false => 0..0,
        }
    }

    /// The spectra of some segments of a lane, one after the other.
    pub(super) fn spectra(&self, rows: &Rows<'_>, lane: usize, range: Range<usize>) -> Vec<C> {
        let part = |k: usize| self.cut(rows.row(lane + k * rows.place.lanes()), range.clone());
        self.transformed(part(0), (rows.parts_count() == 2).then(|| part(1)))
    }

    /// The spectra of segments, given their real and their imaginary parts.
    pub(super) fn transformed(&self, real: Vec<f64>, imaginary: Option<Vec<f64>>) -> Vec<C> {
        let len = self.len();
        if self.onesided {
            return fourier::half_spectra(&real, len, self.nfft);
        }
        let all: Vec<C> = match imaginary {
            None => real.iter().map(|&re| C::new(re, 0.0)).collect(),
            Some(imaginary) => {
                real.iter().zip(&imaginary).map(|(&re, &im)| C::new(re, im)).collect()
            }
        };
        fourier::spectra(&all, len, self.nfft)
    }

    /// Segments, without their trends, times the window.
    pub(super) fn cut(&self, row: &[f64], range: Range<usize>) -> Vec<f64> {
        let len = self.len();
        let mut all = Vec::with_capacity(range.len() * len);
        for k in range {
            let start = all.len();
            all.extend_from_slice(&row[k * self.step..][..len]);
            let segment = &mut all[start..];
            if let SegmentTrend::Off(trend) = self.detrend {
                straighten(segment, trend);
            }
            for (x, w) in segment.iter_mut().zip(&self.window) {
                *x *= w;
            }
        }
        all
    }
}
