//! The data and what NumPy found in them (`golden/climate.py`).

use nd::prelude::*;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/climate/golden");

/// A result of NumPy's.
pub(crate) fn golden<T: nd::io::StoredElement>(name: &str) -> Array<T> {
    nd::load(format!("{FOLDER}/{name}.npy")).unwrap()
}

/// Yearly means and their latitudes.
pub(crate) fn yearly() -> (Array<f64>, Array<f64>) {
    let field = crate::field::Field::open(crate::DATA.as_ref()).unwrap();
    (field.values.cast().compute().unwrap(), field.latitude)
}
