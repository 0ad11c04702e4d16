//! Any bytes as a netCDF classic file: everything in it is read, up to a megabyte an array.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nd_io::{Dataset, Error, NetCdfFile, ReadBlocks, Region};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(file) = NetCdfFile::from_bytes(bytes.to_vec()) {
        for name in file.names().take(50) {
            let Ok(array) = file.dataset(name) else { continue };
            if read_array(&array).is_ok() && array.info().size() <= 1 << 16 {
                let _ = file.texts(name);
            }
            if let Ok(decoded) = array.decoded() {
                let _ = read_array(&decoded);
            }
        }
    }
});

fn read_array(array: &Dataset) -> Result<(), Error> {
    let (shape, nbytes) = (array.info().shape, array.info().nbytes()?);
    if nbytes <= 1 << 20 {
        return array.read_block(&Region::all(shape), &mut vec![0; nbytes]);
    }
    let last: Vec<usize> = shape.iter().map(|n| n - 1).collect();
    let one = Region::new(last, vec![1; shape.len()]);
    array.read_block(&one, &mut vec![0; array.info().dtype.itemsize()])
}
