//! [`Basis`]: the six bases as types.

use super::kind::Kind;

/// A basis of a [`Series`](super::Series).
///
/// # Examples
/// ```
/// use nd_ops::polynomial::{Basis, ChebyshevBasis};
///
/// assert_eq!((ChebyshevBasis::NAME, ChebyshevBasis::DOMAIN), ("Chebyshev", [-1.0, 1.0]));
/// ```
pub trait Basis: Copy + Clone + Send + Sync + 'static + sealed::Sealed {
    /// Which one it is.
    const KIND: Kind;
    /// NumPy's name of the type of its series.
    const NAME: &'static str;
    /// The domain of a series that is not given one.
    const DOMAIN: [f64; 2];
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! bases {
    ($($Basis:ident, $kind:ident, $name:literal, $domain:expr, $what:literal;)*) => {$(
        #[doc = $what]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::{Basis, ", stringify!($Basis), "};")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($Basis), "::NAME, \"", $name, "\");")]
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $Basis;

        impl sealed::Sealed for $Basis {}

        impl Basis for $Basis {
            const KIND: Kind = Kind::$kind;
            const NAME: &'static str = $name;
            const DOMAIN: [f64; 2] = $domain;
        }
    )*};
}
bases! {
    PowerBasis, Power, "Polynomial", [-1.0, 1.0], "Powers.";
    ChebyshevBasis, Chebyshev, "Chebyshev", [-1.0, 1.0], "Chebyshev polynomials of the first kind.";
    LegendreBasis, Legendre, "Legendre", [-1.0, 1.0], "Legendre polynomials.";
    LaguerreBasis, Laguerre, "Laguerre", [0.0, 1.0], "Laguerre polynomials.";
    HermiteBasis, Hermite, "Hermite", [-1.0, 1.0], "The physicists' Hermite polynomials.";
    HermiteEBasis, HermiteE, "HermiteE", [-1.0, 1.0], "The probabilists' Hermite polynomials.";
}
