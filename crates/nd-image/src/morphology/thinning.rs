//! Skeletons of two-dimensional masks: pixels that nothing depends on are taken off, layer by layer.

use super::lee::thinned;
use super::padded::Padded;
use crate::distance::distance_transform_edt;
use crate::ordinal::Ordinal;
use nd_core::{Array, ArrayLike};

/// The eight neighbours of a pixel, anticlockwise from the one to the right; bit `k` of a number that
/// stands for a neighbourhood is the `k`-th.
const AROUND: [[isize; 2]; 8] =
    [[0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1], [1, 0], [1, 1]];

/// Reduces a mask to lines of one pixel: `(h, w) -> (h, w)` or `(d, h, w) -> (d, h, w)`.
///
/// Connected things stay connected, and holes stay holes. In two dimensions it is the algorithm of Zhang
/// and Suen, "A fast parallel algorithm for thinning digital patterns" (1984), with the amendments that
/// scikit-image has made to it; in three that of [`skeletonize_lee`].
///
/// # Panics
/// If the array has other than two or three axes.
///
/// # scikit-image
/// `skimage.morphology.skeletonize(a)`.
///
/// # Examples
/// ```
/// let bar = nd_core::Array::<bool>::full([3, 9], true);
/// let line = nd_image::skeletonize(&bar);
/// assert_eq!(line.iter().filter(|&&set| set).count(), 8);
/// assert!(line[[1, 4]] && !line[[0, 4]]);
/// ```
/// ```should_panic
/// nd_image::skeletonize([true]);
/// ```
#[track_caller]
pub fn skeletonize<A>(a: A) -> Array<bool>
where
    A: ArrayLike<Elem: Ordinal>,
{
    let a = a.view();
    assert!(matches!(a.ndim(), 2 | 3), "skeletonize: {} axes, must be 2 or 3", a.ndim());
    if a.ndim() == 3 {
        return thinned(&Ordinal::set(a));
    }
    peeled(&Ordinal::set(a), [zhang(false), zhang(true)], usize::MAX)
}

/// Reduces a mask to lines by the algorithm of Lee, Kashyap and Chu, "Building skeleton models via 3-D
/// medial surface/axis thinning algorithms" (1994): `(h, w) -> (h, w)` or `(d, h, w) -> (d, h, w)`.
///
/// A pixel is taken for going if it is no end of a line and its going changes neither the number of things,
/// of holes nor of tunnels around it, from six sides in turn; it then goes if what is left around it
/// hangs together.
///
/// # Panics
/// If the array has other than two or three axes.
///
/// # scikit-image
/// `skimage.morphology.skeletonize(a, method="lee")`.
///
/// # Examples
/// ```
/// let cube = nd_core::Array::<bool>::full([5, 5, 5], true);
/// let line = nd_image::skeletonize_lee(&cube);
/// assert_eq!(line.iter().filter(|&&set| set).count(), 3);
/// ```
/// ```should_panic
/// nd_image::skeletonize_lee([true]);
/// ```
#[track_caller]
pub fn skeletonize_lee<A>(a: A) -> Array<bool>
where
    A: ArrayLike<Elem: Ordinal>,
{
    let a = a.view();
    assert!(matches!(a.ndim(), 2 | 3), "skeletonize_lee: {} axes, must be 2 or 3", a.ndim());
    thinned(&Ordinal::set(a))
}

/// Takes layers of pixels off a mask, at most `layers` of them, without breaking it: `(h, w) -> (h, w)`.
///
/// With enough layers, `usize::MAX` say, what is left is a skeleton. The algorithm of Guo and Hall,
/// "Parallel thinning with two-subiteration algorithms" (1989).
///
/// # Panics
/// If the array does not have two axes.
///
/// # scikit-image
/// `skimage.morphology.thin(a, max_num_iter=layers)`; no layers are none here, and all of them there.
///
/// # Examples
/// ```
/// let bar = nd_core::Array::<bool>::full([5, 9], true);
/// let count = |layers| nd_image::thin(&bar, layers).iter().filter(|&&set| set).count();
/// assert_eq!((count(0), count(1), count(usize::MAX)), (45, 21, 5));
/// ```
/// ```should_panic
/// nd_image::thin([true], 1);
/// ```
#[track_caller]
pub fn thin<A>(a: A, layers: usize) -> Array<bool>
where
    A: ArrayLike<Elem: Ordinal>,
{
    let a = a.view();
    assert!(a.ndim() == 2, "thin: {} axes, must be 2", a.ndim());
    peeled(&Ordinal::set(a), [guo(false), guo(true)], layers)
}

