//! Equations each of which has three neighbouring unknowns.

/// The bands of a tridiagonal matrix: `below[i]` stands left of `diagonal[i]`, `above[i]` right of it.
pub(crate) struct Bands {
    pub(crate) below: Vec<f64>,
    pub(crate) diagonal: Vec<f64>,
    pub(crate) above: Vec<f64>,
}

impl Bands {
    /// Solves the equations for the right sides `b`, rows of `width`, in their place.
    ///
    /// Without exchanges of rows: those of splines need none, as their diagonal is larger than both neighbours, or is
    /// after the first step.
    pub(crate) fn solve(&mut self, b: &mut [f64], width: usize) {
        let n = self.diagonal.len();
        // The divisions, one after the other, are what takes the time: each is done once.
        let mut inverse = 1.0 / self.diagonal[0];
        self.diagonal[0] = inverse;
        for i in 1..n {
            let by = self.below[i] * inverse;
            inverse = 1.0 / (self.diagonal[i] - self.below[i] * self.above[i - 1] * inverse);
            self.diagonal[i] = inverse;
            let (before, row) = b.split_at_mut(i * width);
            let before = &before[(i - 1) * width..];
            row[..width].iter_mut().zip(before).for_each(|(b, before)| *b -= by * before);
        }
        for i in (0..n).rev() {
            let (row, after) = b[i * width..].split_at_mut(width);
            if i + 1 < n {
                let above = self.above[i];
                row.iter_mut().zip(after).for_each(|(b, after)| *b -= above * *after);
            }
            row.iter_mut().for_each(|b| *b *= self.diagonal[i]);
        }
    }
}
