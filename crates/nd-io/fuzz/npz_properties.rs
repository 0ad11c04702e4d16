//! What holds for every archive, whatever is in it: every member is an error or an array, within the
//! limit. The fuzz target `npz` and `tests/npy_corpus.rs` check it.

use nd_core::s;
use nd_io::Npz;

const LIMIT: u64 = 1 << 20;

pub(crate) fn check(data: &[u8]) {
    let Ok(archive) = Npz::from_bytes(data.to_vec()) else { return };
    let archive = archive.with_limit(LIMIT);
    for name in archive.names().take(8) {
        let whole = archive.load_any(name);
        if let (Ok(whole), Ok(ds)) = (&whole, archive.dataset(name)) {
            let part = ds.read_any(s![]).expect("all of what was read before");
            assert_eq!((part.dtype(), part.shape()), (whole.dtype(), whole.shape()));
        }
        let _ = archive.load_strings(name);
        let _ = archive.header(name);
    }
}
