//! Any bytes as an HDF5 file: everything in it is read, up to a megabyte an array.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nd_io::{Error, Hdf5File, Hdf5Group, Hdf5Kind, ReadBlocks, Region};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(file) = Hdf5File::from_bytes(bytes.to_vec()) {
        let _ = file.root().arrays();
        read_group(&file.root(), 0);
    }
});

fn read_group(group: &Hdf5Group, depth: usize) {
    let _ = group.attributes();
    for name in group.names().unwrap_or_default().iter().take(50) {
        match group.kind(name) {
            Ok(Hdf5Kind::Group) if depth < 3 => {
                if let Ok(inner) = group.group(name) {
                    read_group(&inner, depth + 1);
                }
            }
            Ok(Hdf5Kind::Numbers) => drop(read_array(group, name)),
            Ok(Hdf5Kind::Texts) => drop(group.texts(name).and_then(|texts| texts.read())),
            _ => {}
        }
    }
}

fn read_array(group: &Hdf5Group, name: &str) -> Result<(), Error> {
    let array = group.dataset(name)?;
    let shape = array.info().shape;
    let nbytes = array.info().nbytes()?;
    if nbytes <= 1 << 20 {
        return array.read_block(&Region::all(shape), &mut vec![0; nbytes]);
    }
    let last: Vec<usize> = shape.iter().map(|n| n - 1).collect();
    let one = Region::new(last, vec![1; shape.len()]);
    array.read_block(&one, &mut vec![0; array.info().dtype.itemsize()])
}
