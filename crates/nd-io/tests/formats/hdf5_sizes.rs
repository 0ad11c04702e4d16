//! Files in which addresses and lengths take other numbers of bytes than eight.

use std::path::PathBuf;

use nd_core::array;
use nd_io::{Attribute, Hdf5File};

#[test]
fn addresses_and_lengths_of_unequal_widths() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/h5");
    for sizes in ["4_8", "8_4", "4_4"] {
        for version in ["earliest", "latest"] {
            let path = folder.join(format!("sizes_{sizes}_{version}.h5"));
            let root = Hdf5File::open(&path).unwrap().root();
            assert_eq!(root.names().unwrap(), ["g", "x"], "{}", path.display());
            assert_eq!(nd_io::load::<i32>(path.join("x")).unwrap(), array![0, 1, 2, 3, 4]);
            assert_eq!(root.texts("g/names").unwrap().read().unwrap(), ["a", "bb"]);
            let packed = root.load::<f64>("g/packed").unwrap().into_vec();
            assert_eq!(packed, (0..20).map(f64::from).collect::<Vec<_>>());
            let attributes = root.group("g").unwrap().attributes().unwrap();
            assert_eq!(attributes.len(), 20);
            assert_eq!(attributes["n19"], Attribute::from(19_i64));
        }
    }
}
