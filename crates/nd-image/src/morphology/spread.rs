//! Growing until nothing changes: each pixel is set once, and sees its neighbours once.

use super::element::Steps;
use super::padded::Padded;
use crate::labelling::index_of;

/// What is reached from the set pixels by steps that stay within the open ones.
///
/// `set` holds ones and zeros, as `open` does, and has the reached pixels added; with `border` all that
/// is outside is set, too.
pub(crate) fn spread(
    set: &mut [u8],
    open: Option<&[u8]>,
    shape: &[usize],
    steps: &Steps,
    border: bool,
) {
    let steps = steps.clone().within(shape).each(shape.len());
    let room = Padded::new(shape, &steps);
    // Ones where a pixel may still be set; none outside.
    let may = |i: usize| u8::from(open.is_none_or(|open| open[i] != 0) && set[i] == 0);
    let mut free = room.filled(&(0..set.len()).map(may).collect::<Vec<u8>>(), 0);
    let jumps: Vec<isize> = room.jumps.iter().copied().filter(|&j| j != 0).collect();
    let mut queue: Vec<usize> = Vec::new();
    room.each_row(|from, place| {
        for x in (0..room.width).filter(|&x| set[from + x] != 0) {
            let near = |&j: &isize| free[(place + x).strict_add_signed(j)] != 0;
            if jumps.iter().any(near) {
                queue.push(place + x);
            }
        }
    });
    if border {
        from_outside(shape, &room, &steps, &mut free, &mut queue);
    }
    while let Some(place) = queue.pop() {
        for &jump in &jumps {
            let next = place.strict_add_signed(jump);
            if free[next] != 0 {
                free[next] = 0;
                queue.push(next);
            }
        }
    }
    room.each_row(|from, place| {
        for x in 0..room.width {
            let reached = open.is_none_or(|open| open[from + x] != 0) && free[place + x] == 0;
            set[from + x] |= u8::from(reached);
        }
    });
}

/// Sets the free pixels to which a step leads from outside.
fn from_outside(
    shape: &[usize],
    room: &Padded,
    steps: &[Vec<isize>],
    free: &mut [u8],
    queue: &mut Vec<usize>,
) {
    let mut at = vec![0; shape.len()];
    room.each_row(|from, place| {
        index_of(from, shape, &mut at);
        for x in (0..room.width).filter(|&x| free[place + x] != 0).collect::<Vec<_>>() {
            if let Some(last) = at.last_mut() {
                *last = x;
            }
            let outside = |step: &Vec<isize>| {
                let mut axes = at.iter().zip(step).zip(shape);
                axes.any(|((&i, &s), &n)| i.checked_add_signed(-s).is_none_or(|i| i >= n))
            };
            if steps.iter().any(outside) {
                free[place + x] = 0;
                queue.push(place + x);
            }
        }
    });
}
