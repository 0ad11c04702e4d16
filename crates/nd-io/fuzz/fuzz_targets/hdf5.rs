//! Any bytes as an HDF5 file: everything in it is read, up to a megabyte an array.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nd_io::zerocopy::{FromBytes, Immutable, IntoBytes};
use nd_io::{Error, Hdf5File, Hdf5Group, Hdf5Kind, ReadBlocks, Record, Region};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(file) = Hdf5File::from_bytes(bytes.to_vec()) {
        let _ = file.root().entries();
        let _ = file.path_of(bytes.len() as u64);
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
            Ok(kind) => read_any(group, name, kind),
            Err(_) => {}
        }
    }
}

fn read_any(group: &Hdf5Group, name: &str, kind: Hdf5Kind) {
    match kind {
        Hdf5Kind::Numbers => drop(read_array(group, name)),
        Hdf5Kind::Texts => drop(group.texts(name).and_then(|texts| texts.read_lossy())),
        Hdf5Kind::Lists => drop(group.lists(name).and_then(|lists| lists.read_any())),
        Hdf5Kind::References => {
            drop(group.references(name).and_then(|references| references.paths()));
        }
        Hdf5Kind::Records => {
            drop(group.records::<Pair>(name));
            for member in group.members(name).unwrap_or_default().iter().take(20) {
                read_any(group, &format!("{name}/{}", member.name), member.kind);
            }
        }
        _ => {}
    }
}

#[derive(Clone, Copy, Record, FromBytes, IntoBytes, Immutable)]
#[zerocopy(crate = "nd_io::zerocopy")]
#[repr(C)]
struct Pair {
    a: i32,
    b: f32,
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
