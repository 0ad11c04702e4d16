//! One lane of exponentially weighted sums.

use super::EwmOptions;

/// What is made of a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Measure {
    Sum,
    Mean,
    Cov,
    Std,
    Corr,
}

/// Weighted means of pairs, and what lies between them, as weighted by what is known of them so far.
struct Known {
    means: [f64; 2],
    /// Of both, of the first, of the second.
    products: [f64; 3],
    /// Of all elements together, where the new one has its own.
    weight: f64,
    /// Sums of weights and of their squares.
    sums: [f64; 2],
    count: usize,
}

/// The results of one lane of pairs; of one array, pairs are of an element with itself.
pub(super) fn lane(
    pairs: impl Iterator<Item = (f64, f64)>,
    alpha: f64,
    options: &EwmOptions,
    what: Measure,
    out: &mut [f64],
) {
    let fall = 1.0 - alpha;
    let fresh = if options.adjust { 1.0 } else { alpha };
    let means = [f64::NAN; 2];
    let mut known = Known { means, products: [0.0; 3], weight: 1.0, sums: [1.0; 2], count: 0 };
    let mut sum = 0.0;
    for ((x, y), out) in pairs.zip(out) {
        let missing = x.is_nan() || y.is_nan();
        if known.count > 0 && !(missing && options.ignore_nan) {
            known.age(fall);
            sum *= fall;
        }
        if !missing {
            sum += x;
            known.see([x, y], fresh, options.adjust);
        }
        let enough = known.count >= options.min_periods.max(1);
        *out = match what {
            _ if !enough => f64::NAN,
            Measure::Sum => sum,
            Measure::Mean => known.means[0],
            Measure::Cov => known.covariance(options.bias),
            Measure::Std => known.covariance(options.bias).sqrt(),
            Measure::Corr => known.correlation(),
        };
    }
}

impl Known {
    /// One step further away.
    fn age(&mut self, fall: f64) {
        self.weight *= fall;
        self.sums[0] *= fall;
        self.sums[1] *= fall * fall;
    }

    /// A new pair, of its own weight.
    fn see(&mut self, pair: [f64; 2], fresh: f64, adjust: bool) {
        self.count += 1;
        if self.count == 1 {
            self.means = pair;
            return;
        }
        let (old, all) = (self.means, self.weight + fresh);
        for i in 0..2 {
            // Equal ones stay what they are, to the bit.
            if old[i] != pair[i] {
                self.means[i] = (self.weight * old[i] + fresh * pair[i]) / all;
            }
        }
        let moved = [old[0] - self.means[0], old[1] - self.means[1]];
        let way = [pair[0] - self.means[0], pair[1] - self.means[1]];
        for (product, [i, j]) in self.products.iter_mut().zip([[0, 1], [0, 0], [1, 1]]) {
            let before = self.weight * (*product + moved[i] * moved[j]);
            *product = (before + fresh * way[i] * way[j]) / all;
        }
        self.sums = [self.sums[0] + fresh, self.sums[1] + fresh * fresh];
        self.weight = all;
        if !adjust {
            self.sums = [self.sums[0] / all, self.sums[1] / (all * all)];
            self.weight = 1.0;
        }
    }

    fn covariance(&self, bias: bool) -> f64 {
        let [sum, squares] = self.sums;
        let rest = sum * sum - squares;
        match bias {
            true => self.products[0],
            false if rest > 0.0 => sum * sum / rest * self.products[0],
            false => f64::NAN,
        }
    }

    fn correlation(&self) -> f64 {
        let [both, first, second] = self.products;
        both / (first * second).sqrt()
    }
}
