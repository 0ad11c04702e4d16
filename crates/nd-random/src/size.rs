//! [`Size`]: where drawn numbers go.

use nd_core::{Array, Filled, Shape, Slots, ViewMut};
use sealed::Fill;
pub(crate) use sealed::{Made, Target};

/// Where drawn numbers go, which is also how many are drawn.
///
/// | given | drawn | returned |
/// |---|---|---|
/// | `()` | one number | the number |
/// | `5`, `[2, 3]`, `&shape[..]`, a [`Shape`] | a new array, in C order | the array |
/// | `a.view_mut()`, `&mut a` | every element of `a`, in C order | nothing |
/// | [`FromParameters`] | an array of the shape that the parameters broadcast to | the array |
///
/// Parameters that are arrays broadcast to the size; they do not stretch it.
///
/// # NumPy
/// `size=None`, `size=(2, 3)`, `out=a`.
///
/// # Examples
/// ```
/// use nd_random::{FromParameters, default_rng};
///
/// let mut rng = default_rng(1);
/// let one: f64 = rng.random(());
/// let mut all = nd_core::Array::<f64>::zeros([2, 3]);
/// rng.random(&mut all); // fills what exists
/// let drawn = rng.normal([0.0, 100.0], 1.0, FromParameters)?;
/// assert_eq!(drawn.shape(), [2]);
/// # Ok::<(), nd_random::RandomError>(())
/// ```
pub trait Size<T>: sealed::Fill<T> {}
impl<T, S: sealed::Fill<T>> Size<T> for S {}

/// The size that the parameters of a draw broadcast to; see [`Size`].
#[derive(Clone, Copy, Debug)]
pub struct FromParameters;

pub(crate) mod sealed {
    use nd_core::{Array, Filled, Shape, Slots, ViewMut};

    /// What a draw does with a size.
    pub trait Fill<T>: Sized {
        /// What the draw returns.
        type Out;
        /// The shape; `None` for that of the parameters.
        fn shape(&self) -> Option<Shape>;
        /// Takes `draw()` for each element, in C order; `shape` is the resolved one.
        fn fill(self, shape: Shape, draw: impl FnMut() -> T) -> Self::Out;
        /// As [`fill`](Self::fill), a contiguous part at a time.
        fn fill_slots(
            self,
            shape: Shape,
            fill: impl for<'s> FnMut(Slots<'s, T>) -> Filled<'s>,
        ) -> Self::Out;
        /// In parts of `part` elements on all threads, each told where it starts; gives the
        /// size back if the elements do not lie one after the other.
        fn fill_parallel(
            self,
            shape: Shape,
            part: usize,
            fill: impl for<'s> Fn(usize, Slots<'s, T>) -> Filled<'s> + Sync,
        ) -> Result<Self::Out, Self>;
        /// Whether it is one number; then [`single`](Self::single) is what the draw returns.
        const SINGLE: bool = false;
        fn single(_: T) -> Self::Out {
            unreachable!("only one number is single")
        }
        /// Lets `run` draw into the size without its type.
        fn through<E>(
            self,
            run: impl FnOnce(Target<'_, T>) -> Result<Made<T>, E>,
        ) -> Result<Self::Out, E>;
    }

    /// A size without its type, so that what fills it is compiled once.
    #[allow(clippy::large_enum_variant, reason = "it is handed down once a draw")]
    pub enum Target<'a, T> {
        /// One number.
        One,
        /// A new array.
        New(Shape),
        /// A new array of the shape that the parameters broadcast to.
        FromParameters,
        /// An array that is there.
        Existing(ViewMut<'a, T>),
    }

    /// What came of a [`Target`].
    #[allow(clippy::large_enum_variant, reason = "it is handed up once a draw")]
    pub enum Made<T> {
        One(T),
        New(Array<T>),
        Existing,
    }
}

/// Fills an array a contiguous part at a time; compiled once an element type.
fn fill_any<T: Copy + Send>(
    target: Target<'_, T>,
    shape: Shape,
    fill: &mut dyn for<'s> FnMut(Slots<'s, T>) -> Filled<'s>,
) -> Made<T> {
    match target {
        Target::Existing(mut view) => {
            ViewMut::fill_slots(&mut view, fill);
            Made::Existing
        }
        Target::One => Made::One(Array::from_slots((), fill)[[]]),
        Target::New(_) | Target::FromParameters => Made::New(Array::from_slots(shape, fill)),
    }
}

