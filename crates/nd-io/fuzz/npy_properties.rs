//! What holds for every `.npy` file of numbers, strings and records, whatever is in it: an error, or an
//! array that is written back the same. The fuzz target `npy` and `tests/npy_corpus.rs` check it.

use nd_io::zerocopy::{FromBytes, Immutable, IntoBytes};
use nd_io::{FixedBytes, Record};

#[derive(Clone, Copy, Record, FromBytes, IntoBytes, Immutable)]
#[zerocopy(crate = "nd_io::zerocopy")]
#[repr(C, packed)]
struct Star {
    name: FixedBytes<4>,
    magnitude: f32,
    position: [i16; 2],
}

pub(crate) fn check(data: &[u8]) {
    if let Ok(any) = nd_io::read_npy_any(data) {
        let mut again = Vec::new();
        nd_io::write_npy_any(&mut again, &any).expect("writing to memory");
        let back = nd_io::read_npy_any(&again[..]).expect("what was written is read");
        assert_eq!((back.dtype(), back.shape()), (any.dtype(), any.shape()));
    }
    if let Ok(a) = nd_io::npy_from_bytes::<f64>(data) {
        assert!(a.size() * 8 <= data.len());
    }
    if let Ok(strings) = nd_io::read_strings(data) {
        let mut again = Vec::new();
        nd_io::write_strings(&mut again, &strings).expect("writing to memory");
        assert_eq!(nd_io::read_strings(&again[..]).expect("what was written is read"), strings);
    }
    if let Ok(stars) = nd_io::read_records::<Star>(data) {
        assert!(stars.size() * 12 <= data.len());
    }
}
