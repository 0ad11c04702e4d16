//! Thinning in three dimensions.

use super::padded::Padded;
use nd_core::Array;

/// The side from which pixels are taken off, one after another: steps along depth, height and width.
/// Masks of two axes go by the first four.
const SIDES: [[isize; 3]; 6] =
    [[0, -1, 0], [0, 1, 0], [0, 0, 1], [0, 0, -1], [1, 0, 0], [-1, 0, 0]];

/// The pixel itself among the 27 of a neighbourhood, which are counted in C order.
const MIDDLE: usize = 13;

/// Takes off what can go, from one side after another, until nothing can.
pub(crate) fn thinned(set: &Array<u8>) -> Array<bool> {
    let shape = set.shape();
    let deep = if set.ndim() == 2 { [&[1], shape].concat() } else { shape.to_vec() };
    // A volume of one plane is that plane: nothing is taken off its two sides.
    let flat = deep[0] == 1;
    let steps: Vec<Vec<isize>> = (0..27).map(|i| step(i).to_vec()).collect();
    let room = Padded::new(&deep, &steps);
    let mut all = room.filled(set.as_slice().expect("fresh arrays are contiguous"), 0);
    let cube = |all: &[u8], place: usize| {
        let bits = room.jumps.iter().enumerate();
        bits.fold(0u32, |bits, (k, &j)| bits | u32::from(all[place.strict_add_signed(j)]) << k)
    };
    let tables = Tables::new();
    let mut places = Vec::new();
    room.each_row(|_, place| places.extend((place..place + room.width).filter(|&p| all[p] != 0)));
    let sides = if flat { &SIDES[..4] } else { &SIDES };
    let mut unchanged = 0;
    while unchanged < sides.len() {
        unchanged = 0;
        for side in sides {
            let jump = room.jumps[index(*side)];
            let open = |&&place: &&usize| all[place.strict_add_signed(jump)] == 0;
            let can_go = |&&place: &&usize| tables.removable(cube(&all, place));
            let list: Vec<usize> = places.iter().filter(open).filter(can_go).copied().collect();
            let mut gone = false;
            // Each may have lost neighbours since. Of the conditions only this one is looked at again,
            // as scikit-image 0.26 does.
            for place in list {
                if tables.at_most_one_thing(cube(&all, place) & !(1 << MIDDLE)) {
                    all[place] = 0;
                    gone = true;
                }
            }
            if gone {
                places.retain(|&place| all[place] != 0);
            } else {
                unchanged += 1;
            }
        }
    }
    let left: Vec<bool> = all.iter().map(|&x| x != 0).collect();
    let thin = room.emptied(&left);
    if flat { thin.into_reshaped(shape) } else { thin }
}

/// The step to the `i`-th pixel of a neighbourhood.
fn step(i: usize) -> [isize; 3] {
    [i / 9, i / 3 % 3, i % 3].map(|x| x as isize - 1)
}

fn index([z, y, x]: [isize; 3]) -> usize {
    (9 * (z + 1) + 3 * (y + 1) + x + 1) as usize
}

/// The pixels of a neighbourhood that touch the `i`-th, itself and the middle left out.
fn adjacent(i: usize) -> u32 {
    let near = |&j: &usize| {
        let apart = step(i).into_iter().zip(step(j)).all(|(a, b)| a.abs_diff(b) <= 1);
        apart && j != i && j != MIDDLE
    };
    (0..27).filter(near).fold(0, |bits, j| bits | 1 << j)
}

/// What is the same for all neighbourhoods.
struct Tables {
    /// The pixels that touch each.
    adjacent: [u32; 27],
    /// For each face, edge and corner of the middle the other pixels that have it, and its sign in
    /// the Euler characteristic.
    shared: Vec<(u32, i32)>,
}

impl Tables {
    fn new() -> Tables {
        let part = |towards: usize| {
            // The pixels whose steps are 0 or this one's along each axis. Faces are one step away
            // along one axis, edges along two, corners along three.
            let towards = step(towards);
            let shares = |&j: &usize| {
                step(j).into_iter().zip(towards).all(|(step, to)| step == 0 || step == to)
            };
            let pixels = (0..27).filter(|&j| j != MIDDLE).filter(shares);
            let edge = towards.iter().filter(|&&to| to != 0).count() == 2;
            (pixels.fold(0, |bits, j| bits | 1 << j), if edge { -1 } else { 1 })
        };
        Tables {
            adjacent: std::array::from_fn(adjacent),
            shared: (0..27).filter(|&i| i != MIDDLE).map(part).collect(),
        }
    }

    /// Whether the middle can go: it is no end, and what is around it stays as it is.
    fn removable(&self, cube: u32) -> bool {
        let around = cube & !(1 << MIDDLE);
        around.count_ones() != 1 && self.keeps_euler(around) && self.at_most_one_thing(around)
    }

    /// Whether the Euler characteristic stays the same without the middle: corners less edges plus faces
    /// less cubes. With the middle, a closed cube, go its inside and what no other pixel shares.
    fn keeps_euler(&self, around: u32) -> bool {
        let gone = self.shared.iter().filter(|(pixels, _)| around & pixels == 0);
        gone.map(|(_, sign)| sign).sum::<i32>() == 1
    }

    /// Whether the pixels around the middle all hang together.
    fn at_most_one_thing(&self, around: u32) -> bool {
        let mut reached = around & around.wrapping_neg();
        let mut new = reached;
        while new != 0 {
            let i = new.trailing_zeros() as usize;
            let found = self.adjacent[i] & around & !reached;
            reached |= found;
            new = new & (new - 1) | found;
        }
        reached == around
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_go() {
        let tables = Tables::new();
        let cube = |set: &[[isize; 3]]| set.iter().fold(1 << MIDDLE, |c, &s| c | 1u32 << index(s));
        // An end of a line, the middle of one, a corner of a square.
        assert!(!tables.removable(cube(&[[0, 0, 1]])));
        assert!(!tables.removable(cube(&[[0, 0, 1], [0, 0, -1]])));
        assert!(tables.removable(cube(&[[0, 0, 1], [0, 1, 0], [0, 1, 1]])));
        // Alone it is a thing; inside, a hole would be made.
        assert!(!tables.removable(cube(&[])));
        assert!(!tables.removable((1 << 27) - 1));
    }
}
