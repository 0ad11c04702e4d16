//! Components of arrays, strip by strip.

use super::error::LabelError;
use super::reach::Reach;
use super::roots::Roots;
use super::runs::{Rows, Runs};
use nd_core::{Array, threads};

/// Pixels whose labels are written before they leave the cache.
const PAINTED: usize = 1 << 15;

/// The labels of an array of this shape that is not empty, and how many there are.
pub(super) fn numbered(
    source: &dyn Rows,
    shape: &[usize],
    reach: &Reach,
    most: u32,
) -> Result<(Array<u32>, u32), LabelError> {
    let (&width, leading) = shape.split_last().unwrap_or((&1, &[]));
    let height: usize = leading.iter().product();
    assert!(width < u32::MAX as usize, "label: a last axis of length {width}, must be below 2³²");
    // Few enough strips that joining them is nothing, none of more pixels than u32 counts, and each of
    // whole parts of what is painted at once.
    let part = (PAINTED / width).max(1);
    let tall = height.div_ceil(32).max((1 << 16) / width).max(1);
    let strip = tall.min((u32::MAX as usize / width).max(1)).next_multiple_of(part);
    let strips: Vec<usize> = (0..height).step_by(strip).collect();
    let make = |i: usize| {
        Runs::of(source, width, [strips[i], strip.min(height - strips[i])], leading, reach)
    };
    let runs = threads::collect(strips.len(), &make);
    let (labels, bases, count) = joined(&runs, strip, leading, reach, most)?;
    let out = Array::from_slots_parallel(shape, part * width, |start, slots| {
        slots.edit(0, |out| {
            let (i, top) = (start / width / strip, start / width % strip);
            runs[i].write(top, width, &labels[bases[i] as usize..], out);
        })
    });
    Ok((out, count))
}

/// The label of each component of each strip, where those of a strip start, and their number.
fn joined(
    runs: &[Runs],
    strip: usize,
    leading: &[usize],
    reach: &Reach,
    most: u32,
) -> Result<(Vec<u32>, Vec<u32>, u32), LabelError> {
    let all: u64 = runs.iter().map(|r| u64::from(r.count)).sum();
    if all > u64::from(most) {
        return Err(LabelError::TooMany { count: all });
    }
    let mut roots = Roots::new(all as u32);
    let mut bases = vec![0u32];
    bases.extend(runs.iter().scan(0, |sum, r| {
        *sum += r.count;
        Some(*sum)
    }));
    let (mut before, mut pairs) = (Vec::new(), Vec::new());
    for (i, here) in runs.iter().enumerate() {
        for y in 0..here.rows.len() - 1 {
            reach.rows_of(i * strip + y, leading, &mut before);
            before.retain(|b| b.0 < i * strip);
            for &(row, lo, hi) in &before {
                let j = row / strip;
                runs[j].meet(row % strip, here, y, [lo, hi], &mut pairs);
                for &[a, b] in &pairs {
                    let a = bases[j] + runs[j].component[a as usize];
                    roots.join(a, bases[i] + here.component[b as usize]);
                }
            }
        }
    }
    let (mut labels, count) = roots.number();
    labels.iter_mut().for_each(|label| *label += 1);
    Ok((labels, bases, count))
}
