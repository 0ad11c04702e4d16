//! Entries that are read from a file, and those that its symmetry puts across the diagonal.

use super::element::MarketElement;
use crate::coordinates::Coo;
use crate::element::SparseElement;
use crate::error::SparseError;
use crate::index::Index;

/// What stands on the other side of the diagonal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symmetry {
    General,
    Symmetric,
    Skew,
    Hermitian,
}

impl Symmetry {
    pub(super) const ALL: [(&'static str, Symmetry); 4] = [
        ("general", Symmetry::General),
        ("symmetric", Symmetry::Symmetric),
        ("skew-symmetric", Symmetry::Skew),
        ("hermitian", Symmetry::Hermitian),
    ];
}

/// Entries that are read.
pub(super) struct Entries<T, I> {
    coords: [Vec<I>; 2],
    values: Vec<T>,
    symmetry: Symmetry,
}

impl<T: MarketElement, I: Index> Entries<T, I> {
    pub(super) fn new(symmetry: Symmetry, capacity: usize) -> Self {
        let coords = [Vec::with_capacity(capacity), Vec::with_capacity(capacity)];
        Entries { coords, values: Vec::with_capacity(capacity), symmetry }
    }

    /// Adds an entry, and the one across the diagonal.
    pub(super) fn push(&mut self, row: usize, column: usize, value: T) {
        self.put(row, column, value);
        if row != column {
            match self.symmetry {
                Symmetry::General => {}
                Symmetry::Symmetric => self.put(column, row, value),
                Symmetry::Skew => self.put(column, row, value.negated()),
                Symmetry::Hermitian => self.put(column, row, value.conjugated()),
            }
        }
    }

    fn put(&mut self, row: usize, column: usize, value: T) {
        self.coords[0].push(I::from_position(row));
        self.coords[1].push(I::from_position(column));
        self.values.push(value);
    }

    pub(super) fn into_coo(self, shape: [usize; 2]) -> Result<Coo<T, I>, SparseError>
    where
        T: SparseElement<I>,
    {
        Coo::from_coords(shape, self.coords.into(), self.values)
    }
}
