//! Maps as pictures: a colour for each cell, and a bar of all colours with their numbers.

use crate::digits;
use nd::io::save_picture;
use nd::prelude::*;
use std::path::Path;

/// Pixels of a map along its longer side, at least.
const SIDE: usize = 720;
/// Width of the bar, and of the gaps beside it.
const BAR: usize = 20;
/// Numbers beside the bar.
const TICKS: usize = 5;

/// Colours between which values lie.
pub(crate) struct Palette(&'static [[u8; 3]]);

/// From dark to light, for amounts.
pub(crate) const AMOUNT: Palette = Palette(&[
    [38, 20, 78],
    [97, 39, 129],
    [170, 62, 115],
    [226, 106, 83],
    [250, 176, 86],
    [252, 243, 178],
]);
/// From blue over white to red, for what is above and below zero.
pub(crate) const SIGNED: Palette = Palette(&[
    [24, 66, 132],
    [74, 136, 192],
    [173, 207, 227],
    [247, 247, 245],
    [245, 183, 148],
    [206, 86, 71],
    [125, 18, 36],
]);
/// For what is no number.
const MISSING: [u8; 3] = [200; 3];

impl Palette {
    /// The colour of a place between 0 and 1.
    fn at(&self, place: f64) -> [u8; 3] {
        if place.is_nan() {
            return MISSING;
        }
        let last = self.0.len() - 1;
        let place = place.clamp(0.0, 1.0) * last as f64;
        let below = (place as usize).min(last - 1);
        let part = place - below as f64;
        let mix = |c: usize| {
            let (a, b) = (f64::from(self.0[below][c]), f64::from(self.0[below + 1][c]));
            (a + (b - a) * part + 0.5) as u8
        };
        [mix(0), mix(1), mix(2)]
    }
}

/// The least and the greatest number.
pub(crate) fn range(values: &Array<f64>) -> (f64, f64) {
    let numbers = || values.iter().copied().filter(|value| value.is_finite());
    (numbers().fold(f64::INFINITY, f64::min), numbers().fold(f64::NEG_INFINITY, f64::max))
}

/// As far below zero as above it.
pub(crate) fn around_zero(values: &Array<f64>) -> (f64, f64) {
    let (low, high) = range(values);
    let far = high.max(-low);
    (-far, far)
}

/// Draws `(latitude, longitude)`, from the south up, from `low` to `high`, which the bar at the right shows from its
/// bottom to its top.
///
/// # Errors
/// If the picture cannot be saved.
pub(crate) fn draw(
    path: &Path,
    values: View<'_, f64>,
    (low, high): (f64, f64),
    palette: &Palette,
) -> Result<(), nd::Error> {
    let [h, w] = [values.shape()[0], values.shape()[1]];
    let times = SIDE.div_ceil(h.max(w)).max(1);
    let (height, width) = ((h * times).max(TICKS * 2 * digits::HEIGHT), w * times);
    let span = if high > low { high - low } else { 1.0 };
    let numbers: Vec<String> = (0..TICKS)
        .map(|tick| written(low + span * tick as f64 / (TICKS - 1) as f64, span))
        .collect();
    let beside = numbers.iter().map(|number| digits::width(number)).max().unwrap_or(0);
    let mut picture = Array::<u8>::full([height, width + 3 * BAR + beside, 3], 255);
    let bar = width + BAR..width + 2 * BAR;
    for y in 0..height {
        for x in (0..width).chain(bar.clone()) {
            let place = match x < width {
                true if y / times >= h => continue,
                true => (values[[h - 1 - y / times, x / times]] - low) / span,
                false => 1.0 - y as f64 / (height - 1) as f64,
            };
            let colour = palette.at(place);
            (0..3).for_each(|c| picture[[y, x, c]] = colour[c]);
        }
    }
    for (tick, number) in numbers.iter().enumerate() {
        let down = (height - digits::HEIGHT) * (TICKS - 1 - tick) / (TICKS - 1);
        digits::write(&mut picture, number, [down, bar.end + BAR / 2]);
    }
    Ok(save_picture(path, &picture)?)
}

/// With as many places as tell the numbers beside a bar apart.
fn written(value: f64, span: f64) -> String {
    let step = span / (TICKS - 1) as f64;
    let places = (1.0 - step.log10()).ceil().clamp(0.0, 6.0) as usize;
    format!("{value:.places$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_middle_have_their_colours() {
        assert_eq!(SIGNED.at(0.0), [24, 66, 132]);
        assert_eq!(SIGNED.at(0.5), [247, 247, 245]);
        assert_eq!((SIGNED.at(1.0), SIGNED.at(9.0)), ([125, 18, 36], [125, 18, 36]));
        assert_eq!(SIGNED.at(f64::NAN), MISSING);
    }

    #[test]
    fn a_map_has_the_south_below() {
        let path = std::env::temp_dir().join(format!("nd-climate-map-{}.png", std::process::id()));
        let values = array![[0.0, 0.0], [1.0, f64::NAN]];
        assert_eq!((range(&values), around_zero(&values)), ((0.0, 1.0), (-1.0, 1.0)));
        draw(&path, values.view(), range(&values), &AMOUNT).unwrap();
        let picture = nd::load::<u8>(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(&picture.shape()[..1], [720]);
        let colour = |y: isize, x: isize| picture.slice(s![y, x, ..3]).to_array().into_vec();
        assert_eq!(colour(719, 0), AMOUNT.at(0.0));
        assert_eq!((colour(0, 0), colour(0, 719)), (AMOUNT.at(1.0).to_vec(), MISSING.to_vec()));
        assert_eq!(
            (colour(0, 745), colour(719, 745)),
            (AMOUNT.at(1.0).to_vec(), AMOUNT.at(0.0).to_vec())
        );
    }

    #[test]
    fn numbers_tell_apart() {
        let numbers = [written(271.25, 60.0), written(2.55, 10.2), written(0.1234, 0.5)];
        assert_eq!(numbers, ["271", "2.5", "0.12"]);
    }
}
