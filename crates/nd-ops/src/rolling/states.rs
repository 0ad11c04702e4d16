//! What is known of a part of a window, to be joined with what is known of the rest.

/// What is known of some elements. Joining never takes anything off, so nothing is left of elements that are no
/// longer in a window.
pub(super) trait State: Copy {
    /// Of no element.
    const EMPTY: Self;
    /// Of both, the first before the second.
    fn join(self, later: Self) -> Self;
    /// How many elements it is of.
    fn count(&self) -> usize;
}

/// A sum.
#[derive(Clone, Copy)]
pub(super) struct Sum {
    count: usize,
    pub(super) sum: f64,
}

impl Sum {
    #[inline(always)]
    pub(super) fn of(x: f64) -> Sum {
        if x.is_nan() { Sum::EMPTY } else { Sum { count: 1, sum: x } }
    }
}

impl State for Sum {
    const EMPTY: Sum = Sum { count: 0, sum: 0.0 };
    #[inline(always)]
    fn join(self, later: Sum) -> Sum {
        Sum { count: self.count + later.count, sum: self.sum + later.sum }
    }
    #[inline(always)]
    fn count(&self) -> usize {
        self.count
    }
}

/// The largest, and where it is; with `SIGN` −1 the smallest.
#[derive(Clone, Copy)]
pub(super) struct Most<const SIGN: i8> {
    count: usize,
    pub(super) value: f64,
    pub(super) place: usize,
}

impl<const SIGN: i8> Most<SIGN> {
    #[inline(always)]
    pub(super) fn of(x: f64, place: usize) -> Self {
        if x.is_nan() { Self::EMPTY } else { Most { count: 1, value: x, place } }
    }
}

impl<const SIGN: i8> State for Most<SIGN> {
    const EMPTY: Self = Most { count: 0, value: f64::NAN, place: usize::MAX };
    #[inline(always)]
    fn join(self, later: Self) -> Self {
        let beats = if SIGN > 0 { later.value > self.value } else { later.value < self.value };
        let best = if beats || self.count == 0 { later } else { self };
        Most { count: self.count + later.count, ..best }
    }
    #[inline(always)]
    fn count(&self) -> usize {
        self.count
    }
}

/// 0, or NaN of an infinity.
#[inline(always)]
fn distance_from_itself(x: f64) -> f64 {
    if x.is_finite() { 0.0 } else { f64::NAN }
}

/// The mean, and sums of powers of distances from it.
///
/// Joined as by Pébay ("Formulas for robust, one-pass parallel computation of covariances and arbitrary-order
/// statistical moments", 2008). Equal elements are at distance 0, exactly.
#[derive(Clone, Copy)]
pub(super) struct Powers<const UP_TO: usize> {
    count: usize,
    mean: f64,
    second: f64,
    third: f64,
    fourth: f64,
}

impl<const UP_TO: usize> Powers<UP_TO> {
    #[inline(always)]
    pub(super) fn of(x: f64) -> Self {
        let nothing = distance_from_itself(x);
        let known = Powers { count: 1, mean: x, second: nothing, third: nothing, fourth: nothing };
        if x.is_nan() { Self::EMPTY } else { known }
    }

    pub(super) fn variance(&self, ddof: f64) -> f64 {
        let divisor = self.count as f64 - ddof;
        if divisor > 0.0 { self.second / divisor } else { f64::NAN }
    }

    /// The skewness, without the bias of a sample; NaN of fewer than three elements, or of equal ones.
    pub(super) fn skewness(&self) -> f64 {
        let n = self.count as f64;
        if self.count < 3 {
            return f64::NAN;
        }
        n * (n - 1.0).sqrt() / (n - 2.0) * (self.third / self.second.powf(1.5))
    }

    /// The excess kurtosis, without the bias of a sample; NaN of fewer than four elements, or of equal ones.
    pub(super) fn kurtosis(&self) -> f64 {
        let n = self.count as f64;
        if self.count < 4 {
            return f64::NAN;
        }
        let shape = (n + 1.0) * n * (self.fourth / self.second / self.second);
        (n - 1.0) / ((n - 2.0) * (n - 3.0)) * (shape - 3.0 * (n - 1.0))
    }
}

impl<const UP_TO: usize> State for Powers<UP_TO> {
    const EMPTY: Self = Powers { count: 0, mean: 0.0, second: 0.0, third: 0.0, fourth: 0.0 };

    #[inline(always)]
    fn join(self, later: Self) -> Self {
        if self.count == 0 || later.count == 0 {
            return if self.count == 0 { later } else { self };
        }
        let count = self.count + later.count;
        let (a, b, n) = (self.count as f64, later.count as f64, count as f64);
        let way = later.mean - self.mean;
        let step = way / n;
        let mean = self.mean + step * b;
        let second = self.second + later.second + way * step * a * b;
        if UP_TO == 2 {
            return Powers { count, mean, second, ..self };
        }
        let third = self.third
            + later.third
            + way * step * step * a * b * (a - b)
            + 3.0 * step * (a * later.second - b * self.second);
        let fourth = self.fourth
            + later.fourth
            + way * step * step * step * a * b * (a * a - a * b + b * b)
            + 6.0 * step * step * (a * a * later.second + b * b * self.second)
            + 4.0 * step * (a * later.third - b * self.third);
        Powers { count, mean, second, third, fourth }
    }

    #[inline(always)]
    fn count(&self) -> usize {
        self.count
    }
}

/// The means of pairs, and sums of products of distances from them.
#[derive(Clone, Copy)]
pub(super) struct Pairs {
    count: usize,
    means: [f64; 2],
    /// Of both, of the first, of the second.
    products: [f64; 3],
}

impl Pairs {
    #[inline(always)]
    pub(super) fn of(x: f64, y: f64) -> Pairs {
        if x.is_nan() || y.is_nan() {
            return Pairs::EMPTY;
        }
        let (a, b) = (distance_from_itself(x), distance_from_itself(y));
        Pairs { count: 1, means: [x, y], products: [a + b, a, b] }
    }

    pub(super) fn covariance(&self, ddof: f64) -> f64 {
        let divisor = self.count as f64 - ddof;
        if divisor > 0.0 { self.products[0] / divisor } else { f64::NAN }
    }

    /// NaN where one of both does not vary.
    pub(super) fn correlation(&self) -> f64 {
        let [both, first, second] = self.products;
        let product = first * second;
        // The product may be beyond what there is where its root is not.
        let root = if product.is_normal() { product.sqrt() } else { first.sqrt() * second.sqrt() };
        (both / root).clamp(-1.0, 1.0)
    }
}

impl State for Pairs {
    const EMPTY: Pairs = Pairs { count: 0, means: [0.0; 2], products: [0.0; 3] };

    #[inline(always)]
    fn join(self, later: Pairs) -> Pairs {
        if self.count == 0 || later.count == 0 {
            return if self.count == 0 { later } else { self };
        }
        let count = self.count + later.count;
        let (a, b, n) = (self.count as f64, later.count as f64, count as f64);
        let ways = [later.means[0] - self.means[0], later.means[1] - self.means[1]];
        let means = [self.means[0] + ways[0] / n * b, self.means[1] + ways[1] / n * b];
        let between = [ways[0] * ways[1], ways[0] * ways[0], ways[1] * ways[1]];
        let product = |i: usize| self.products[i] + later.products[i] + between[i] * (a * b / n);
        Pairs { count, means, products: [product(0), product(1), product(2)] }
    }

    #[inline(always)]
    fn count(&self) -> usize {
        self.count
    }
}
