//! Sources drawn: outlines and numbers over the picture, colours for labels.

#[allow(dead_code, reason = "the rest is for maps")]
#[path = "../climate/digits.rs"]
mod digits;

use nd::image::color::{LabelColorOptions, label_to_rgb_with};
use nd::image::draw::set_color;
use nd::image::measure::Regions;
use nd::image::segmentation::{BoundaryMode, MarkOptions, mark_boundaries_with};
use nd::image::{Filter, resize};
use nd::prelude::*;

/// Pixels of what is drawn for one of the picture: outlines get thinner.
pub(crate) const TIMES: usize = 2;
/// Of what is drawn, for one dot of a digit; and between a source and its number.
const DOT: usize = 2;
const GAP: usize = 4;
const AMBER: [u8; 3] = [255, 196, 60];
const DARK: [u8; 3] = [8, 10, 16];
/// Light colours, next to each other in no order of the rainbow.
const COLORS: [[f64; 3]; 8] = [
    [0.98, 0.72, 0.28],
    [0.36, 0.74, 0.93],
    [0.93, 0.46, 0.42],
    [0.49, 0.83, 0.55],
    [0.75, 0.60, 0.95],
    [0.97, 0.90, 0.47],
    [0.94, 0.60, 0.80],
    [0.40, 0.85, 0.80],
];

/// A picture `(h, w, 3)` with outlines of the sources, `(2h, 2w, 3)`.
pub(crate) fn outlined(rgb: &Array<u8>, labels: &Array<u32>) -> Array<u8> {
    let [h, w] = [rgb.shape()[0], rgb.shape()[1]];
    let large = resize(rgb, [TIMES * h, TIMES * w], Filter::Lanczos3);
    let labels = labels.repeat(TIMES, 0).repeat(TIMES, 1);
    let inner = MarkOptions::default().mode(BoundaryMode::Inner);
    mark_boundaries_with(&large, &labels, AMBER, &inner)
}

/// Writes the numbers 1, 2, … beside the sources of these rows of a table, in what [`outlined`] returned.
pub(crate) fn number(
    picture: &mut Array<u8>,
    labels: &Array<u32>,
    table: &Regions,
    rows: &[usize],
) {
    let boxes = table.bbox();
    for (number, &row) in (1..).zip(rows) {
        let number = number.to_string();
        let [top, left, bottom, right] = [0, 1, 2, 3].map(|k| TIMES * boxes[[row, k]]);
        let (high, wide) = (5 * DOT, (4 * number.len() - 1) * DOT);
        let (middle, center) = (usize::midpoint(top, bottom), usize::midpoint(left, right));
        let beside = |left: Option<usize>| left.zip(middle.checked_sub(high / 2));
        let upright = |top: Option<usize>| center.checked_sub(wide / 2).zip(top);
        let places = [
            beside(Some(right + GAP)),
            beside(left.checked_sub(wide + GAP)),
            upright(top.checked_sub(high + GAP)),
            upright(Some(bottom + GAP)),
        ];
        // Where there is sky, and no number before.
        let is_free = |&(left, top): &(usize, usize)| {
            let [h, w] = [picture.shape()[0], picture.shape()[1]];
            top + high < h && left + wide < w && {
                let sky = labels.slice(s![
                    top / TIMES..(top + high) / TIMES + 1,
                    left / TIMES..(left + wide) / TIMES + 1
                ]);
                let ink = picture.slice(s![top..top + high, left..left + wide, 0]);
                sky.iter().all(|&label| label == 0) && ink.iter().all(|&red| red != AMBER[0])
            }
        };
        let place = places.into_iter().flatten().find(is_free);
        if let Some((left, top)) = place {
            write(picture, &number, [top, left]);
        }
    }
}

/// A number with a dark rim.
fn write(picture: &mut Array<u8>, number: &str, [top, left]: [usize; 2]) {
    let dots: Vec<[isize; 2]> = digits::dots(number)
        .flat_map(|[row, column]| {
            (0..DOT * DOT).map(move |k| [DOT * row + k / DOT, DOT * column + k % DOT])
        })
        .map(|[y, x]| [(top + y) as isize, (left + x) as isize])
        .collect();
    let around = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| [dy, dx]));
    let rim: Vec<_> =
        around.flat_map(|[dy, dx]| dots.iter().map(move |[y, x]| [y + dy, x + dx])).collect();
    set_color(picture.view_mut(), &rim, &DARK);
    set_color(picture.view_mut(), &dots, &AMBER);
}

/// A colour for each source on black: `(h, w)` → `(h, w, 3)`.
pub(crate) fn coloured(labels: &Array<u32>) -> Array<u8> {
    let options = LabelColorOptions::default().colors(COLORS.to_vec()).background(Some([0.05; 3]));
    label_to_rgb_with(labels, &options).map(|share| (share * 255.0).round() as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nd::image::measure::regionprops;

    #[test]
    fn outlines_are_inside_and_numbers_beside() {
        let mut labels = Array::<u32>::zeros([20, 30]);
        labels.slice_mut(s![5..15, 5..15]).fill(1);
        labels.slice_mut(s![5..15, 25..]).fill(2);
        let mut picture = outlined(&Array::zeros([20, 30, 3]), &labels);
        let amber = |picture: &Array<u8>, y: usize, x: usize| picture[[y, x, 0]] == AMBER[0];
        assert!(amber(&picture, 10, 10) && !amber(&picture, 9, 9) && !amber(&picture, 20, 20));
        assert!((0..40).all(|y| !amber(&picture, y, 32) && !amber(&picture, y, 40)));
        number(&mut picture, &labels, &regionprops(&labels), &[1, 0]);
        // 1 is left of the second, right of which the picture ends; 2 is right of the first.
        let inked = |columns: std::ops::Range<usize>| {
            columns.flat_map(|x| (0..40).map(move |y| [y, x])).any(|[y, x]| amber(&picture, y, x))
        };
        assert!(inked(40..46) && inked(34..40) && !inked(30..34) && !inked(0..10));
    }

    #[test]
    fn sky_is_dark_and_neighbours_differ() {
        let colours = coloured(&array![[0, 1, 2]]);
        let red = |at: usize| colours[[0, at, 0]];
        assert!(red(0) < 20 && red(1) > 200 && red(1) != red(2));
    }
}
