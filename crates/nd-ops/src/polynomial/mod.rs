//! Polynomials in six bases: as values, and as functions of coefficients.
//!
//! NumPy's `np.polynomial`. The types [`Polynomial`], [`Chebyshev`], [`Legendre`], [`Laguerre`], [`Hermite`] and
//! [`HermiteE`] are one, [`Series`], over a [`Basis`]; they add, multiply, differentiate, integrate, fit points and find their
//! roots. The modules [`mod@polynomial`], [`chebyshev`], [`legendre`], [`laguerre`], [`hermite`] and [`hermite_e`] have the same as
//! functions of coefficients, under NumPy's names. Coefficients are `f64` or `Complex<f64>`, **that of the constant first**,
//! unlike those of [`polyval`](crate::polyval) and its older relatives.
//!
//! # Examples
//! ```
//! use nd_core::array;
//! use nd_ops::polynomial::{Chebyshev, Polynomial, legendre::legval};
//!
//! let p = Polynomial::new(&[-1.0, 0.0, 1.0]); // x² - 1
//! assert_eq!((&p * &p).coef(), [1.0, 0.0, -2.0, 0.0, 1.0]);
//! let t: Chebyshev = p.convert();
//! assert_eq!(t.to_string(), "-0.5 + 0.0·T₁(x) + 0.5·T₂(x)");
//! assert_eq!(legval(&[0.0, 1.0], &[0.0, 0.0, 1.0]), array![-0.5, 1.0]);
//! ```

mod algebra;
mod basis;
mod calculus;
pub mod chebyshev;
mod coefficient;
mod eigen;
mod error;
mod fit;
mod functions;
mod gauss;
pub mod hermite;
pub mod hermite_e;
mod kind;
pub mod laguerre;
mod least_squares;
pub mod legendre;
mod matrix;
mod named;
mod operators;
mod options;
#[expect(clippy::module_inception, reason = "NumPy's name")]
pub mod polynomial;
pub mod polyutils;
mod roots;
mod series;
mod text;
mod values;

pub use basis::{
    Basis, ChebyshevBasis, HermiteBasis, HermiteEBasis, LaguerreBasis, LegendreBasis, PowerBasis,
};
pub use coefficient::Coefficient;
#[doc(hidden)]
pub use coefficient::Task;
pub use error::PolynomialError;
pub use fit::{Degrees, Fit, FitOptions};
pub use functions::CalculusOptions;
pub use kind::Kind;
pub use options::{ConvertOptions, IntegOptions};
pub use series::Series;

macro_rules! types {
    ($($Type:ident $Basis:ident $what:literal;)*) => {$(
        #[doc = $what]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", stringify!($Type), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($Type), "::new(&[1.0]).eval(0.5)[[]], 1.0);")]
        /// ```
        pub type $Type<C = f64> = Series<$Basis, C>;
    )*};
}
types! {
    Polynomial PowerBasis "A sum of powers.";
    Chebyshev ChebyshevBasis "A sum of Chebyshev polynomials.";
    Legendre LegendreBasis "A sum of Legendre polynomials.";
    Laguerre LaguerreBasis "A sum of Laguerre polynomials.";
    Hermite HermiteBasis "A sum of the physicists' Hermite polynomials.";
    HermiteE HermiteEBasis "A sum of the probabilists' Hermite polynomials.";
}
