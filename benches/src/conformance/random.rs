//! A source of choices that is the same for the same seed, everywhere.

use crate::data;

/// Numbers from a counter: cheap, reproducible, and independent of any library's version.
pub struct Random {
    seed: u64,
    drawn: u64,
}

impl Random {
    /// The stream of one case: a case can be made again without those before it.
    pub fn of_case(seed: u64, case: u64) -> Self {
        // Hashed once, so that neighbouring cases share nothing.
        Self { seed: data::bits(seed, case), drawn: 0 }
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.drawn += 1;
        data::bits(self.seed, self.drawn)
    }

    /// A number in `0..n`.
    pub fn below(&mut self, n: usize) -> usize {
        // The bias of the remainder is below 2⁻⁴⁰ for the small `n` used here.
        (self.bits() % n as u64) as usize
    }

    /// True once in `n`.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of the choices.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// A float in `[0, 1)`.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * 2.0_f64.powi(-53)
    }

    /// A random order of `0..n`.
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for last in (1..n).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }

    /// A shape of up to five axes: now and then no axis, an axis of length 0, or many elements.
    pub fn shape(&mut self) -> Vec<usize> {
        if self.one_in(200) {
            // Long enough for blocks, remainders and threads.
            return vec![1000 + self.below(400_000)];
        }
        let ndim = *self.pick(&[0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5]);
        let longest = [1, 40, 12, 7, 5, 4][ndim];
        (0..ndim).map(|_| self.length(longest)).collect()
    }

    /// A shape with at least one axis.
    pub fn shape_with_axis(&mut self) -> Vec<usize> {
        loop {
            let shape = self.shape();
            if !shape.is_empty() {
                return shape;
            }
        }
    }

    fn length(&mut self, longest: usize) -> usize {
        if self.one_in(25) { 0 } else { 1 + self.below(longest) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_case_makes_the_same_choices() {
        let draw = |seed, case| {
            let mut random = Random::of_case(seed, case);
            (0..20).map(|_| random.bits()).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
    }

    #[test]
    fn permutations_hold_every_number_once() {
        let mut order = Random::of_case(3, 0).permutation(9);
        order.sort_unstable();
        assert_eq!(order, (0..9).collect::<Vec<_>>());
    }

    #[test]
    fn shapes_cover_the_corners() {
        let mut random = Random::of_case(4, 0);
        let shapes: Vec<Vec<usize>> = (0..2000).map(|_| random.shape()).collect();
        assert!(shapes.iter().any(Vec::is_empty));
        assert!(shapes.iter().any(|s| s.contains(&0)));
        assert!(shapes.iter().any(|s| s.len() == 5));
        assert!(shapes.iter().any(|s| s.iter().product::<usize>() > 300_000));
    }
}
