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
    ///
    /// # NumPy
    /// `np.deg2rad` of one number.
    ///
    /// # Examples
    /// ```
    /// use nd_core::simd::Baseline;
    /// use nd_ops::elementary::to_radians_f64;
    ///
    /// assert_eq!(to_radians_f64(Baseline, 180.0), std::f64::consts::PI);
    /// ```
    to_radians_f64 f64 std::f64::consts::PI / 180.0;
    /// Degrees as radians, as [`to_radians_f64`].
    ///
    /// # NumPy
    /// `np.deg2rad` of one number.
    ///
    /// # Examples
    /// ```
    /// use nd_core::simd::Baseline;
    /// use nd_ops::elementary::to_radians_f32;
    ///
    /// assert_eq!(to_radians_f32(Baseline, -90.0), -std::f32::consts::FRAC_PI_2);
    /// ```
    to_radians_f32 f32 std::f32::consts::PI / 180.0;
    /// Radians as degrees: the product with 180/π, which is rounded.
    ///
    /// # NumPy
    /// `np.rad2deg` of one number.
    ///
    /// # Examples
    /// ```
    /// use nd_core::simd::Baseline;
    /// use nd_ops::elementary::to_degrees_f64;
    ///
    /// assert_eq!(to_degrees_f64(Baseline, std::f64::consts::PI), 180.0);
    /// ```
    to_degrees_f64 f64 180.0 / std::f64::consts::PI;
    /// Radians as degrees, as [`to_degrees_f64`].
    ///
    /// # NumPy
    /// `np.rad2deg` of one number.
    ///
    /// # Examples
    /// ```
    /// use nd_core::simd::Baseline;
    /// use nd_ops::elementary::to_degrees_f32;
    ///
    /// assert_eq!(to_degrees_f32(Baseline, std::f32::consts::FRAC_PI_2), 90.0);
    /// ```
    to_degrees_f32 f32 180.0 / std::f32::consts::PI;
}
