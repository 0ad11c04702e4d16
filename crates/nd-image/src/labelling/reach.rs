//! Which pixels are neighbours: a symmetric structure of three elements an axis, by rows.

use super::error::LabelError;
use nd_core::View;

/// The neighbours of a pixel that come before it in raster order.
pub struct Reach {
    /// Whether neighbours along the last axis count.
    pub(crate) along: bool,
    /// Rows before a pixel's own: steps along all axes but the last, and the interval of steps along
    /// the last.
    pub(crate) before: Vec<(Vec<isize>, isize, isize)>,
}

impl Reach {
    /// That of a structure; of faces if there is none.
    #[track_caller]
    pub(crate) fn new(
        op: &str,
        structure: Option<View<'_, bool>>,
        ndim: usize,
    ) -> Result<Reach, LabelError> {
        let Some(structure) = structure else { return Ok(Reach::full(ndim, 1)) };
        let shape = structure.shape();
        assert!(
            shape.len() == ndim && shape.iter().all(|&n| n == 3),
            "{op}: a structure of shape {shape:?}, must be 3 along each of {ndim} axes"
        );
        let set: Vec<bool> = structure.iter().copied().collect();
        if !set.iter().eq(set.iter().rev()) {
            return Err(LabelError::Asymmetric);
        }
        Ok(Reach::of(ndim, &|at| set[at]))
    }

    /// That of neighbours which differ along at most `connectivity` axes.
    pub(crate) fn full(ndim: usize, connectivity: usize) -> Reach {
        let steps = |mut at: usize| {
            let mut apart = 0;
            for _ in 0..ndim {
                apart += usize::from(at % 3 != 1);
                at /= 3;
            }
            apart
        };
        Reach::of(ndim, &|at| steps(at) <= connectivity)
    }

    fn of(ndim: usize, set: &dyn Fn(usize) -> bool) -> Reach {
        let rows = 3usize.pow(ndim.saturating_sub(1) as u32);
        let mut before = Vec::new();
        // The rows before the middle one; the rest is their mirror image.
        for row in 0..rows / 2 {
            let mut rest = row;
            let mut steps = vec![0; ndim - 1];
            for step in steps.iter_mut().rev() {
                *step = (rest % 3) as isize - 1;
                rest /= 3;
            }
            for (lo, hi) in intervals([0, 1, 2].map(|x| set(3 * row + x))) {
                before.push((steps.clone(), lo, hi));
            }
        }
        Reach { along: ndim > 0 && set(3 * (rows / 2)), before }
    }

    /// The rows before row `y` that have neighbours of its pixels, and by which steps: rows are
    /// counted in C order of the axes but the last, whose lengths are `leading`.
    pub(crate) fn rows_of(
        &self,
        y: usize,
        leading: &[usize],
        found: &mut Vec<(usize, isize, isize)>,
    ) {
        found.clear();
        'rows: for (steps, lo, hi) in &self.before {
            let (mut rest, mut stride, mut row) = (y, 1, 0);
            for (&step, &n) in steps.iter().zip(leading).rev() {
                let Some(i) = (rest % n).checked_add_signed(step).filter(|&i| i < n) else {
                    continue 'rows;
                };
                row += i * stride;
                stride *= n;
                rest /= n;
            }
            found.push((row, *lo, *hi));
        }
    }
}

/// The runs of three flags, as steps from the middle one.
fn intervals(row: [bool; 3]) -> Vec<(isize, isize)> {
    match row {
        [false, false, false] => vec![],
        [true, false, false] => vec![(-1, -1)],
        [false, true, false] => vec![(0, 0)],
        [false, false, true] => vec![(1, 1)],
        [true, true, false] => vec![(-1, 0)],
        [false, true, true] => vec![(0, 1)],
        [true, true, true] => vec![(-1, 1)],
        [true, false, true] => vec![(-1, -1), (1, 1)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_before() {
        let mut found = Vec::new();
        let faces = Reach::full(2, 1);
        assert!(faces.along);
        faces.rows_of(3, &[5], &mut found);
        assert_eq!(found, [(2, 0, 0)]);
        faces.rows_of(0, &[5], &mut found);
        assert!(found.is_empty());
        let all = Reach::full(3, 3);
        all.rows_of(5, &[2, 4], &mut found);
        assert_eq!(found, [(0, -1, 1), (1, -1, 1), (2, -1, 1), (4, -1, 1)]);
        assert!(!Reach::full(0, 1).along);
    }
}
