//! Degrees and radians.

use nd_core::simd::Isa;

/// A product with a constant for one type.
macro_rules! products {
    ($($(#[$doc:meta])* $name:ident $t:ident $factor:expr;)*) => {$(
        $(#[$doc])*
        #[inline(always)]
        pub fn $name<I: Isa>(_: I, x: $t) -> $t {
            x * $factor
        }
    )*};
}

products! {
    /// Degrees as radians: the product with π/180, which is rounded.
    to_radians_f64 f64 std::f64::consts::PI / 180.0;
    /// Degrees as radians, as [`to_radians_f64`].
    to_radians_f32 f32 std::f32::consts::PI / 180.0;
    /// Radians as degrees: the product with 180/π, which is rounded.
    to_degrees_f64 f64 180.0 / std::f64::consts::PI;
    /// Radians as degrees, as [`to_degrees_f64`].
    to_degrees_f32 f32 180.0 / std::f32::consts::PI;
}
