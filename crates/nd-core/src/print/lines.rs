//! Brackets, line breaks and omissions: the frame that an array's texts stand in.

use crate::layout::Layout;

/// Arrays of more elements are printed in part, as NumPy has it.
pub(super) const WHOLE_UP_TO: usize = 1000;
/// How many items of each end of an axis are then printed.
pub(super) const EDGE: usize = 3;

/// How the texts are put together.
pub(super) struct Frame<'a> {
    /// The longest line.
    pub(super) width: usize,
    /// The column of the first bracket.
    pub(super) indent: usize,
    /// What stands between two elements.
    pub(super) separator: &'a str,
    /// Arrays of more elements are printed in part.
    pub(super) threshold: usize,
    /// How many items of each end of an axis are then printed.
    pub(super) edge: usize,
}

/// The printed positions of an axis, `None` where some are left out.
fn positions(len: usize, edge: Option<usize>) -> Vec<Option<usize>> {
    match edge {
        Some(edge) if len > edge.saturating_mul(2) => {
            let first = (0..edge).map(Some);
            first.chain([None]).chain((len - edge..len).map(Some)).collect()
        }
        _ => (0..len).map(Some).collect(),
    }
}

impl<'a> Frame<'a> {
    /// NumPy's frame, of some width and with some separator; `whole` is whether large arrays are printed in full.
    pub(super) fn of(width: usize, separator: &'a str, whole: bool) -> Frame<'a> {
        let threshold = if whole { usize::MAX } else { WHOLE_UP_TO };
        Frame { width, indent: 0, separator, threshold, edge: EDGE }
    }

    /// The items of each end that are printed, if not all are.
    fn in_part(&self, layout: &Layout) -> Option<usize> {
        (layout.size() > self.threshold).then_some(self.edge)
    }

    /// The offsets of the elements that are printed, in C order.
    fn printed(&self, layout: &Layout) -> Vec<isize> {
        let mut found = Vec::new();
        gather(layout, self.in_part(layout), 0, 0, &mut found);
        found
    }

    /// The array as text; `texts` makes one text for each of the printed elements, which it is
    /// told by their offsets.
    pub(super) fn print(
        &self,
        layout: &Layout,
        texts: &mut dyn FnMut(&[isize]) -> Vec<String>,
    ) -> String {
        if layout.size() == 0 {
            return "[]".into();
        }
        let texts = texts(&self.printed(layout));
        let mut writer = Writer {
            separator: self.separator,
            shape: &layout.shape,
            in_part: self.in_part(layout),
            texts: texts.into_iter(),
            out: String::new(),
        };
        writer.block(0, self.indent + 1, self.width);
        writer.out
    }
}

/// The offsets of the elements that will be printed, in C order.
fn gather(
    layout: &Layout,
    in_part: Option<usize>,
    start: isize,
    axis: usize,
    found: &mut Vec<isize>,
) {
    if axis == layout.ndim() {
        return found.push(start);
    }
    for position in positions(layout.shape[axis], in_part).into_iter().flatten() {
        let start = start + position as isize * layout.strides[axis];
        gather(layout, in_part, start, axis + 1, found);
    }
}

struct Writer<'a> {
    separator: &'a str,
    shape: &'a [usize],
    in_part: Option<usize>,
    texts: std::vec::IntoIter<String>,
    out: String,
}

impl Writer<'_> {
    /// The bracket of one index of the axes before `axis`, whose content starts in column
    /// `indent`; lines end before column `width`.
    fn block(&mut self, axis: usize, indent: usize, width: usize) {
        let left = self.shape.len() - axis;
        if left == 0 {
            self.out.extend(self.texts.next());
            return;
        }
        self.out.push('[');
        if left == 1 {
            self.row(axis, indent, width.saturating_sub(1));
        } else {
            for (n, position) in positions(self.shape[axis], self.in_part).iter().enumerate() {
                if n > 0 {
                    self.out.push_str(self.separator.trim_end());
                    self.out.push_str(&"\n".repeat(left - 1));
                    self.out.push_str(&" ".repeat(indent));
                }
                match position {
                    Some(_) => self.block(axis + 1, indent + 1, width.saturating_sub(1)),
                    None => self.out.push_str("..."),
                }
            }
        }
        self.out.push(']');
    }

    /// The elements along the last axis, broken into lines of at most `width` characters.
    fn row(&mut self, axis: usize, indent: usize, width: usize) {
        let mut column = indent;
        for (n, position) in positions(self.shape[axis], self.in_part).iter().enumerate() {
            let text = match position {
                Some(_) => self.texts.next().unwrap_or_default(),
                None => "...".into(),
            };
            if n > 0 {
                self.out.push_str(self.separator);
                column += self.separator.len();
            }
            let len = text.chars().count();
            if column + len > width && column > indent {
                self.out.truncate(self.out.trim_end().len());
                self.out.push('\n');
                self.out.push_str(&" ".repeat(indent));
                column = indent;
            }
            self.out.push_str(&text);
            column += len;
        }
    }
}
