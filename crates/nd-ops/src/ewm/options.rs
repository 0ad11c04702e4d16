//! [`Decay`] and [`EwmOptions`]: which weights elements have.

/// How fast weights fall: each element has `1 - alpha` times the weight of the next one.
///
/// # NumPy
/// The arguments `alpha`, `span`, `halflife` and `com` of pandas' `ewm`.
///
/// # Examples
/// ```
/// use nd_ops::Decay;
///
/// assert_eq!(Decay::Span(3.0).alpha(), 0.5);
/// assert_eq!(Decay::HalfLife(1.0).alpha(), 0.5);
/// assert_eq!(Decay::CenterOfMass(1.0).alpha(), 0.5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Decay {
    /// The share of the weight that a new element has, in `0 < alpha ≤ 1`.
    Alpha(f64),
    /// `alpha = 2 / (span + 1)`, with a span of at least 1.
    Span(f64),
    /// A weight is halved after so many elements: `alpha = 1 - exp(-ln 2 / halflife)`, above 0.
    HalfLife(f64),
    /// `alpha = 1 / (1 + com)`, at least 0.
    CenterOfMass(f64),
}

impl Decay {
    /// The share of the weight that a new element has.
    ///
    /// # Panics
    /// If the number is out of its range.
    ///
    /// # Examples
    /// ```should_panic
    /// nd_ops::Decay::Alpha(0.0).alpha();
    /// ```
    #[must_use]
    #[track_caller]
    pub fn alpha(self) -> f64 {
        let fine = match self {
            Decay::Alpha(alpha) => alpha > 0.0 && alpha <= 1.0,
            Decay::Span(span) => span >= 1.0,
            Decay::HalfLife(halflife) => halflife > 0.0,
            Decay::CenterOfMass(com) => com >= 0.0,
        };
        assert!(fine, "ewm: {self:?} is out of range");
        match self {
            Decay::Alpha(alpha) => alpha,
            Decay::Span(span) => 2.0 / (span + 1.0),
            Decay::HalfLife(halflife) => -(-std::f64::consts::LN_2 / halflife).exp_m1(),
            Decay::CenterOfMass(com) => 1.0 / (1.0 + com),
        }
    }
}

/// Which weights elements have, and how few will do.
///
/// # NumPy
/// The arguments of pandas' `ewm`, and `bias` of its `var`, `std` and `cov`.
///
/// # Examples
/// ```
/// use nd_ops::{Decay, EwmOptions, ewm_mean_with};
///
/// let a = [1.0, f64::NAN, 3.0];
/// let last = |options| ewm_mean_with(&a, Decay::Alpha(0.5), 0, &options)[[2]];
/// assert_eq!(last(EwmOptions::default()), (0.25 * 1.0 + 3.0) / 1.25);
/// assert_eq!(last(EwmOptions::default().ignore_nan(true)), (0.5 * 1.0 + 3.0) / 1.5);
/// // Weights of 0.25 and 0.5, and so of a third and two thirds:
/// assert!((last(EwmOptions::default().adjust(false)) - 7.0 / 3.0).abs() < 1e-15);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct EwmOptions {
    /// Whether weights are divided by their sum, as of a series that begins with the first element; if not, the
    /// first element stands for all that were before it. Default: yes.
    pub adjust: bool,
    /// Whether weights do not fall over a NaN. Default: no.
    pub ignore_nan: bool,
    /// The fewest numbers that a result is made of; at least one.
    pub min_periods: usize,
    /// Whether variances and covariances are not corrected for the bias of a sample. Default: no.
    pub bias: bool,
}

impl Default for EwmOptions {
    fn default() -> EwmOptions {
        EwmOptions { adjust: true, ignore_nan: false, min_periods: 1, bias: false }
    }
}

macro_rules! setters {
    ($($what:literal, $pandas:literal, $name:ident: $T:ty, $example:literal;)*) => {
        impl EwmOptions {$(
            #[doc = $what]
            ///
            /// # NumPy
            #[doc = $pandas]
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ops::{Decay, EwmOptions, ewm_mean_with, ewm_var_with};
            ///
            #[doc = $example]
            /// ```
            #[must_use]
            pub fn $name(self, $name: $T) -> EwmOptions {
                EwmOptions { $name, ..self }
            }
        )*}
    };
}
setters! {
    "Whether weights are divided by their sum.", "pandas' `adjust`.", adjust: bool,
    "let first = EwmOptions::default().adjust(false);\nassert_eq!(ewm_mean_with(&[1.0, 3.0], Decay::Alpha(0.5), 0, &first), array![1.0, 2.0]);";
    "Whether weights do not fall over a NaN.", "pandas' `ignore_na`.", ignore_nan: bool,
    "let a = [1.0, f64::NAN, 4.0];\nlet near = EwmOptions::default().ignore_nan(true);\nassert_eq!(ewm_mean_with(&a, Decay::Alpha(0.5), 0, &near)[[2]], (0.5 * 1.0 + 4.0) / 1.5);";
    "The fewest numbers that a result is made of.", "pandas' `min_periods`.", min_periods: usize,
    "let two = EwmOptions::default().min_periods(2);\nlet means = ewm_mean_with(&[1f64, 4.0], Decay::Alpha(0.5), 0, &two);\nassert!(means[[0]].is_nan() && means[[1]] == 3.0);";
    "Whether variances and covariances are not corrected for the bias of a sample.", "pandas' `bias` of `var`, `std` and `cov`.", bias: bool,
    "// Both weights are a half:\nlet biased = EwmOptions::default().adjust(false).bias(true);\nassert_eq!(ewm_var_with(&[1.0, 5.0], Decay::Alpha(0.5), 0, &biased), array![0.0, 4.0]);";
}