/// As [`fill_any`], in parts on all threads, where the elements lie one after the other.
#[allow(clippy::result_large_err, reason = "the target is given back once a draw")]
fn fill_any_parallel<'a, T: Copy + Send>(
    target: Target<'a, T>,
    shape: Shape,
    part: usize,
    fill: &(dyn for<'s> Fn(usize, Slots<'s, T>) -> Filled<'s> + Sync),
) -> Result<Made<T>, Target<'a, T>> {
    match target {
        Target::One => Err(Target::One),
        Target::Existing(mut view) => match view.fill_slots_parallel(part, fill) {
            true => Ok(Made::Existing),
            false => Err(Target::Existing(view)),
        },
        Target::New(_) | Target::FromParameters => {
            Ok(Made::New(Array::from_slots_parallel(shape, part, fill)))
        }
    }
}

impl<T: Copy + Send> Fill<T> for Target<'_, T> {
    type Out = Made<T>;

    fn shape(&self) -> Option<Shape> {
        match self {
            Target::One => Some(Shape::from(())),
            Target::New(shape) => Some(*shape),
            Target::FromParameters => None,
            Target::Existing(view) => Some(Shape::from(view.shape())),
        }
    }
    #[inline(always)]
    fn fill(self, shape: Shape, mut draw: impl FnMut() -> T) -> Made<T> {
        if let Target::One = self {
            return Made::One(draw());
        }
        fill_any(self, shape, &mut |slots| slots.fill_with(&mut draw))
    }
    fn fill_slots(
        self,
        shape: Shape,
        mut fill: impl for<'s> FnMut(Slots<'s, T>) -> Filled<'s>,
    ) -> Made<T> {
        fill_any(self, shape, &mut fill)
    }
    fn fill_parallel(
        self,
        shape: Shape,
        part: usize,
        fill: impl for<'s> Fn(usize, Slots<'s, T>) -> Filled<'s> + Sync,
    ) -> Result<Made<T>, Self> {
        fill_any_parallel(self, shape, part, &fill)
    }
    fn through<E>(
        self,
        run: impl FnOnce(Target<'_, T>) -> Result<Made<T>, E>,
    ) -> Result<Made<T>, E> {
        run(self)
    }
}

impl<T: Copy + Send> Target<'_, T> {
    /// Takes `of(bits)` for each element, in C order; `shape` is the resolved one.
    #[inline(always)]
    pub(crate) fn draw<B>(
        self,
        shape: Shape,
        bits: &mut B,
        mut of: impl FnMut(&mut B) -> T,
    ) -> Made<T> {
        if let Target::One = self {
            return Made::One(of(bits));
        }
        fill_any(self, shape, &mut |slots| fill_slots(bits, &mut of, slots))
    }
}

/// A function by itself, whose arguments are known to lie apart: the state of `bits` stays in registers,
/// where a closure's captures are read and written again for every number.
#[inline(never)]
fn fill_slots<'s, T: Copy, B>(
    bits: &mut B,
    of: &mut impl FnMut(&mut B) -> T,
    slots: Slots<'s, T>,
) -> Filled<'s> {
    slots.fill_with(|| of(bits))
}

impl<T> Made<T> {
    /// The one number that was asked for.
    #[inline]
    fn one(self) -> T {
        match self {
            Made::One(x) => x,
            _ => unreachable!("one number was asked for"),
        }
    }

    /// The new array that was asked for.
    #[inline]
    pub(crate) fn array(self) -> Array<T> {
        match self {
            Made::New(array) => array,
            _ => unreachable!("a new array was asked for"),
        }
    }
}

/// Takes `of(bits)` for each element of a size that no parameters could change.
#[inline(always)]
pub(crate) fn fill<T: Copy + Send, B>(
    to: Target<'_, T>,
    bits: &mut B,
    of: impl FnMut(&mut B) -> T,
) -> Made<T> {
    let shape = to.shape().unwrap_or(Shape::from(()));
    to.draw(shape, bits, of)
}

/// A new array of a shape.
fn array<T: Copy>(shape: Shape, mut draw: impl FnMut() -> T) -> Array<T> {
    Array::from_slots(shape, |slots| slots.fill_with(&mut draw))
}

impl<T: Copy> Fill<T> for () {
    type Out = T;

