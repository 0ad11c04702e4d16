//! Squared distances along a line: the lower envelope of parabolas.

/// What a line of squared distances is worked on with.
#[derive(Default)]
pub(crate) struct Envelope {
    /// The parabolas of the envelope: where each has its foot, and its height there.
    feet: Vec<(u32, f64)>,
    /// From where on each is below the one before it, as a fraction.
    from: Vec<(f64, f64)>,
}

impl Envelope {
    /// For each position `i` the position `j` at which `heights[j] + (step · (i - j))²` is least, the
    /// first of several; untouched if all heights are infinite.
    ///
    /// Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions" (2012); crossings are
    /// compared as fractions, and parabolas by their values, so that whole numbers are exact.
    pub(crate) fn nearest(&mut self, heights: &[f64], step: f64, sites: &mut [u32]) {
        self.feet.clear();
        self.from.clear();
        let square = |i: u32| (step * f64::from(i)) * (step * f64::from(i));
        for (i, &height) in heights.iter().enumerate().filter(|(_, h)| h.is_finite()) {
            let i = i as u32;
            let start = loop {
                let Some(&(top, below)) = self.feet.last() else { break (0.0, 0.0) };
                let rise = (height + square(i)) - (below + square(top));
                let run = 2.0 * step * f64::from(i - top);
                // The lowest parabola of the stack has no start: it is there from the left end on.
                if self.feet.len() > 1 {
                    let (rise_before, run_before) = self.from[self.from.len() - 1];
                    if rise * run_before <= rise_before * run {
                        self.feet.pop();
                        self.from.pop();
                        continue;
                    }
                }
                break (rise, run);
            };
            self.feet.push((i, height));
            self.from.push(start);
        }
        self.read(step, sites);
    }

    /// Walks along the envelope.
    fn read(&self, step: f64, sites: &mut [u32]) {
        let Some(&first) = self.feet.first() else { return };
        let (mut at, mut here) = (0, first);
        for (i, site) in sites.iter_mut().enumerate() {
            let value = |(foot, height): (u32, f64)| {
                let apart = step * (i as f64 - f64::from(foot));
                height + apart * apart
            };
            while let Some(&next) = self.feet.get(at + 1).filter(|&&next| value(next) < value(here))
            {
                (at, here) = (at + 1, next);
            }
            *site = here.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_least_of_all_parabolas() {
        let mut seed = 1u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed >> 16
        };
        for n in [1, 2, 5, 30, 60] {
            for _ in 0..50 {
                let height =
                    |r: u32| if r.is_multiple_of(4) { f64::INFINITY } else { f64::from(r % 50) };
                let heights: Vec<f64> = (0..n).map(|_| height(next())).collect();
                let mut sites = vec![u32::MAX; n];
                Envelope::default().nearest(&heights, 1.0, &mut sites);
                for (i, &site) in sites.iter().enumerate() {
                    let value = |j: usize| heights[j] + (i as f64 - j as f64).powi(2);
                    // `min_by` keeps the first of equals.
                    let best = (0..n).min_by(|&a, &b| value(a).total_cmp(&value(b))).unwrap();
                    let found = if value(best).is_finite() { best as u32 } else { u32::MAX };
                    assert_eq!(site, found, "{heights:?} at {i}");
                }
            }
        }
    }
}
