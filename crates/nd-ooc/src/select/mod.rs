//! What masks pick, arrays whose lengths are known once the true entries have been counted; and what chunked positions name.

mod nonzero;
mod selected;
mod table;
mod taken;

pub(crate) use table::{Piece, Table};