    #[inline(always)]
    fn shape(&self) -> Option<Shape> {
        Some(Shape::from(()))
    }
    #[inline(always)]
    fn fill(self, _: Shape, mut draw: impl FnMut() -> T) -> T {
        draw()
    }
    fn fill_slots(self, shape: Shape, fill: impl for<'s> FnMut(Slots<'s, T>) -> Filled<'s>) -> T {
        Array::from_slots(shape, fill)[[]]
    }
    fn fill_parallel(
        self,
        _: Shape,
        _: usize,
        _: impl for<'s> Fn(usize, Slots<'s, T>) -> Filled<'s> + Sync,
    ) -> Result<T, ()> {
        Err(self)
    }
    const SINGLE: bool = true;
    #[inline(always)]
    fn single(x: T) -> T {
        x
    }
    #[inline]
    fn through<E>(self, run: impl FnOnce(Target<'_, T>) -> Result<Made<T>, E>) -> Result<T, E> {
        run(Target::One).map(Made::one)
    }
}

macro_rules! new_array {
    ($([$($gen:tt)*] $Size:ty, $size:ident => $shape:expr;)*) => {$(
        impl<T: Copy + Send, $($gen)*> Fill<T> for $Size {
            type Out = Array<T>;

            fn shape(&self) -> Option<Shape> {
                let $size = self;
                $shape
            }
            fn fill(self, shape: Shape, draw: impl FnMut() -> T) -> Array<T> {
                array(shape, draw)
            }
            fn fill_slots(
                self,
                shape: Shape,
                fill: impl for<'s> FnMut(Slots<'s, T>) -> Filled<'s>,
            ) -> Array<T> {
                Array::from_slots(shape, fill)
            }
            fn fill_parallel(
                self,
                shape: Shape,
                part: usize,
                fill: impl for<'s> Fn(usize, Slots<'s, T>) -> Filled<'s> + Sync,
            ) -> Result<Array<T>, Self> {
                Ok(Array::from_slots_parallel(shape, part, fill))
            }
            #[inline]
            fn through<E>(
                self,
                run: impl FnOnce(Target<'_, T>) -> Result<Made<T>, E>,
            ) -> Result<Array<T>, E> {
                let shape = Fill::<T>::shape(&self);
                run(shape.map_or(Target::FromParameters, Target::New)).map(Made::array)
            }
        }
    )*};
}
new_array! {
    [] usize, n => Some(Shape::from(*n));
    [] Shape, shape => Some(*shape);
    [const N: usize] [usize; N], shape => Some(Shape::from(*shape));
    [] &[usize], shape => Some(Shape::from(*shape));
    [] Vec<usize>, shape => Some(Shape::from(&shape[..]));
    [] FromParameters, _parameters => None;
}

impl<T: Copy + Send> Fill<T> for ViewMut<'_, T> {
    type Out = ();

    fn shape(&self) -> Option<Shape> {
        Some(Shape::from(ViewMut::shape(self)))
    }
    fn fill(mut self, _: Shape, mut draw: impl FnMut() -> T) {
        ViewMut::fill_slots(&mut self, |slots| slots.fill_with(&mut draw));
    }
    fn fill_slots(mut self, _: Shape, fill: impl for<'s> FnMut(Slots<'s, T>) -> Filled<'s>) {
        ViewMut::fill_slots(&mut self, fill);
    }
    fn fill_parallel(
        mut self,
        _: Shape,
        part: usize,
        fill: impl for<'s> Fn(usize, Slots<'s, T>) -> Filled<'s> + Sync,
    ) -> Result<(), Self> {
        if self.fill_slots_parallel(part, fill) { Ok(()) } else { Err(self) }
    }
    #[inline]
    fn through<E>(self, run: impl FnOnce(Target<'_, T>) -> Result<Made<T>, E>) -> Result<(), E> {
        run(Target::Existing(self)).map(drop)
    }
}

impl<T: Copy + Send> Fill<T> for &mut Array<T> {
    type Out = ();

    fn shape(&self) -> Option<Shape> {
        Some(Shape::from(Array::shape(self)))
    }
    fn fill(self, shape: Shape, draw: impl FnMut() -> T) {
        Fill::fill(self.view_mut(), shape, draw);
    }
    fn fill_slots(self, shape: Shape, fill: impl for<'s> FnMut(Slots<'s, T>) -> Filled<'s>) {
        Fill::fill_slots(self.view_mut(), shape, fill);
    }
    fn fill_parallel(
        self,
        _: Shape,
        part: usize,
        fill: impl for<'s> Fn(usize, Slots<'s, T>) -> Filled<'s> + Sync,
    ) -> Result<(), Self> {
        if self.view_mut().fill_slots_parallel(part, fill) { Ok(()) } else { Err(self) }
    }
    #[inline]
    fn through<E>(self, run: impl FnOnce(Target<'_, T>) -> Result<Made<T>, E>) -> Result<(), E> {
        run(Target::Existing(self.view_mut())).map(drop)
    }
}
