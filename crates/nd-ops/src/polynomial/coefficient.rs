//! [`Coefficient`]: numbers that series are made of, and what is compiled for them here, once.

use super::kind::Kind;
use super::{algebra, calculus, matrix, values};
use nd_core::{Array, Complex, Number, View};
use std::fmt::Display;

/// What is to be computed from coefficients.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub enum Task<'a, C> {
    /// The sum.
    Add(&'a [C], &'a [C]),
    /// The difference.
    Subtract(&'a [C], &'a [C]),
    /// The product.
    Multiply(&'a [C], &'a [C]),
    /// The product with `x`.
    MultiplyX(&'a [C]),
    /// The power.
    Power(&'a [C], usize),
    /// Quotient and remainder by a divisor that is not 0.
    Divide(&'a [C], &'a [C]),
    /// The derivative of this order, of rows of a width, with what slopes are multiplied with.
    Derivative(&'a [C], usize, usize, C),
    /// The integral of this order, of rows of a width; constants, the place where they hold, and the factor.
    Integral(&'a [C], usize, usize, &'a [C], C, C),
    /// The polynomial with these roots.
    FromRoots(&'a [C]),
    /// The series put into a series of another kind in the place of x.
    Compose(&'a [C], Kind, &'a [C]),
    /// The companion matrix.
    Companion(&'a [C]),
    /// The values of all polynomials up to a degree, at places in a row.
    Vander(&'a [C], usize),
}

/// The bodies.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn computed(kind: Kind, task: Task<'_, Self>) -> (Vec<Self>, Vec<Self>) {
            done(kind, task)
        }
        $($hidden)*
        #[inline(never)]
        fn values_of(kind: Kind, c: &[Self], x: View<'_, Self>) -> Array<Self> {
            values::values(kind, c, x)
        }
    };
}

/// Coefficients of series: `f64` and `Complex<f64>`.
///
/// # Examples
/// ```
/// use nd_ops::polynomial::Coefficient;
///
/// assert_eq!(f64::of(2.0).magnitude(), 2.0);
/// assert_eq!(nd_core::Complex::<f64>::of(-2.0).magnitude(), 2.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a coefficient of a series",
    note = "convert first: `a.cast::<f64>()`"
)]
pub trait Coefficient: Number + Display + sealed::Sealed {
    /// The number with this real part.
    fn of(x: f64) -> Self;
    /// Its absolute value.
    fn magnitude(self) -> f64;
    /// Its real and imaginary parts.
    fn complex(self) -> Complex<f64>;
    /// The product with a real number.
    fn scaled(self, by: f64) -> Self;
    /// As the first term.
    #[doc(hidden)]
    fn text(self) -> String;
    /// As a term behind another: its sign, and its text.
    #[doc(hidden)]
    fn term(self) -> (char, String);
    /// The numbers at which a polynomial is 0, given its companion matrix; none if they cannot be found.
    #[doc(hidden)]
    fn eigenvalues(matrix: Vec<Self>, n: usize) -> Option<Vec<Complex<f64>>>;

    kernels!(#[doc(hidden)]);
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f64 {}
    impl Sealed for nd_core::Complex<f64> {}
}

impl Coefficient for f64 {
    #[inline(always)]
    fn of(x: f64) -> f64 {
        x
    }
    #[inline(always)]
    fn magnitude(self) -> f64 {
        self.abs()
    }
    #[inline(always)]
    fn complex(self) -> Complex<f64> {
        Complex::new(self, 0.0)
    }
    #[inline(always)]
    fn scaled(self, by: f64) -> f64 {
        self * by
    }
    fn text(self) -> String {
        super::text::number(self, false)
    }
    fn term(self) -> (char, String) {
        // NaN comes with a minus, as it is not 0 or more.
        let negative = !matches!(self.partial_cmp(&0.0), Some(order) if order.is_ge());
        if negative {
            ('-', super::text::number(-self, true))
        } else {
            ('+', super::text::number(self, true))
        }
    }
    fn eigenvalues(matrix: Vec<f64>, n: usize) -> Option<Vec<Complex<f64>>> {
        super::eigen::real(matrix, n)
    }
    kernels!();
}

impl Coefficient for Complex<f64> {
    #[inline(always)]
    fn of(x: f64) -> Complex<f64> {
        Complex::new(x, 0.0)
    }
    #[inline(always)]
    fn magnitude(self) -> f64 {
        self.norm()
    }
    #[inline(always)]
    fn complex(self) -> Complex<f64> {
        self
    }
    #[inline(always)]
    fn scaled(self, by: f64) -> Complex<f64> {
        self * by
    }
    fn text(self) -> String {
        super::text::complex(self)
    }
    fn term(self) -> (char, String) {
        // In the order of numbers: by the real part first.
        let negative = self.re < 0.0 || (self.re == 0.0 && self.im < 0.0);
        if negative { ('-', (-self).text()) } else { ('+', self.text()) }
    }
    fn eigenvalues(matrix: Vec<Complex<f64>>, n: usize) -> Option<Vec<Complex<f64>>> {
        super::eigen::complex(matrix, n)
    }
    kernels!();
}

fn done<C: Coefficient>(kind: Kind, task: Task<'_, C>) -> (Vec<C>, Vec<C>) {
    let one = match task {
        Task::Add(a, b) => algebra::sum(a, b),
        Task::Subtract(a, b) => algebra::difference(a, b),
        Task::Multiply(a, b) => algebra::product(kind, a, b),
        Task::MultiplyX(a) => algebra::by_x(kind, algebra::trimmed(a)),
        Task::Power(a, n) => algebra::power(kind, a, n),
        Task::Divide(a, b) => return algebra::quotient(kind, a, b),
        Task::Derivative(c, width, order, by) => calculus::derivative(kind, c, width, order, by),
        Task::Integral(c, width, order, constants, from, by) => {
            calculus::integral(kind, c, width, order, constants, from, by)
        }
        Task::FromRoots(roots) => algebra::from_roots(kind, roots),
        Task::Compose(c, to, inner) => algebra::composed(kind, c, to, inner),
        Task::Companion(c) => matrix::companion(kind, c),
        Task::Vander(x, degree) => matrix::vander(kind, x, degree),
    };
    (one, Vec::new())
}
