//! The `.npy` format, from the outside in: what can go wrong, the header, the files.

mod fault;
mod literal;

mod descr;
mod kind;

mod header;

mod read;
mod write;

mod append;
mod record;
mod stored;
mod text;
mod times;

pub use append::append_npy;
pub use fault::NpyFault;
pub use header::{NpyHeader, NpyVersion};
pub use kind::{NpyField, NpyType};
pub use read::{load_header, load_npy, npy_from_bytes, read_npy, read_npy_any};
pub use record::{FixedBytes, Record, RecordField, read_records, save_records, write_records};
pub use text::{read_strings, save_strings, write_strings};
pub use times::{read_times, save_times, write_times};
pub use write::{
    FileOrder, NpyOptions, save_npy, save_npy_with, write_npy, write_npy_any, write_npy_with,
};

pub(crate) use append::rerender;
pub(crate) use header::read_full;
pub(crate) use read::{check_dtype, check_length, load_file, read_data};
pub(crate) use record::{
    load_file as load_records_file, read_data_of as load_records_from,
    write_data as write_records_to,
};
pub(crate) use stored::{create_npy, edit_npy, open_npy, refuse_extras};
pub(crate) use text::{
    load_file as load_strings_file, read_array as load_strings_from,
    write_array as write_strings_to,
};
pub(crate) use times::{
    load_file as load_times_file, read_array as load_times_from, write_array as write_times_to,
};
pub(crate) use write::{save_view, write_elements, write_view as write_npy_to};
