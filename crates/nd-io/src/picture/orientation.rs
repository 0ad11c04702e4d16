//! [`Orientation`]: how a picture is to be turned before people look at it.

use nd_core::{AnyArray, AnyView};

/// How a picture is to be turned, as EXIF and TIFF say it: where its first row and column are to be seen.
///
/// # Examples
/// ```
/// use nd_io::Orientation;
///
/// assert_eq!(Orientation::default(), Orientation::TopLeft);
/// assert_eq!(Orientation::from_code(6), Some(Orientation::RightTop));
/// assert_eq!(Orientation::RightTop.code(), 6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Orientation {
    /// As it is.
    #[default]
    TopLeft,
    /// Mirrored, left to right.
    TopRight,
    /// Turned by half a turn.
    BottomRight,
    /// Mirrored, top to bottom.
    BottomLeft,
    /// Rows and columns exchanged.
    LeftTop,
    /// To be turned clockwise by a quarter.
    RightTop,
    /// Rows and columns exchanged, and turned by half a turn.
    RightBottom,
    /// To be turned counterclockwise by a quarter.
    LeftBottom,
}

/// All of them, from code 1 on.
const ALL: [Orientation; 8] = [
    Orientation::TopLeft,
    Orientation::TopRight,
    Orientation::BottomRight,
    Orientation::BottomLeft,
    Orientation::LeftTop,
    Orientation::RightTop,
    Orientation::RightBottom,
    Orientation::LeftBottom,
];

impl Orientation {
    /// By its number in files, from 1 to 8.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::Orientation::from_code(0), None);
    /// ```
    #[must_use]
    pub fn from_code(code: u64) -> Option<Self> {
        let at = usize::try_from(code).ok()?.checked_sub(1)?;
        ALL.get(at).copied()
    }

    /// Its number in files, from 1 to 8.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::Orientation::LeftBottom.code(), 8);
    /// ```
    #[must_use]
    pub fn code(self) -> u16 {
        self as u16 + 1
    }

    /// Turns the axes `rows` and `rows + 1` of a picture, as a new array.
    pub(super) fn applied(self, a: AnyView<'_>, rows: usize) -> AnyArray {
        let (exchange, up, left) = match self {
            Self::TopLeft => (false, false, false),
            Self::TopRight => (false, false, true),
            Self::BottomRight => (false, true, true),
            Self::BottomLeft => (false, true, false),
            Self::LeftTop => (true, false, false),
            Self::RightTop => (true, false, true),
            Self::RightBottom => (true, true, true),
            Self::LeftBottom => (true, true, false),
        };
        let mut axes: Vec<isize> = (0..a.ndim() as isize).collect();
        if exchange {
            axes.swap(rows, rows + 1);
        }
        let mut a = a.permute_dims(&axes);
        if up {
            a = a.flip(rows as isize);
        }
        if left {
            a = a.flip(rows as isize + 1);
        }
        a.to_array()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nd_core::array;

    #[test]
    fn turns() {
        let a = array![[1u8, 2, 3], [4, 5, 6]];
        let turned = |code| Orientation::from_code(code).unwrap().applied(a.view().into(), 0);
        assert_eq!(turned(1), array![[1u8, 2, 3], [4, 5, 6]].into());
        assert_eq!(turned(2), array![[3u8, 2, 1], [6, 5, 4]].into());
        assert_eq!(turned(3), array![[6u8, 5, 4], [3, 2, 1]].into());
        assert_eq!(turned(4), array![[4u8, 5, 6], [1, 2, 3]].into());
        assert_eq!(turned(5), array![[1u8, 4], [2, 5], [3, 6]].into());
        assert_eq!(turned(6), array![[4u8, 1], [5, 2], [6, 3]].into());
        assert_eq!(turned(7), array![[6u8, 3], [5, 2], [4, 1]].into());
        assert_eq!(turned(8), array![[3u8, 6], [2, 5], [1, 4]].into());
        assert!((1..9).all(|code| Orientation::from_code(code).unwrap().code() == code as u16));
    }
}
