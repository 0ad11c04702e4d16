//! How spectra are estimated.

use crate::signal::filters::Trend;
use crate::signal::windows::Window;

/// What the square of a spectrum is divided by.
///
/// # SciPy
/// `scaling`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpectrumScaling {
    /// So that its integral is the power: `'density'`, and `'psd'` of transforms in time.
    #[default]
    Density,
    /// So that a sine's peak is its power: `'spectrum'`.
    Spectrum,
}

/// How spectra of segments become one.
///
/// # SciPy
/// `average`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SegmentAverage {
    /// Their mean.
    #[default]
    Mean,
    /// Their median, corrected for its bias.
    Median,
}

/// What is taken off each segment.
///
/// # SciPy
/// `detrend`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentTrend {
    /// Nothing.
    None,
    /// A line or the mean.
    Off(Trend),
}

/// How spectra are estimated. What is not given is as the function has it by default.
///
/// # Examples
/// ```
/// use nd_ops::signal::{SpectrumOptions, welch_with};
///
/// let options = SpectrumOptions::default().fs(100.0).nperseg(4);
/// let found = welch_with(&[1.0, -1.0, 1.0, -1.0], -1, &options);
/// assert_eq!(found.frequencies, nd_core::array![0.0, 25.0, 50.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SpectrumOptions {
    /// The sampling rate.
    pub fs: f64,
    /// What segments are multiplied with.
    pub window: Option<Window>,
    /// How many elements segments have.
    pub nperseg: Option<usize>,
    /// How many of them belong to the next one as well.
    pub noverlap: Option<usize>,
    /// How many elements are transformed: segments are filled with zeros.
    pub nfft: Option<usize>,
    /// What is taken off each segment.
    pub detrend: Option<SegmentTrend>,
    /// Whether real signals have half of their spectrum only, which the other half is added to.
    pub onesided: bool,
    /// What the square of the spectrum is divided by.
    pub scaling: Option<SpectrumScaling>,
    /// How spectra of segments become one.
    pub average: SegmentAverage,
}

impl Default for SpectrumOptions {
    fn default() -> Self {
        SpectrumOptions {
            fs: 1.0,
            window: None,
            nperseg: None,
            noverlap: None,
            nfft: None,
            detrend: None,
            onesided: true,
            scaling: None,
            average: SegmentAverage::Mean,
        }
    }
}

impl SpectrumOptions {
    /// The sampling rate.
    ///
    /// # SciPy
    /// `fs`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{SpectrumOptions, periodogram_with};
    ///
    /// let hertz = SpectrumOptions::default().fs(8.0);
    /// let found = periodogram_with(&[0.0, 1.0, 0.0, -1.0], -1, &hertz);
    /// assert_eq!(found.frequencies, nd_core::array![0.0, 2.0, 4.0]);
    /// ```
    pub fn fs(self, fs: f64) -> Self {
        SpectrumOptions { fs, ..self }
    }

    /// What segments are multiplied with; periodic.
    ///
    /// # SciPy
    /// `window`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::windows::Window;
    /// use nd_ops::signal::{SpectrumOptions, periodogram, welch_with};
    ///
    /// let plain = SpectrumOptions::default().window(Window::Boxcar);
    /// let x = [0.0, 1.0, 0.0, -1.0];
    /// assert_eq!(welch_with(&x, -1, &plain).values, periodogram(&x, -1).values);
    /// ```
    pub fn window(self, window: Window) -> Self {
        SpectrumOptions { window: Some(window), ..self }
    }

    /// How many elements segments have; no more than the signal has.
    ///
    /// # SciPy
    /// `nperseg`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{SpectrumOptions, welch_with};
    ///
    /// let short = SpectrumOptions::default().nperseg(8);
    /// assert_eq!(welch_with(&[1.0; 32], -1, &short).values.shape(), [5]);
    /// ```
    pub fn nperseg(self, nperseg: usize) -> Self {
        SpectrumOptions { nperseg: Some(nperseg), ..self }
    }

    /// How many elements of a segment belong to the next one as well.
    ///
    /// # SciPy
    /// `noverlap`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{SpectrumOptions, spectrogram_with};
    ///
    /// let apart = SpectrumOptions::default().nperseg(8).noverlap(0);
    /// assert_eq!(spectrogram_with(&[1.0; 32], -1, &apart).values.shape(), [5, 4]);
    /// ```
    pub fn noverlap(self, noverlap: usize) -> Self {
        SpectrumOptions { noverlap: Some(noverlap), ..self }
    }

    /// How many elements are transformed.
    ///
    /// # SciPy
    /// `nfft`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{SpectrumOptions, welch_with};
    ///
    /// let fine = SpectrumOptions::default().nperseg(4).nfft(16);
    /// assert_eq!(welch_with(&[1.0; 32], -1, &fine).values.shape(), [9]);
    /// ```
    pub fn nfft(self, nfft: usize) -> Self {
        SpectrumOptions { nfft: Some(nfft), ..self }
    }

    /// What is taken off each segment.
    ///
    /// # SciPy
    /// `detrend`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{SegmentTrend, SpectrumOptions, periodogram_with};
    ///
    /// let whole = SpectrumOptions::default().detrend(SegmentTrend::None);
    /// assert_eq!(periodogram_with(&[1.0, 1.0], -1, &whole).values, nd_core::array![2.0, 0.0]);
    /// ```
    pub fn detrend(self, detrend: SegmentTrend) -> Self {
        SpectrumOptions { detrend: Some(detrend), ..self }
    }

    /// Whether real signals have half of their spectrum only; complex ones have all of it in any case.
    ///
    /// # SciPy
    /// `return_onesided`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{SpectrumOptions, periodogram_with};
    ///
    /// let both = SpectrumOptions::default().onesided(false);
    /// let found = periodogram_with(&[1.0, -1.0, 1.0, -1.0], -1, &both);
    /// assert_eq!(found.frequencies, nd_core::array![0.0, 0.25, -0.5, -0.25]);
    /// ```
    pub fn onesided(self, onesided: bool) -> Self {
        SpectrumOptions { onesided, ..self }
    }

    /// What the square of the spectrum is divided by.
    ///
    /// # SciPy
    /// `scaling`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{SpectrumOptions, SpectrumScaling, periodogram_with};
    ///
    /// let power = SpectrumOptions::default().scaling(SpectrumScaling::Spectrum);
    /// let found = periodogram_with(&[1.0, -1.0, 1.0, -1.0], -1, &power);
    /// assert_eq!(found.values, nd_core::array![0.0, 0.0, 1.0]);
    /// ```
    pub fn scaling(self, scaling: SpectrumScaling) -> Self {
        SpectrumOptions { scaling: Some(scaling), ..self }
    }

    /// How spectra of segments become one.
    ///
    /// # SciPy
    /// `average`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{SegmentAverage, SpectrumOptions, welch_with};
    ///
    /// let median = SpectrumOptions::default().nperseg(4).average(SegmentAverage::Median);
    /// assert_eq!(welch_with(&[0.0; 8], -1, &median).values, nd_core::array![0.0, 0.0, 0.0]);
    /// ```
    pub fn average(self, average: SegmentAverage) -> Self {
        SpectrumOptions { average, ..self }
    }
}
