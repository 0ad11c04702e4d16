//! Brackets, line breaks and omissions: the frame that an array's texts stand in.

use crate::shape::Shape;
use crate::view::View;

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
    fn in_part<T>(&self, a: View<'_, T>) -> bool {
        !self.whole && a.size() > WHOLE_UP_TO
    }

    /// The array as text; `texts` makes one text for each of the printed elements.
    pub(super) fn print<'a, T>(
        &self,
        a: View<'a, T>,
        texts: impl FnOnce(&[&'a T]) -> Vec<String>,
    ) -> String {
        if a.is_empty() {
            return "[]".into();
        }
        let in_part = self.in_part(a);
        let mut printed = Vec::new();
        gather(a, in_part, &mut Shape::filled(a.ndim(), 0), 0, &mut printed);
        let texts = texts(&printed);
        let mut writer = Writer {
            separator: self.separator,
            shape: a.shape(),
            in_part,
            texts: texts.into_iter(),
            out: String::new(),
        };
        writer.block(0, self.indent + 1, self.width);
        writer.out
    }
}

/// The elements that will be printed, in C order.
fn gather<'a, T>(
    a: View<'a, T>,
    in_part: bool,
    index: &mut Shape,
    axis: usize,
    found: &mut Vec<&'a T>,
) {
    if axis == a.ndim() {
        found.extend(a.get(index));
        return;
    }
    for position in positions(a.shape()[axis], in_part).into_iter().flatten() {
        index[axis] = position;
        gather(a, in_part, index, axis + 1, found);
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
