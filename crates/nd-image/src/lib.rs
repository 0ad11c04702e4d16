//! Pictures as arrays (being built).
#![forbid(unsafe_code)]
mod mode;
mod pixel;
mod taps;
mod lanes;
mod separable;
mod par;
mod resize;
pub use resize::*;
pub use mode::Mode;
pub use pixel::Pixel;
#[doc(hidden)]
pub fn probe<T: Pixel>(rows: &[&[T]], sigma: f64, out: &mut [T]) {
    let r = (4.0 * sigma + 0.5) as usize;
    let t = taps::Taps::new(&taps::gaussian_weights(sigma, 0, r), 0);
    separable::filter(rows, &separable::Passes { down: Some(t.clone()), along: Some(t), step: 1, mode: Mode::Reflect }, out);
}
