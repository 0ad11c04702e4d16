//! Smallest, largest, mean and standard deviation in one pass.

use nd::{Complex, bf16, f16};
use std::fmt;

/// A number as a real one: the absolute value of a complex one.
pub(crate) trait Real {
    fn real(&self) -> f64;
}

macro_rules! real {
    ($($ty:ty: $x:ident => $real:expr;)*) => {$(
        impl Real for $ty {
            fn real(&self) -> f64 {
                let $x = *self;
                $real
            }
        }
    )*};
}

real! {
    bool: x => f64::from(u8::from(x));
    i8: x => x.into(); i16: x => x.into(); i32: x => x.into(); i64: x => x as f64;
    u8: x => x.into(); u16: x => x.into(); u32: x => x.into(); u64: x => x as f64;
    f16: x => x.into(); bf16: x => x.into(); f32: x => x.into(); f64: x => x;
    Complex<f32>: x => f64::from(x.re).hypot(x.im.into());
    Complex<f64>: x => x.re.hypot(x.im);
}

/// What was seen so far; NaNs are counted and left out.
#[derive(Default)]
pub(crate) struct Statistics {
    count: u64,
    nans: u64,
    min: f64,
    max: f64,
    mean: f64,
    /// Sum of the squared distances from the mean.
    squares: f64,
}

impl Statistics {
    /// Adds numbers by Welford's method (Technometrics 4, 1962), which does not lose digits where the
    /// mean is large and the spread small.
    pub(crate) fn add(&mut self, numbers: impl Iterator<Item = f64>) {
        for x in numbers {
            if x.is_nan() {
                self.nans += 1;
                continue;
            }
            self.count += 1;
            (self.min, self.max) =
                if self.count == 1 { (x, x) } else { (self.min.min(x), self.max.max(x)) };
            let before = x - self.mean;
            self.mean += before / self.count as f64;
            self.squares += before * (x - self.mean);
        }
    }
}

impl fmt::Display for Statistics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.count > 0 {
            let deviation = (self.squares / self.count as f64).sqrt();
            writeln!(f, "  min … max   {} … {}", self.min, self.max)?;
            write!(f, "  mean ± std  {} ± {deviation}", self.mean)?;
        } else {
            write!(f, "  no numbers")?;
        }
        if self.nans > 0 {
            write!(f, "\n  NaN         {}", self.nans)?;
        }
        Ok(())
    }
}
