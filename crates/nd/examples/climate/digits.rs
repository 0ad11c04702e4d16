//! Numbers in pictures.

use nd::prelude::*;

/// Five rows of three pixels each, the highest bit on the left.
const GLYPHS: [(char, [u8; 5]); 12] = [
    ('0', [7, 5, 5, 5, 7]),
    ('1', [2, 6, 2, 2, 7]),
    ('2', [7, 1, 7, 4, 7]),
    ('3', [7, 1, 7, 1, 7]),
    ('4', [5, 5, 7, 1, 1]),
    ('5', [7, 4, 7, 1, 7]),
    ('6', [7, 4, 7, 5, 7]),
    ('7', [7, 1, 1, 1, 1]),
    ('8', [7, 5, 7, 5, 7]),
    ('9', [7, 5, 7, 1, 7]),
    ('-', [0, 0, 7, 0, 0]),
    ('.', [0, 0, 0, 0, 2]),
];
/// Pixels of the picture for one of a glyph.
const TIMES: usize = 3;
/// From one digit to the next.
const ADVANCE: usize = 4 * TIMES;
/// How high digits are.
pub(crate) const HEIGHT: usize = 5 * TIMES;

/// How wide a number is.
pub(crate) fn width(number: &str) -> usize {
    number.len() * ADVANCE
}

/// Where a number has ink, in rows and columns of glyphs: five rows, four columns for each digit.
pub(crate) fn dots(number: &str) -> impl Iterator<Item = [usize; 2]> {
    let glyphs = number.chars().map(|digit| GLYPHS.iter().find(|(glyph, _)| *glyph == digit));
    glyphs.enumerate().filter_map(|(place, glyph)| Some((place, glyph?.1))).flat_map(
        |(place, rows)| {
            let all = (0..5).flat_map(|y| (0..3).map(move |x| [y, x]));
            let ink = all.filter(move |&[y, x]| rows[y] >> (2 - x) & 1 == 1);
            ink.map(move |[y, x]| [y, 4 * place + x])
        },
    )
}

/// Writes a number, of which all has to be in the picture `(h, w, 3)`, with its upper left corner at a place.
pub(crate) fn write(picture: &mut Array<u8>, number: &str, [top, left]: [usize; 2]) {
    for [row, column] in dots(number) {
        for (y, x) in (0..TIMES).flat_map(|y| (0..TIMES).map(move |x| (y, x))) {
            let at = [top + row * TIMES + y, left + column * TIMES + x];
            (0..3).for_each(|c| picture[[at[0], at[1], c]] = 40);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seven_is_a_seven() {
        let mut picture = Array::full([HEIGHT, width("7"), 3], 255);
        write(&mut picture, "7", [0, 0]);
        let dark = |y: usize, x: usize| picture[[y, x, 0]] == 40;
        assert!(dark(0, 0) && dark(0, 8) && dark(14, 8) && !dark(14, 0) && !dark(0, 9));
    }
}
