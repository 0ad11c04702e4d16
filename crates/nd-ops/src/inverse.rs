//! The inverses of the trigonometric and hyperbolic functions.

use crate::analytic::Analytic;
use crate::real::unary_functions;
use nd_core::{Array, ArrayLike, ViewMut};

unary_functions! {
    Analytic;
    asin asin_into asin_of asin_into_of, "The arcsine of the element, in radians",
        "NaN for a real element outside `-1..=1`. Complex: cut along the real axis outside of that, where the sign of the imaginary part says on which side the element is.", "0.0" "0.0";
    acos acos_into acos_of acos_into_of, "The arccosine of the element, in radians",
        "NaN for a real element outside `-1..=1`. Complex: the real part is in `0..=π`; cut as the arcsine.", "1.0" "0.0";
    atan atan_into atan_of atan_into_of, "The arctangent of the element, in radians",
        "Complex: cut along the imaginary axis outside of `-i..=i`.", "0.0" "0.0";
    asinh asinh_into asinh_of asinh_into_of, "The inverse hyperbolic sine of the element",
        "Complex: cut along the imaginary axis outside of `-i..=i`.", "0.0" "0.0";
    acosh acosh_into acosh_of acosh_into_of, "The inverse hyperbolic cosine of the element",
        "NaN for a real element below 1. Complex: the real part is not negative; cut along the real axis below 1.", "1.0" "0.0";
    atanh atanh_into atanh_of atanh_into_of, "The inverse hyperbolic tangent of the element",
        "NaN for a real element outside `-1..=1`, infinite at the ends. Complex: cut along the real axis outside of that.", "0.0" "0.0";
}
