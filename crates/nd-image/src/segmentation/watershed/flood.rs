//! The floods: one queue for every height, or a heap where distances count.

use super::WatershedOptions;
use super::frame::Frame;
use super::ranks::ranks;
use crate::labels::slots::{Slots, different};
use crate::measured::{Chunks, read_all};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Not a place: the end of a queue.
const END: u32 = u32::MAX;
/// The basin of what is outside, of the array or of the mask.
const WALL: u32 = u32::MAX;

/// The label of every element after the flood.
pub(crate) fn flood(
    heights: &dyn Chunks<f64>,
    markers: &[i64],
    shape: &[usize],
    options: &WatershedOptions,
) -> Vec<i64> {
    let names = different(markers, true);
    let slots = Slots::of(&names);
    let frame = Frame::new(shape, options.connectivity);
    assert!(
        frame.size < END as usize,
        "watershed: an array of shape {shape:?} has 2^32 or more elements"
    );
    let heights = read_all(heights);
    let mut basins = vec![WALL; frame.size];
    let mask = options.mask.as_ref().map(|mask| mask.iter().copied().collect::<Vec<bool>>());
    frame.each_line(|plain, framed, len| {
        for i in 0..len {
            if mask.as_ref().is_none_or(|mask| mask[plain + i]) {
                let marker = markers[plain + i];
                basins[framed + i] = if marker == 0 { 0 } else { slots.find(marker) + 1 };
            }
        }
    });
    if options.compactness > 0.0 {
        compact(&frame, &frame.around(&heights, 0.0), &mut basins, options.compactness);
    } else {
        let (ranks, count) = ranks(&heights);
        let ranks = frame.around(&ranks, 0);
        if options.watershed_line {
            lined(&frame, &ranks, count, &mut basins);
        } else {
            plain(&frame, &ranks, count, &mut basins);
        }
    }
    let mut labels = vec![0; markers.len()];
    frame.each_line(|plain, framed, len| {
        for i in 0..len {
            let basin = basins[framed + i];
            if basin != 0 && basin != WALL {
                labels[plain + i] = names[basin as usize - 1];
            }
        }
    });
    labels
}

/// The place `step` from `at`; what is asked for is within the frame.
#[inline(always)]
fn beside(at: u32, step: isize) -> usize {
    (at as usize).wrapping_add_signed(step)
}

/// A first-in-first-out queue for each rank, of places that are in one queue at most.
struct Queues {
    /// The first and the last place of each queue.
    ends: Vec<(u32, u32)>,
    /// The place behind each place.
    next: Vec<u32>,
}

impl Queues {
    fn new(count: usize, places: usize) -> Queues {
        Queues { ends: vec![(END, END); count], next: vec![END; places] }
    }

    #[inline(always)]
    fn push(&mut self, rank: u32, place: u32) {
        let (first, last) = &mut self.ends[rank as usize];
        if *first == END {
            *first = place;
        } else {
            self.next[*last as usize] = place;
        }
        *last = place;
    }

    /// Takes the first place. A queue of one, which most are where heights differ, needs no link.
    #[inline(always)]
    fn pop(&mut self, rank: u32) -> Option<u32> {
        let (first, last) = &mut self.ends[rank as usize];
        let place = *first;
        if place == END {
            return None;
        }
        *first = if place == *last { END } else { self.next[place as usize] };
        Some(place)
    }
}

/// Floods where an element belongs to whom it is reached from first.
///
/// Water never falls, so no place enters the queue of a lower rank than the one that is emptied: ranks are
/// gone through once, and within a queue the order of entry is the order of age.
fn plain(frame: &Frame, ranks: &[u32], count: usize, basins: &mut [u32]) {
    let mut queues = Queues::new(count, frame.size);
    for at in (0..frame.size).filter(|&at| basins[at] != 0 && basins[at] != WALL) {
        queues.push(ranks[at], at as u32);
    }
    for rank in 0..count as u32 {
        while let Some(at) = queues.pop(rank) {
            let basin = basins[at as usize];
            for &step in &frame.steps {
                let neighbour = beside(at, step);
                if basins[neighbour] == 0 {
                    basins[neighbour] = basin;
                    queues.push(ranks[neighbour].max(rank), neighbour as u32);
                }
            }
        }
    }
}

/// Floods where an element that touches two basins belongs to neither.
///
/// An element decides when it leaves its queue, for the basin from which it was reached first: later ways to
/// it would be as high or higher, and change nothing.
fn lined(frame: &Frame, ranks: &[u32], count: usize, basins: &mut [u32]) {
    // What may still get a basin, or have one; not so what turned out to be a line.
    let mut open: Vec<bool> = basins.iter().map(|&basin| basin != WALL).collect();
    let mut reached_from = basins.to_vec();
    let mut queues = Queues::new(count, frame.size);
    for at in (0..frame.size).filter(|&at| basins[at] != 0 && basins[at] != WALL) {
        queues.push(ranks[at], at as u32);
    }
    for rank in 0..count as u32 {
        while let Some(at) = queues.pop(rank) {
            let basin = reached_from[at as usize];
            let foreign = |&step: &isize| {
                let place = beside(at, step);
                open[place] && basins[place] != 0 && basins[place] != basin
            };
            if frame.steps.iter().any(foreign) {
                open[at as usize] = false;
            } else {
                basins[at as usize] = basin;
            }
            for &step in &frame.steps {
                let neighbour = beside(at, step);
                if reached_from[neighbour] == 0 {
                    reached_from[neighbour] = basin;
                    queues.push(ranks[neighbour].max(rank), neighbour as u32);
                }
            }
        }
    }
}

/// A height with the order that NaN is highest.
#[derive(Clone, Copy, PartialEq)]
struct Height(f64);

impl Eq for Height {}
impl Ord for Height {
    fn cmp(&self, other: &Height) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
impl PartialOrd for Height {
    fn partial_cmp(&self, other: &Height) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Floods where the distance from the marker adds to the height; a place may wait several times.
fn compact(frame: &Frame, heights: &[f64], basins: &mut [u32], compactness: f64) {
    // Positive NaN and positive zero, whatever the signs were: the order is the total one.
    let height = |at: usize| if heights[at].is_nan() { f64::NAN } else { heights[at] + 0.0 };
    let mut heap = BinaryHeap::new();
    let mut age = 0u64;
    for at in (0..frame.size).filter(|&at| basins[at] != 0 && basins[at] != WALL) {
        heap.push(Reverse((Height(height(at)), age, at as u32, at as u32)));
        age += 1;
    }
    while let Some(Reverse((level, _, at, source))) = heap.pop() {
        if basins[at as usize] != 0 && at != source {
            continue;
        }
        basins[at as usize] = basins[source as usize];
        for &step in &frame.steps {
            let neighbour = beside(at, step);
            if basins[neighbour] == 0 {
                let distance = frame.distance(neighbour, source as usize);
                let reached = height(neighbour) + compactness * distance;
                let reached = Height(reached).max(level);
                heap.push(Reverse((reached, age, neighbour as u32, source)));
                age += 1;
            }
        }
    }
}