/// The ridges of the distance to the background, and that distance on all of the mask:
/// `(h, w) -> (h, w), (h, w)`.
///
/// Pixels are looked at in the order of their distances, and go if the things around them stay as
/// connected as they were and more than one neighbour is left; of equal distances, those with fewer
/// background neighbours first, then in C order.
///
/// # Panics
/// If the array does not have two axes.
///
/// # scikit-image
/// `skimage.morphology.medial_axis(a, return_distance=True)`, which draws lots between equals.
///
/// # Examples
/// ```
/// let bar = nd_core::Array::from_fn([5, 9], |i| i[0] > 0 && i[0] < 4 && i[1] > 0 && i[1] < 8);
/// let (axis, distance) = nd_image::medial_axis(&bar);
/// assert!(axis[[2, 4]] && !axis[[1, 4]]);
/// assert_eq!(distance[[2, 4]], 2.0);
/// ```
/// ```should_panic
/// nd_image::medial_axis([true]);
/// ```
#[track_caller]
pub fn medial_axis<A>(a: A) -> (Array<bool>, Array<f64>)
where
    A: ArrayLike<Elem: Ordinal>,
{
    let a = a.view();
    assert!(a.ndim() == 2, "medial_axis: {} axes, must be 2", a.ndim());
    ridges(&Ordinal::set(a))
}

/// Whether neighbours `i` of a neighbourhood, counted around, are set.
fn bit(around: u8, i: usize) -> bool {
    around >> (i % 8) & 1 != 0
}

/// Neighbourhoods where scikit-image does not do what the paper says, and in which passes their pixel
/// goes: the first for 1, the second for 2, both for 3. Corners of steps go, which the paper keeps, and
/// the ends of lines two pixels wide go from one side only, so that they do not vanish.
const AMENDED: [(u8, u8); 25] = [
    (0x03, 1),
    (0x05, 3),
    (0x06, 1),
    (0x07, 1),
    (0x0c, 1),
    (0x0d, 1),
    (0x14, 3),
    (0x16, 1),
    (0x18, 0),
    (0x1c, 1),
    (0x30, 2),
    (0x34, 1),
    (0x36, 1),
    (0x41, 3),
    (0x50, 3),
    (0x58, 1),
    (0x60, 2),
    (0x61, 2),
    (0x63, 2),
    (0x70, 2),
    (0x81, 2),
    (0x85, 2),
    (0xc0, 0),
    (0xc1, 2),
    (0xd0, 2),
];

/// The neighbourhoods whose pixel goes, by Zhang and Suen: between two and six neighbours, one stretch
/// of them, and one of three at two sides that are not set.
fn zhang(second: bool) -> [bool; 256] {
    std::array::from_fn(|around| {
        let around = around as u8;
        let stretches = (0..8).filter(|&i| !bit(around, i) && bit(around, i + 1)).count();
        let [east, north, west, south] = [0, 2, 4, 6].map(|i| bit(around, i));
        let sides = if second {
            !(north && west && (east || south))
        } else {
            !(east && south && (north || west))
        };
        match AMENDED.iter().find(|amended| amended.0 == around) {
            Some((_, passes)) => passes >> u8::from(second) & 1 != 0,
            None => (2..=6).contains(&around.count_ones()) && stretches == 1 && sides,
        }
    })
}

/// The neighbourhoods whose pixel goes, by Guo and Hall.
fn guo(second: bool) -> [bool; 256] {
    std::array::from_fn(|around| {
        let around = around as u8;
        let at = |i: usize| bit(around, i);
        let corners = (0..4).filter(|&i| !at(2 * i) && (at(2 * i + 1) || at(2 * i + 2))).count();
        let first = (0..4).filter(|&i| at(2 * i) || at(2 * i + 1)).count();
        let other = (0..4).filter(|&i| at(2 * i + 1) || at(2 * i + 2)).count();
        let side = if second {
            (at(5) || at(6) || !at(3)) && at(4)
        } else {
            (at(1) || at(2) || !at(7)) && at(0)
        };
        corners == 1 && (2..=3).contains(&first.min(other)) && !side
    })
}

/// Belongs to what is left.
const SET: u8 = 1;
/// Is on the list of those that are to be looked at.
const LISTED: u8 = 2;
/// Has stayed in either pass, with the neighbours that it has.
const STAYED: [u8; 2] = [4, 8];

