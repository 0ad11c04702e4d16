//! [`MarketElement`]: element types as files of text have them.

use nd_core::Complex;

/// What the values of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Pattern,
    Integer,
    Real,
    Complex,
}

impl Field {
    pub(super) const ALL: [Field; 4] =
        [Field::Pattern, Field::Integer, Field::Real, Field::Complex];

    pub(super) fn name(self) -> &'static str {
        match self {
            Field::Pattern => "pattern",
            Field::Integer => "integer",
            Field::Real => "real",
            Field::Complex => "complex",
        }
    }

    /// What an element type holds.
    pub(super) fn of<T: MarketElement>() -> Field {
        match T::FIELD {
            "pattern" => Field::Pattern,
            "integer" => Field::Integer,
            "real" => Field::Real,
            _ => Field::Complex,
        }
    }
}

/// Elements that files of text are read as and written from: Matrix Market, Harwell–Boeing, lists of edges.
///
/// | elements | read from | written as |
/// |---|---|---|
/// | `bool` | pattern | pattern |
/// | integers | pattern, integer | integer |
/// | `f32`, `f64` | pattern, integer, real | real |
/// | complex | all | complex |
///
/// # Examples
/// ```
/// fn reads<T: nd_sparse::MarketElement>() {}
/// reads::<f64>();
/// ```
pub trait MarketElement: crate::Entry {
    #[doc(hidden)]
    const FIELD: &'static str;
    /// A value from its words: none, one, or two; `None` where they are no such number.
    #[doc(hidden)]
    fn read(words: [Option<&str>; 2]) -> Option<Self>;
    /// The value as a file has it.
    #[doc(hidden)]
    fn write(self) -> String;
    #[doc(hidden)]
    fn negated(self) -> Self;
    #[doc(hidden)]
    fn conjugated(self) -> Self {
        self
    }
}

macro_rules! market_integers {
    ($($T:ty)*) => {$(
        impl MarketElement for $T {
            const FIELD: &'static str = "integer";
            fn read(words: [Option<&str>; 2]) -> Option<Self> {
                words[0].map_or(Some(1), |word| word.parse().ok())
            }
            fn write(self) -> String {
                self.to_string()
            }
            fn negated(self) -> Self {
                self.wrapping_neg()
            }
        }
    )*};
}
market_integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl MarketElement for bool {
    const FIELD: &'static str = "pattern";
    fn read(words: [Option<&str>; 2]) -> Option<Self> {
        words[0].is_none().then_some(true)
    }
    fn write(self) -> String {
        String::new()
    }
    fn negated(self) -> Self {
        self
    }
}

macro_rules! market_floats {
    ($($T:ty)*) => {$(
        impl MarketElement for $T {
            const FIELD: &'static str = "real";
            fn read(words: [Option<&str>; 2]) -> Option<Self> {
                words[0].map_or(Some(1.0), |word| word.parse().ok())
            }
            fn write(self) -> String {
                format!("{self:e}")
            }
            fn negated(self) -> Self {
                -self
            }
        }
        impl MarketElement for Complex<$T> {
            const FIELD: &'static str = "complex";
            fn read(words: [Option<&str>; 2]) -> Option<Self> {
                let re = <$T as MarketElement>::read([words[0], None])?;
                let im = words[1].map_or(Some(0.0), |word| word.parse().ok())?;
                Some(Complex::new(re, im))
            }
            fn write(self) -> String {
                format!("{:e} {:e}", self.re, self.im)
            }
            fn negated(self) -> Self {
                -self
            }
            fn conjugated(self) -> Self {
                self.conj()
            }
        }
    )*};
}
market_floats!(f32 f64);
