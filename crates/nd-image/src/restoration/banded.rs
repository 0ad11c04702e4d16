//! Systems of equations whose unknowns have few neighbours.

/// A square matrix that is 0 but near its diagonal, with room for the exchanges of rows.
pub(super) struct Banded {
    n: usize,
    band: usize,
    /// Row by row, from `band` left of the diagonal to twice that right of it.
    data: Vec<f64>,
}

impl Banded {
    pub(super) fn new(n: usize, band: usize) -> Banded {
        Banded { n, band, data: vec![0.0; n * (3 * band + 1)] }
    }

    /// Adds to an element, which lies in the band.
    pub(super) fn add(&mut self, row: usize, column: usize, x: f64) {
        let at = self.at(row, column);
        self.data[at] += x;
    }

    #[inline(always)]
    fn at(&self, row: usize, column: usize) -> usize {
        row * (3 * self.band + 1) + column + self.band - row
    }

    /// Replaces right-hand sides of `m` columns by the solutions; false if there is not one. Elimination with the largest
    /// pivot of a column.
    pub(super) fn solve(mut self, right: &mut [f64], m: usize) -> bool {
        for k in 0..self.n {
            let below = (k + self.band + 1).min(self.n);
            let end = (k + 2 * self.band + 1).min(self.n);
            let size = |row: usize| self.data[self.at(row, k)].abs();
            let pivot =
                (k..below).fold(k, |best, row| if size(row) > size(best) { row } else { best });
            if pivot != k {
                for column in k..end {
                    let (a, b) = (self.at(k, column), self.at(pivot, column));
                    self.data.swap(a, b);
                }
                (0..m).for_each(|c| right.swap(k * m + c, pivot * m + c));
            }
            let top = self.at(k, k);
            let value = self.data[top];
            // NaN of the picture is in right-hand sides only.
            if value == 0.0 {
                return false;
            }
            for row in k + 1..below {
                let start = self.at(row, k);
                let factor = self.data[start] / value;
                if factor == 0.0 {
                    continue;
                }
                let (above, under) = self.data.split_at_mut(start);
                let from = &above[top..][..end - k];
                under[..end - k].iter_mut().zip(from).for_each(|(to, x)| *to -= factor * x);
                (0..m).for_each(|c| right[row * m + c] -= factor * right[k * m + c]);
            }
        }
        for k in (0..self.n).rev() {
            let end = (k + 2 * self.band + 1).min(self.n);
            for c in 0..m {
                let known: f64 =
                    (k + 1..end).map(|j| self.data[self.at(k, j)] * right[j * m + c]).sum();
                right[k * m + c] = (right[k * m + c] - known) / self.data[self.at(k, k)];
            }
        }
        true
    }
}
