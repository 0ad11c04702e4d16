//! Printing, as SciPy prints.

use crate::blocks::{Bsr, Dia};
use crate::builders::{Dok, Lil};
use crate::compressed::Compressed;
use crate::coordinates::Coo;
use crate::element::SparseElement;
use crate::index::Index;
use crate::orientation::Orientation;
use crate::vector::SparseVector;
use nd_core::{PrintElement, Typed};
use std::fmt;

/// Where more entries are stored than these, the first and the last half of these are printed.
const MOST: usize = 50;

/// What stands above the entries.
struct Head<'a> {
    format: &'a str,
    nnz: usize,
    /// What the format says besides: blocks, diagonals.
    more: String,
    shape: &'a [usize],
}

impl Head<'_> {
    fn write<T: Typed>(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Head { format, nnz, more, shape } = self;
        writeln!(f, "<{format} sparse array of dtype '{}'", T::DTYPE)?;
        write!(f, "\twith {nnz} stored elements{more} and shape {}>", tuple(shape))
    }

    fn print<T: Typed>(
        &self,
        f: &mut fmt::Formatter<'_>,
        shown: Vec<(Vec<usize>, T)>,
    ) -> fmt::Result {
        self.write::<T>(f)?;
        if self.nnz == 0 {
            return Ok(());
        }
        write!(f, "\n  Coords\tValues")?;
        for (at, (index, value)) in shown.iter().enumerate() {
            if self.nnz > MOST && at == MOST / 2 {
                write!(f, "\n  :\t:")?;
            }
            write!(f, "\n  {}\t{}", tuple(index), value.alone())?;
        }
        Ok(())
    }
}

/// The entries that are printed, of `nnz`.
fn shown<E>(nnz: usize, entries: impl Iterator<Item = E>) -> Vec<E> {
    let half = MOST / 2;
    let in_sight = |at: &usize| nnz <= MOST || *at < half || *at >= nnz - half;
    entries.enumerate().filter(|(at, _)| in_sight(at)).map(|(_, entry)| entry).collect()
}

/// As [`shown`], of a matrix.
fn pairs<T>(nnz: usize, entries: impl Iterator<Item = (usize, usize, T)>) -> Vec<(Vec<usize>, T)> {
    let pair = |(row, column, value)| (vec![row, column], value);
    shown(nnz, entries).into_iter().map(pair).collect()
}

/// A tuple as Python writes it.
fn tuple(items: &[usize]) -> String {
    let items: Vec<String> = items.iter().map(usize::to_string).collect();
    if items.len() == 1 { format!("({},)", items[0]) } else { format!("({})", items.join(", ")) }
}

/// `{}` and `{:?}` of one format.
macro_rules! prints {
    ($([$($generic:tt)*] $Type:ty, $head:expr, $entries:expr;)*) => {$(
        impl<$($generic)*> fmt::Display for $Type {
            /// The entries as SciPy prints them.
            ///
            /// # SciPy
            /// `print(a)`.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let shape = self.shape();
                let (format, nnz, more) = $head(self);
                Head { format, nnz, more, shape: shape.as_ref() }.print(f, $entries(self))
            }
        }

        impl<$($generic)*> fmt::Debug for $Type {
            /// Format, type, number of entries and shape.
            ///
            /// # SciPy
            /// `repr(a)`.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let shape = self.shape();
                let (format, nnz, more) = $head(self);
                Head { format, nnz, more, shape: shape.as_ref() }.write::<T>(f)
            }
        }
    )*};
}

prints! {
    [T: Typed, I: Index, O: Orientation] Compressed<T, I, O>,
        |a: &Self| (O::NAME, a.nnz(), String::new()),
        |a: &Self| pairs(a.nnz(), a.view().iter());
    [T: Typed, I: Index] Coo<T, I>,
        |a: &Self| ("COOrdinate", a.nnz(), String::new()),
        |a: &Self| shown(a.nnz(), a.iter());
    [T: SparseElement<I>, I: Index] Dok<T, I>,
        |a: &Self| ("Dictionary Of Keys", a.nnz(), String::new()),
        |a: &Self| pairs(a.nnz(), a.iter());
    [T: SparseElement<I>, I: Index] Lil<T, I>,
        |a: &Self| ("List of Lists", a.nnz(), String::new()),
        |a: &Self| pairs(a.nnz(), a.iter());
    [T: SparseElement<I>, I: Index] Bsr<T, I>,
        |a: &Self| {
            let [height, width] = a.block_shape();
            ("Block Sparse Row", a.nnz(), format!(" (blocksize={height}x{width})"))
        },
        |a: &Self| pairs(a.nnz(), a.iter());
    [T: SparseElement<I>, I: Index] Dia<T, I>,
        |a: &Self| ("DIAgonal", a.nnz(), format!(" ({} diagonals)", a.offsets().len())),
        |a: &Self| pairs(a.nnz(), a.iter());
    [T: Typed, I: Index] SparseVector<T, I>,
        |a: &Self| ("COOrdinate", a.nnz(), String::new()),
        |a: &Self| shown(a.nnz(), a.view().iter().map(|(at, x)| (vec![at], x)));
}

impl<T: PrintElement + Typed, I: Index> SparseVector<T, I> {
    fn shape(&self) -> [usize; 1] {
        [self.dim()]
    }
}
