//! The watershed of the image foresting transform.

use super::watershed::{check, frame::Frame};
use crate::labels::statistics::same_shapes;
use crate::measured::{Label, Labels, contiguous, read_all};
use nd_core::{Array, ArrayLike, CastTo, Element};

/// Not a place: the end of a queue.
const END: u32 = u32::MAX;

mod sealed {
    pub trait Sealed {}
    impl Sealed for u8 {}
    impl Sealed for u16 {}
}

/// The heights that [`watershed_ift`] takes: `u8` and `u16`.
pub trait Height: Element + CastTo<u16> + sealed::Sealed {}
impl Height for u8 {}
impl Height for u16 {}

/// Markers spread along the paths whose steepest step is least: `(…), (…) -> (…)`, any rank.
///
/// Unlike [`watershed`](super::watershed()), which floods, this compares differences of neighbours. Of paths
/// that are equal, those of positive markers go first, the latest first; those of negative markers, which
/// stand for the background, go last. `connectivity` says along how many axes at once a neighbour may lie.
///
/// # Panics
/// If the shapes differ, the connectivity is 0 or more than there are axes, or there are 2³² elements or
/// more.
///
/// # NumPy
/// `scipy.ndimage.watershed_ift(a, markers, generate_binary_structure(a.ndim, connectivity))`. There, the
/// last element of a row is a neighbour of the next row's first.
///
/// # Examples
/// ```
/// use nd_image::segmentation::watershed_ift;
///
/// let basins = watershed_ift([1u8, 1, 7, 7, 7, 2], [1, 0, 0, 2, 0, 0], 1);
/// assert_eq!(basins.into_vec(), [1, 1, 2, 2, 2, 2]);
/// ```
/// ```should_panic
/// nd_image::segmentation::watershed_ift([1u8], [1, 2], 1); // 1 and 2 elements
/// ```
#[track_caller]
pub fn watershed_ift<A, L>(a: A, markers: L, connectivity: usize) -> Array<L::Elem>
where
    A: ArrayLike<Elem: Height>,
    L: ArrayLike<Elem: Label>,
{
    let (a, markers) = (a.view(), markers.view());
    same_shapes("watershed_ift", a.shape(), markers.shape()).unwrap_or_else(|e| panic!("{e}"));
    check("watershed_ift", connectivity, a.ndim());
    if a.is_empty() {
        return markers.to_array();
    }
    let heights: Vec<u16> = a.iter().map(|height| height.cast_to()).collect();
    let labels = read_all(&Labels(contiguous(markers)));
    let spread = spread(&heights, labels, a.shape(), connectivity);
    Array::from_shape_vec(a.shape(), spread.into_iter().map(L::Elem::of_wide).collect())
}

/// Queues by cost, of places that leave them also from the middle.
struct Queues {
    ends: Vec<(u32, u32)>,
    /// The places before and behind each place.
    links: Vec<(u32, u32)>,
}

impl Queues {
    /// Puts a place at the front of a queue, or at its end.
    fn push(&mut self, cost: usize, place: u32, front: bool) {
        let (first, last) = self.ends[cost];
        self.links[place as usize] = if front { (END, first) } else { (last, END) };
        if front || first == END {
            self.ends[cost].0 = place;
        }
        if !front || last == END {
            self.ends[cost].1 = place;
        }
        let neighbour = if front { first } else { last };
        if neighbour != END {
            let (before, behind) = &mut self.links[neighbour as usize];
            *(if front { before } else { behind }) = place;
        }
    }

    fn remove(&mut self, cost: usize, place: u32) {
        let (before, behind) = self.links[place as usize];
        match before {
            END => self.ends[cost].0 = behind,
            before => self.links[before as usize].1 = behind,
        }
        match behind {
            END => self.ends[cost].1 = before,
            behind => self.links[behind as usize].0 = before,
        }
    }
}

fn spread(heights: &[u16], markers: Vec<i64>, shape: &[usize], connectivity: usize) -> Vec<i64> {
    let frame = Frame::new(shape, connectivity);
    assert!(
        frame.size < END as usize,
        "watershed_ift: an array of shape {shape:?} has 2^32 or more elements"
    );
    let most = usize::from(heights.iter().copied().max().unwrap_or(0));
    let heights = frame.around(heights, 0);
    let mut labels = frame.around(&markers, 0);
    // The frame is done before it begins.
    let mut done = frame.around(&vec![false; markers.len()], true);
    let mut costs = vec![most + 1; frame.size];
    let links = vec![(END, END); frame.size];
    let mut queues = Queues { ends: vec![(END, END); most + 1], links };
    for at in (0..frame.size).filter(|&at| labels[at] != 0) {
        costs[at] = 0;
        queues.push(0, at as u32, labels[at] > 0);
    }
    for cost in 0..=most {
        while queues.ends[cost].0 != END {
            let at = queues.ends[cost].0 as usize;
            queues.remove(cost, at as u32);
            done[at] = true;
            for &step in &frame.steps_in_order {
                let to = at.wrapping_add_signed(step);
                let reached = cost.max(usize::from(heights[to].abs_diff(heights[at])));
                if done[to] || reached >= costs[to] {
                    continue;
                }
                if costs[to] <= most {
                    queues.remove(costs[to], to as u32);
                }
                (costs[to], labels[to]) = (reached, labels[at]);
                queues.push(reached, to as u32, labels[at] >= 0);
            }
        }
    }
    frame.inside(&labels, 0)
}
