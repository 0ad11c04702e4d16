//! Brackets, line breaks and omissions: the frame that an array's texts stand in.

use crate::layout::Layout;

/// Arrays of more elements are printed in part.
const WHOLE_UP_TO: usize = 1000;
/// How many items of each end of an axis are then printed.
const EDGE: usize = 3;

/// How the texts are put together.
pub(super) struct Frame {
    /// The longest line.
    pub(super) width: usize,
    /// The column of the first bracket.
    pub(super) indent: usize,
    /// What stands between two elements.
    pub(super) separator: &'static str,
    /// Whether large arrays are printed in full.
    pub(super) whole: bool,
}

/// The printed positions of an axis, `None` where some are left out.
fn positions(len: usize, in_part: bool) -> Vec<Option<usize>> {
    if in_part && len > 2 * EDGE {
        let first = (0..EDGE).map(Some);
        return first.chain([None]).chain((len - EDGE..len).map(Some)).collect();
    }
    (0..len).map(Some).collect()
}

impl Frame {
    fn in_part(&self, layout: &Layout) -> bool {
        !self.whole && layout.size() > WHOLE_UP_TO
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
fn gather(layout: &Layout, in_part: bool, start: isize, axis: usize, found: &mut Vec<isize>) {
    if axis == layout.ndim() {
        return found.push(start);
    }
    for position in positions(layout.shape[axis], in_part).into_iter().flatten() {
        let start = start + position as isize * layout.strides[axis];
        gather(layout, in_part, start, axis + 1, found);
    }
}

struct Writer<'a> {
    separator: &'static str,
    shape: &'a [usize],
    in_part: bool,
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
