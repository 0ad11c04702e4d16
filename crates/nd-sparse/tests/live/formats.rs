//! Operands in the format that the case asks for.

use crate::case::{Bytes, Case};
use nd_sparse::{Bsr, Coo, Csc, Csr, Dia, Dok, Lil, SparseElement};

pub(crate) enum Held<T: SparseElement> {
    Rows(Csr<T>),
    Columns(Csc<T>),
    Coordinates(Coo<T>),
    Blocks(Bsr<T>),
    Diagonals(Dia<T>),
    Map(Dok<T>),
    Lists(Lil<T>),
}

/// An operand of a case; an empty matrix where it has none of that name.
pub(crate) fn held<T: SparseElement + Bytes>(case: &Case<'_>, name: &str) -> Held<T> {
    if !case.has(name) {
        return Held::Rows(Csr::zeros([0, 0]));
    }
    let (format, coo, block) = case.entries::<T>(name);
    match format {
        "csr" => Held::Rows(coo.to_csr()),
        "csc" => Held::Columns(coo.to_csc()),
        "coo" => Held::Coordinates(coo),
        "bsr" => Held::Blocks(Bsr::from_csr(&coo.to_csr(), block)),
        "dia" => Held::Diagonals(Dia::from_csr(&coo.to_csr())),
        "dok" => Held::Map(Dok::try_from(&coo).unwrap()),
        "lil" => Held::Lists(Lil::try_from(&coo).unwrap()),
        other => panic!("no format {other}"),
    }
}

impl<T: SparseElement> Held<T> {
    pub(crate) fn rows(&self) -> Csr<T> {
        match self {
            Held::Rows(a) => a.clone(),
            Held::Columns(a) => a.to_csr(),
            Held::Coordinates(a) => a.to_csr(),
            Held::Blocks(a) => a.to_csr(),
            Held::Diagonals(a) => a.to_csr(),
            Held::Map(a) => a.to_csr(),
            Held::Lists(a) => a.to_csr(),
        }
    }
}
