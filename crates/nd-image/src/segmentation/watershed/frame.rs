//! An array within a frame of one element on all sides, so that neighbours need no check.

/// The layout of a framed array and the steps to an element's neighbours.
pub(crate) struct Frame {
    shape: Vec<usize>,
    /// Elements, frame included.
    pub(crate) size: usize,
    pub(crate) strides: Vec<usize>,
    /// Steps to the neighbours, nearest first, those at equal distance in C order.
    pub(crate) steps: Vec<isize>,
    /// The same in C order.
    pub(crate) steps_in_order: Vec<isize>,
}

impl Frame {
    /// A frame around `shape`, whose neighbours lie along at most `connectivity` axes at once.
    pub(crate) fn new(shape: &[usize], connectivity: usize) -> Frame {
        let mut strides = vec![1; shape.len()];
        for axis in (1..shape.len()).rev() {
            strides[axis - 1] = strides[axis] * (shape[axis] + 2);
        }
        let size = shape.iter().map(|len| len + 2).product();
        let steps = steps(&strides, connectivity);
        let mut steps_in_order = steps.clone();
        steps_in_order.sort_unstable();
        Frame { shape: shape.to_vec(), size, strides, steps, steps_in_order }
    }

    /// Calls `body` with the flat positions of every line without and with the frame, and its length.
    pub(crate) fn each_line(&self, mut body: impl FnMut(usize, usize, usize)) {
        let len = self.shape.last().copied().unwrap_or(1);
        let lines: usize = self.shape.iter().rev().skip(1).product();
        for line in 0..lines {
            let (mut rest, mut framed) = (line, usize::from(!self.shape.is_empty()));
            for axis in (0..self.shape.len().saturating_sub(1)).rev() {
                framed += (rest % self.shape[axis] + 1) * self.strides[axis];
                rest /= self.shape[axis];
            }
            body(line * len, framed, len);
        }
    }

    /// The elements of an array where they are within the frame.
    pub(crate) fn around<V: Copy>(&self, values: &[V], outside: V) -> Vec<V> {
        let mut all = vec![outside; self.size];
        self.each_line(|plain, framed, len| {
            all[framed..framed + len].copy_from_slice(&values[plain..plain + len]);
        });
        all
    }

    /// The elements without the frame; `unset` is what they are before that.
    pub(crate) fn inside<V: Copy>(&self, values: &[V], unset: V) -> Vec<V> {
        let mut all = vec![unset; self.shape.iter().product()];
        self.each_line(|plain, framed, len| {
            all[plain..plain + len].copy_from_slice(&values[framed..framed + len]);
        });
        all
    }

    /// The Euclidean distance between two framed positions.
    pub(crate) fn distance(&self, mut a: usize, mut b: usize) -> f64 {
        let mut square = 0.0;
        for &stride in &self.strides {
            let along = (a / stride) as f64 - (b / stride) as f64;
            square += along * along;
            (a, b) = (a % stride, b % stride);
        }
        square.sqrt()
    }
}

/// Steps to all elements that differ by at most 1 along 1 to `connectivity` axes.
fn steps(strides: &[usize], connectivity: usize) -> Vec<isize> {
    let mut found: Vec<(usize, isize)> = vec![(0, 0)];
    for &stride in strides {
        let stride = stride as isize;
        let along =
            |&(axes, step)| [(axes + 1, step - stride), (axes, step), (axes + 1, step + stride)];
        found = found.iter().flat_map(along).filter(|&(axes, _)| axes <= connectivity).collect();
    }
    found.retain(|&(axes, _)| axes > 0);
    found.sort_by_key(|&(axes, _)| axes);
    found.into_iter().map(|(_, step)| step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_neighbours_come_first() {
        let frame = Frame::new(&[3, 3], 2);
        assert_eq!(frame.steps, [-5, -1, 1, 5, -6, -4, 4, 6]);
        assert_eq!(Frame::new(&[3, 3], 1).steps, [-5, -1, 1, 5]);
    }

    #[test]
    fn lines_are_inside_the_frame() {
        let mut lines = Vec::new();
        Frame::new(&[2, 3], 1).each_line(|plain, framed, len| lines.push((plain, framed, len)));
        assert_eq!(lines, [(0, 6, 3), (3, 11, 3)]);
        let mut points = Vec::new();
        Frame::new(&[], 1).each_line(|plain, framed, len| points.push((plain, framed, len)));
        assert_eq!(points, [(0, 0, 1)]);
    }
}
