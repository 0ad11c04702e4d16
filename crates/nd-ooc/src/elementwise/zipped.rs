//! Functions of the user's, element by element.

use super::{lift1, lift2, lift3};
use crate::chunked::Chunked;
use nd_core::{Array, CowArray, Typed};

impl<T: Typed> Chunked<T> {
    /// What `f` makes of each element, in one pass with what comes before and after.
    ///
    /// # NumPy
    /// `np.vectorize(f)(a)`, at the speed of a loop.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![1.0, 4.0]);
    /// assert_eq!(x.map(|v: f64| 2.5 * v + v.sqrt()).compute()?, array![3.5, 12.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn map<U: Typed>(&self, f: impl Fn(T) -> U + Send + Sync + 'static) -> Chunked<U> {
        let said = std::any::type_name_of_val(&f);
        lift1("map", said, self, move |a: CowArray<'_, T>| {
            nd_core::zip((&a.view(),)).map(|(a,)| f(a))
        })
    }
}

/// Two or three chunked arrays, to be walked together.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ooc::Chunked;
///
/// let (a, b) = (Chunked::from(array![1.0, 2.0]), Chunked::from(array![10.0]));
/// let c = nd_ooc::zip((&a, &b)).map(|(a, b)| a * b + 1.0);
/// assert_eq!(c.compute()?, array![11.0, 21.0]);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
pub fn zip<O>(operands: O) -> Zip<O> {
    Zip { operands }
}

/// Made by [`zip`].
pub struct Zip<O> {
    operands: O,
}

macro_rules! zipped {
    ($($lift:ident: $($T:ident $x:ident),*;)*) => {$(
        impl<$($T: Typed),*> Zip<($(&Chunked<$T>,)*)> {
            /// What `f` makes of the elements at each place, in one pass with what comes before and after.
            ///
            /// # Panics
            /// If the shapes do not broadcast together.
            #[track_caller]
            pub fn map<U: Typed>(
                self,
                f: impl Fn(($($T,)*)) -> U + Send + Sync + 'static,
            ) -> Chunked<U> {
                let ($($x,)*) = self.operands;
                zipped!(@ $lift ($($x),*) move |$($x: CowArray<'_, $T>),*| -> Array<U> {
                    nd_core::zip(($(&$x.view(),)*)).map(|($($x,)*)| f(($($x,)*)))
                })
            }
        }
    )*};
    (@ lift2 ($a:ident, $b:ident) $f:expr) => { lift2("zip", $a, $b, $f) };
    (@ lift3 ($a:ident, $b:ident, $c:ident) $f:expr) => { lift3("zip", ($a, $b, $c), $f) };
}
zipped! {
    lift2: A a, B b;
    lift3: A a, B b, C c;
}