/// Takes off, layer by layer in two passes each, what the tables say.
fn peeled(set: &Array<u8>, tables: [[bool; 256]; 2], layers: usize) -> Array<bool> {
    let steps: Vec<Vec<isize>> = AROUND.iter().map(|s| s.to_vec()).collect();
    let room = Padded::new(set.shape(), &steps);
    let jumps = &room.jumps;
    let mut all = room.filled(set.as_slice().expect("fresh arrays are contiguous"), 0);
    let near = |place: usize, jump: isize| place.strict_add_signed(jump);
    let around = |all: &[u8], place: usize| {
        let bits = jumps.iter().enumerate();
        bits.fold(0u8, |bits, (k, &jump)| bits | (all[near(place, jump)] & SET) << k)
    };
    // Only pixels at the border of the mask can go.
    let mut list = Vec::new();
    room.each_row(|_, place| {
        for place in place..place + room.width {
            if all[place] != 0 && around(&all, place) != 255 {
                all[place] |= LISTED;
                list.push(place);
            }
        }
    });
    for _ in 0..layers {
        let mut changed = false;
        for (table, stayed) in tables.iter().zip(STAYED) {
            let (mut gone, mut left) = (Vec::new(), Vec::new());
            for place in list {
                if table[usize::from(around(&all, place))] {
                    gone.push(place);
                    continue;
                }
                all[place] |= stayed;
                if STAYED.iter().all(|stayed| all[place] & stayed != 0) {
                    all[place] &= !LISTED;
                } else {
                    left.push(place);
                }
            }
            gone.iter().for_each(|&place| all[place] = 0);
            for place in gone.iter().flat_map(|&p| jumps.iter().map(move |&j| near(p, j))) {
                let state = all[place];
                if state & SET != 0 {
                    all[place] = SET | LISTED;
                    if state & LISTED == 0 {
                        left.push(place);
                    }
                }
            }
            changed |= !gone.is_empty();
            list = left;
        }
        if !changed {
            break;
        }
    }
    let left: Vec<bool> = all.iter().map(|x| x & SET != 0).collect();
    room.emptied(&left)
}

/// Whether a pixel of the medial axis stays: without it there would be more things around, or fewer, or
/// it is at the end of a line.
fn stays(around: u8) -> bool {
    // Things among the neighbours that touch at sides or corners: stretches, where a side joins the
    // corners next to it and those the sides next to them.
    let mut joined: [usize; 8] = std::array::from_fn(|i| i);
    for _ in 0..8 {
        for (i, [y, x]) in AROUND.into_iter().enumerate() {
            for (j, [other_y, other_x]) in AROUND.into_iter().enumerate() {
                let touch = y.abs_diff(other_y) <= 1 && x.abs_diff(other_x) <= 1;
                if bit(around, i) && bit(around, j) && touch {
                    joined[i] = joined[i].min(joined[j]);
                }
            }
        }
    }
    let things = (0..8).filter(|&i| bit(around, i) && joined[i] == i).count();
    things != 1 || around.count_ones() < 2
}

fn ridges(set: &Array<u8>) -> (Array<bool>, Array<f64>) {
    let distance = distance_transform_edt(set);
    let steps: Vec<Vec<isize>> = AROUND.iter().map(|s| s.to_vec()).collect();
    let room = Padded::new(set.shape(), &steps);
    let mut all = room.filled(set.as_slice().expect("fresh arrays are contiguous"), 0);
    let around = |all: &[u8], place: usize| {
        let bits = room.jumps.iter().enumerate();
        bits.fold(0u8, |bits, (k, &jump)| bits | all[place.strict_add_signed(jump)] << k)
    };
    let table: Vec<bool> = (0..=255).map(stays).collect();
    let far = distance.as_slice().expect("fresh arrays are contiguous");
    let mut order = Vec::new();
    room.each_row(|from, place| {
        for x in (0..room.width).filter(|&x| all[place + x] != 0) {
            // Distances are not negative, so that their bits are in their order.
            let corner = 8 - around(&all, place + x).count_ones();
            order.push((far[from + x].to_bits(), corner, place + x));
        }
    });
    order.sort_unstable();
    for (_, _, place) in order {
        all[place] = u8::from(table[usize::from(around(&all, place))]);
    }
    let left: Vec<bool> = all.iter().map(|&x| x != 0).collect();
    (room.emptied(&left), distance)
}
