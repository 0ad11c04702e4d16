//! Text, from the outside in: how it is to be read, where its fields are, numbers, arrays of them,
//! tables, and the way back.

mod dialect;
mod encoding;
mod options;

mod digits;
mod powers;

mod float;

mod element;

mod header;
mod layout;
mod packed;
mod pieces;

mod par;
mod rows;

mod read;
mod reader;

mod column;
mod kinds;
mod table;

mod source;

mod number;
mod scientific;
mod write;
mod writer;

pub use column::{Column, TextColumn};
pub use element::TextElement;
pub use encoding::TextEncoding;
pub use number::FloatStyle;
pub use options::{ColumnRef, Delimiter, Header, TextOptions};
pub use read::{load_text, open_text, read_text, text_from_bytes};
pub use reader::TextReader;
pub use source::TextSource;
pub use table::{Table, load_table, table_from_bytes};
pub use write::{TextWriteOptions, save_text, write_text};
pub use writer::TextWriter;

pub(crate) use packed::GZIP;
pub(crate) use read::load_file;
pub(crate) use write::save_view;
