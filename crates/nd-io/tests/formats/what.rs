//! The table "what nd reads and writes" of the guide: every cell is tried, and the page is what came of it.
//!
//! `ND_IO_GUIDE=write cargo test -p nd-io --test formats what` writes the page anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use nd_core::{AnyArray, Array, DType, s};
use nd_io::{CreateOptions, Error, ErrorKind};

use crate::what_rows::ROWS;

/// What is tried for a cell: the folders of the fixtures and of what is written.
pub(crate) type Try = fn(&Place) -> Result<(), Error>;

/// Where a cell is tried.
pub(crate) struct Place {
    tests: PathBuf,
    written: PathBuf,
}

/// What the table says of one direction.
#[derive(Clone, Copy)]
pub(crate) enum Cell {
    /// It is done.
    Yes(Try),
    /// It is refused, in words that say why.
    Refused(Try, &'static str),
    /// There is no such thing.
    None,
}

/// A row of the table.
pub(crate) struct Row {
    pub(crate) format: &'static str,
    pub(crate) feature: &'static str,
    pub(crate) read: Cell,
    pub(crate) written: Cell,
}

impl Place {
    /// A fixture that others made.
    pub(crate) fn fixture(&self, path: &str) -> PathBuf {
        self.tests.join(path)
    }

    /// A file to be written.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.written.join(name)
    }

    /// Reads an array of a fixture through the door.
    pub(crate) fn read(&self, path: &str) -> Result<AnyArray, Error> {
        nd_io::load_any(self.fixture(path))
    }

    /// Writes arrays of all element types through the door, and reads them back.
    pub(crate) fn write(
        &self,
        name: &str,
        dtypes: &[DType],
        options: &CreateOptions,
    ) -> Result<(), Error> {
        for &dtype in dtypes {
            let array =
                AnyArray::from(Array::from_shape_vec([6, 4], (0..24u8).map(|i| i % 2).collect()));
            let array = array.cast(dtype);
            let path = self.file(name);
            if *options == CreateOptions::default() {
                nd_io::save_any(&path, &array)?;
            } else {
                let out = nd_io::create(&path, array.shape(), dtype, options)?;
                out.write_any(s![], &array)?;
                out.finish()?;
            }
            assert_eq!(nd_io::load_any(&path)?, array, "{name}: {dtype}");
        }
        Ok(())
    }
}

#[test]
fn the_table_of_the_guide_is_what_is_read_and_written() {
    let written = std::env::temp_dir().join(format!("nd-what-{}", std::process::id()));
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut table = String::from("| format | feature | read | written |\n|---|---|---|---|\n");
    for row in ROWS {
        let fresh = written.join("row");
        std::fs::create_dir_all(&fresh).unwrap();
        let place = Place { tests: tests.clone(), written: fresh.clone() };
        let name = format!("{}, {}", row.format, row.feature);
        let read = tried(row.read, &place, &format!("{name}, read"));
        let kept = tried(row.written, &place, &format!("{name}, written"));
        writeln!(table, "| {} | {} | {read} | {kept} |", row.format, row.feature).unwrap();
        std::fs::remove_dir_all(&fresh).unwrap();
    }
    std::fs::remove_dir_all(&written).unwrap();
    in_the_guide(&table);
}

/// Tries a cell; the words for it.
fn tried(cell: Cell, place: &Place, name: &str) -> String {
    match cell {
        Cell::None => "–".to_owned(),
        Cell::Yes(what) => {
            what(place).unwrap_or_else(|error| panic!("{name}: {error}"));
            "yes".to_owned()
        }
        Cell::Refused(what, words) => {
            let error = match what(place) {
                Ok(()) => panic!("{name}: not refused"),
                Err(error) => error,
            };
            let refusal = matches!(
                error.kind(),
                ErrorKind::Unsupported { .. }
                    | ErrorKind::Npy(_)
                    | ErrorKind::Shape(_)
                    | ErrorKind::NameNeeded { .. }
            );
            assert!(refusal && error.to_string().contains(words), "{name}: {error}");
            format!("refused: “{words}”")
        }
    }
}

/// Holds the table against the page, or writes it there.
fn in_the_guide(table: &str) {
    const BEGIN: &str =
        "<!-- what nd reads and writes: made by crates/nd-io/tests/formats/what.rs -->\n";
    const END: &str = "<!-- end of the table -->\n";
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nd/guide/files.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the page has the table's beginning");
    let (there, after) = rest.split_once(END).expect("the page has the table's end");
    if std::env::var("ND_IO_GUIDE").is_ok_and(|what| what == "write") {
        std::fs::write(&page, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
    } else {
        let first = there.lines().zip(table.lines()).find(|(there, now)| there != now);
        assert!(
            there == table,
            "files.md is not what is true: {first:?}; see the head of this file"
        );
    }
}
