//! [`Boundary`]: what lies beyond the ends of an axis.

/// What a function of neighbourhoods sees beyond the ends of an axis, however far it looks.
///
/// # NumPy
/// Dask's `boundary` of `map_overlap`: `"reflect"` is `Reflect`, `"nearest"` and `"periodic"` are `Nearest` and
/// `Wrap`. Those of `scipy.ndimage` have the same names as here.
///
/// # Examples
/// ```
/// use nd_core::{View, array};
/// use nd_ooc::{Boundary, Chunked};
///
/// let x = Chunked::from(array![1, 2, 3]);
/// let left = |boundary| {
///     let before = |block: View<'_, i32>| block.slice(nd_core::s![..-1]).to_array();
///     x.map_overlap((1, 0), boundary, before).compute()
/// };
/// assert_eq!(left(Boundary::Reflect)?, array![1, 1, 2]);
/// assert_eq!(left(Boundary::Mirror)?, array![2, 1, 2]);
/// assert_eq!(left(Boundary::Nearest)?, array![1, 1, 2]);
/// assert_eq!(left(Boundary::Wrap)?, array![3, 1, 2]);
/// assert_eq!(left(Boundary::Constant(0))?, array![0, 1, 2]);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Boundary<T> {
    /// The array turned over, its last element twice: `d c b a | a b c d | d c b a`.
    Reflect,
    /// The array turned over at the middle of its last element: `d c b | a b c d | c b a`.
    Mirror,
    /// The last element again and again: `a a a | a b c d | d d d`.
    Nearest,
    /// The array from its other end: `b c d | a b c d | a b c`.
    Wrap,
    /// One value.
    Constant(T),
    /// Nothing: blocks at an end have no neighbours there, and it is the function's to say what lies beyond.
    None,
}

impl<T> Boundary<T> {
    /// The place on an axis of `n` elements that stands for place `at`.
    pub(super) fn place(&self, at: isize, n: usize) -> Option<usize> {
        let len = n as isize;
        if (0..len).contains(&at) {
            return Some(at as usize);
        }
        let inside = match self {
            Boundary::Constant(_) | Boundary::None => return None,
            Boundary::Nearest => at.clamp(0, len - 1),
            Boundary::Wrap => at.rem_euclid(len),
            Boundary::Reflect => {
                let k = at.rem_euclid(2 * len);
                k.min(2 * len - 1 - k)
            }
            Boundary::Mirror if n == 1 => 0,
            Boundary::Mirror => {
                let k = at.rem_euclid(2 * len - 2);
                k.min(2 * len - 2 - k)
            }
        };
        Some(inside as usize)
    }
}

/// A [`Boundary`] for each axis, or one for all.
///
/// # Examples
/// ```
/// use nd_ooc::{Boundaries, Boundary};
///
/// let globe = Boundaries::from([Boundary::Nearest, Boundary::<f32>::Wrap]); // latitude, longitude
/// assert_ne!(globe, Boundaries::from(Boundary::Wrap));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Boundaries<T>(Vec<Boundary<T>>, bool);

impl<T: Copy> Boundaries<T> {
    /// One for each of so many axes.
    #[track_caller]
    pub(super) fn each(&self, op: &str, ndim: usize) -> Vec<Boundary<T>> {
        if self.1 {
            return vec![self.0[0]; ndim];
        }
        let given = self.0.len();
        assert!(given == ndim, "{op}: boundaries for {given} axes of an array of {ndim}");
        self.0.clone()
    }
}

impl<T> From<Boundary<T>> for Boundaries<T> {
    fn from(one: Boundary<T>) -> Boundaries<T> {
        Boundaries(vec![one], true)
    }
}

impl<T, const N: usize> From<[Boundary<T>; N]> for Boundaries<T> {
    fn from(each: [Boundary<T>; N]) -> Boundaries<T> {
        Boundaries(each.into(), false)
    }
}
