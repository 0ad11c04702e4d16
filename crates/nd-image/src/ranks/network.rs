//! Sorting networks over lanes: as many windows at once as a chunk has lanes.

use super::lines::{Key, SPARE};
use nd_core::simd::{Isa, Kernel, dispatch_wide};

/// Windows that are sorted at once; no more than lines have spare elements.
const LANES: usize = SPARE;

/// What is kept of two elements that were put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keep {
    Both,
    Lesser,
    Greater,
}

/// The exchanges that bring the element of one rank to its place.
pub(crate) struct Network {
    count: usize,
    rank: usize,
    exchanges: Vec<(u32, u32, Keep)>,
}

impl Network {
    /// Batcher's odd-even merge exchange sort (Knuth, The Art of Computer Programming 3, 5.2.2,
    /// algorithm M) without the exchanges that do not concern `rank`. For the ends a row of
    /// comparisons is enough.
    pub(crate) fn new(count: usize, rank: usize) -> Network {
        let ends = |keep| (1..count as u32).map(|i| (0, i, keep)).collect::<Vec<_>>();
        if rank == 0 {
            return Network { count, rank, exchanges: ends(Keep::Lesser) };
        }
        if rank == count - 1 {
            let last = count as u32 - 1;
            let exchanges = (0..last).map(|i| (i, last, Keep::Greater)).collect();
            return Network { count, rank, exchanges };
        }
        let mut needed = vec![false; count];
        needed[rank] = true;
        let mut exchanges = Vec::new();
        for (i, j) in batcher(count).into_iter().rev() {
            let keep = match (needed[i], needed[j]) {
                (false, false) => continue,
                (true, true) => Keep::Both,
                (true, false) => Keep::Lesser,
                (false, true) => Keep::Greater,
            };
            (needed[i], needed[j]) = (true, true);
            exchanges.push((i as u32, j as u32, keep));
        }
        exchanges.reverse();
        Network { count, rank, exchanges }
    }

    /// Room for the elements of a chunk of windows.
    pub(crate) fn lanes<K: Key>(&self) -> Vec<[K; LANES]> {
        vec![[K::default(); LANES]; self.count]
    }

    /// The elements of the rank in the windows of an output row. `out` has spare elements, too.
    pub(crate) fn run<K: Key>(
        &self,
        lanes: &mut [[K; LANES]],
        lines: &[Vec<K>],
        taps: &[(usize, usize)],
        step: usize,
        out: &mut [K],
    ) {
        for x in (0..out.len() - SPARE).step_by(LANES) {
            for (lane, &(r, k)) in lanes.iter_mut().zip(taps) {
                lane.copy_from_slice(&lines[r][x + k * step..][..LANES]);
            }
            dispatch_wide(Exchanges { network: self, lanes });
            out[x..x + LANES].copy_from_slice(&lanes[self.rank]);
        }
    }
}

fn batcher(count: usize) -> Vec<(usize, usize)> {
    let mut exchanges = Vec::new();
    let top = count.next_power_of_two() / 2;
    let mut p = top;
    while p > 0 {
        let (mut q, mut r, mut d) = (top, 0, p);
        loop {
            let low = (0..count - d).filter(|i| i & p == r);
            exchanges.extend(low.map(|i| (i, i + d)));
            if q == p {
                break;
            }
            (d, q, r) = (q - p, q / 2, p);
        }
        p /= 2;
    }
    exchanges
}

struct Exchanges<'a, K> {
    network: &'a Network,
    lanes: &'a mut [[K; LANES]],
}

impl<K: Key> Kernel for Exchanges<'_, K> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        for &(i, j, keep) in &self.network.exchanges {
            let (head, tail) = self.lanes.split_at_mut(j as usize);
            let (lesser, greater) = (&mut head[i as usize], &mut tail[0]);
            match keep {
                Keep::Both => {
                    for (l, g) in lesser.iter_mut().zip(greater) {
                        (*l, *g) = ((*l).min(*g), (*l).max(*g));
                    }
                }
                Keep::Lesser => {
                    lesser.iter_mut().zip(greater).for_each(|(l, g)| *l = (*l).min(*g));
                }
                Keep::Greater => {
                    greater.iter_mut().zip(lesser).for_each(|(g, l)| *g = (*g).max(*l));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_find_every_rank() {
        let mut state = 7u32;
        for count in 1..40 {
            for rank in 0..count {
                let network = Network::new(count, rank);
                let mut lanes = network.lanes::<u8>();
                lanes.iter_mut().flatten().for_each(|x| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    *x = (state >> 27) as u8;
                });
                let column = |k: usize| {
                    let mut window: Vec<u8> = lanes.iter().map(|lane| lane[k]).collect();
                    window.sort_unstable();
                    window[rank]
                };
                let wanted: Vec<u8> = (0..LANES).map(column).collect();
                dispatch_wide(Exchanges { network: &network, lanes: &mut lanes });
                assert_eq!(lanes[rank], wanted[..], "{rank} of {count}");
            }
        }
    }
}
