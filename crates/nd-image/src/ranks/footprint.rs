//! Which neighbours a window holds.

use crate::mode::Mode;
use crate::windows::Span;

/// Elements of the rows that the windows of one row see, at most.
const MOST: usize = 1 << 29;

/// The neighbours in a window of any shape, as offsets from the place it stands for.
#[derive(Clone, Debug)]
pub struct Footprint {
    /// Extents of the window's box along all axes.
    pub(crate) size: Vec<usize>,
    /// How far before the place the box begins, along all axes.
    pub(crate) before: Vec<isize>,
    pub(crate) modes: Vec<Mode>,
    /// Which neighbours of the box count, in C order; `None`: all.
    pub(crate) held: Option<Vec<bool>>,
}

/// A footprint cut into rows, for arrays of one shape.
pub(crate) struct Rows {
    /// Offsets along all axes before that of the rows.
    pub(crate) rows: Vec<Vec<isize>>,
    /// Which row, and how far along it from the row's first; in C order.
    pub(crate) taps: Vec<(usize, usize)>,
    /// The box along the rows' axis.
    pub(crate) span: Span,
    /// Elements between neighbours of a row.
    pub(crate) step: usize,
}

impl Footprint {
    /// How many neighbours it holds.
    pub(crate) fn len(&self) -> usize {
        match &self.held {
            Some(held) => held.iter().filter(|&&held| held).count(),
            None => self.size.iter().product(),
        }
    }

    /// The constants outside.
    pub(crate) fn constants(&self) -> impl Iterator<Item = f64> + '_ {
        self.modes.iter().map(|mode| mode.outside())
    }

    /// The same neighbours of an array that says where another has NaN.
    pub(crate) fn of_missing(&self) -> Footprint {
        let missing = |mode: &Mode| match *mode {
            Mode::Constant(x) => Mode::Constant(f64::from(x.is_nan())),
            mode => mode,
        };
        Footprint { modes: self.modes.iter().map(missing).collect(), ..self.clone() }
    }

    /// Cuts the window into rows along the last axis that it has an extent along: what lies behind,
    /// such as channels, is worked on side by side.
    ///
    /// # Panics
    /// If the windows of one row see more than [`MOST`] elements.
    pub(crate) fn rows(&self, shape: &[usize]) -> Rows {
        let alone = |axis: &usize| self.size[*axis] == 1 && self.before[*axis] == 0;
        let axis = (1..shape.len()).rev().find(|axis| !alone(axis)).unwrap_or(0);
        let (mut rows, mut taps) = (Vec::<Vec<isize>>::new(), Vec::new());
        let held = |k: usize| self.held.as_ref().is_none_or(|held| held[k]);
        for k in (0..self.size.iter().product()).filter(|&k| held(k)) {
            let (mut rest, mut offsets) = (k, vec![0; axis + 1]);
            for i in (0..=axis).rev() {
                offsets[i] = (rest % self.size[i]) as isize - self.before[i];
                rest /= self.size[i];
            }
            let last = offsets.pop().expect("at least one axis") + self.before[axis];
            if rows.last() != Some(&offsets) {
                rows.push(offsets);
            }
            taps.push((rows.len() - 1, last as usize));
        }
        let step = shape[axis + 1..].iter().product::<usize>();
        let line = self.size[axis].saturating_add(shape[axis]).saturating_mul(step);
        assert!(
            rows.len().saturating_mul(line) <= MOST,
            "a window of shape {:?} in an array of shape {shape:?}: too many samples at once",
            self.size
        );
        Rows {
            rows,
            taps,
            span: Span {
                axis,
                size: self.size[axis],
                before: self.before[axis],
                mode: self.modes[axis],
            },
            step,
        }
    }
}

impl Rows {
    /// The window's extents across the rows and along them, where it is a box over two
    /// neighbouring axes (or along one).
    pub(crate) fn plane(&self) -> Option<[usize; 2]> {
        let [height, width] = [self.rows.len(), self.span.size];
        if self.taps.len() != height * width {
            return None;
        }
        let neighbours = self.rows.windows(2).all(|pair| {
            let [upper, lower] = [&pair[0], &pair[1]];
            let last = upper.len().saturating_sub(1);
            upper[..last] == lower[..last] && lower[last] == upper[last] + 1
        });
        neighbours.then_some([height, width])
    }
}
