//! [`Place`]: where the files of an array or a group are, in a directory or in a ZIP archive of one.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::shard::Source;
use super::{corrupt, json, store};
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::npz::{Entry, Member, read_directory};
use crate::position::Store;

/// The most that one packed member may unpack to: what a chunk may have.
const MAX_MEMBER: u64 = 2 << 30;

/// The files that say what a directory is.
const NODES: [&str; 3] = ["zarr.json", ".zarray", ".zgroup"];

/// Where the files of an array or a group are.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    Directory(PathBuf),
    /// Of an archive, with what the names of members begin with: nothing, or a name and a slash.
    Zip(Arc<Archive>, String),
}

/// A store in a ZIP archive.
#[derive(Debug)]
pub(crate) struct Archive {
    store: Store,
    /// The members by name.
    members: BTreeMap<String, Entry>,
    path: PathBuf,
}

impl Archive {
    /// Reads the directory of an archive; `None` if it is no store.
    ///
    /// # Errors
    /// Those of the directory.
    pub(crate) fn open(file: File, path: &Path) -> Result<Option<Self>, Error> {
        let store = Store::File(file);
        let entries = read_directory(&store).map_err(of_zarr)?.entries.into_iter();
        let members: BTreeMap<String, Entry> = entries
            .filter(|entry| !entry.is_folder())
            .map(|entry| (entry.name.trim_start_matches("./").to_owned(), entry))
            .collect();
        let is_node = |name: &String| NODES.contains(&name.rsplit('/').next().unwrap_or(name));
        let found = members.keys().any(is_node);
        Ok(found.then(|| Self { store, members, path: path.to_owned() }))
    }

    fn source(self: &Arc<Self>, entry: &Entry) -> Result<Source<'static>, Error> {
        let member = Member { store: &self.store, entry, limit: MAX_MEMBER };
        member.bytes().map(Source::Owned).map_err(of_zarr)
    }
}

/// What is wrong with an archive is wrong with the store in it.
fn of_zarr(error: Error) -> Error {
    match error.kind() {
        ErrorKind::Corrupt { format: Format::Npz, what } => {
            corrupt(format!("in the ZIP archive: {what}"))
        }
        ErrorKind::Unsupported { format: Format::Npz, what } => {
            super::unsupported(format!("in the ZIP archive: {what}"))
        }
        _ => error,
    }
}

impl Place {
    /// All of an archive.
    pub(crate) fn of_archive(archive: Archive) -> Self {
        Self::Zip(Arc::new(archive), String::new())
    }

    /// A file of it; `None` when it is not there.
    ///
    /// # Errors
    /// The system's, and what is wrong with the archive.
    pub(super) fn open(&self, key: &str) -> Result<Option<Source<'static>>, Error> {
        match self {
            Self::Directory(root) => store::open(&root.join(key)),
            Self::Zip(archive, prefix) => match archive.members.get(&format!("{prefix}{key}")) {
                Some(entry) => {
                    archive.source(entry).map(Some).map_err(|error| error.at(self.path(key)))
                }
                None => Ok(None),
            },
        }
    }

    /// A metadata document, whole; `None` when it is not there.
    ///
    /// # Errors
    /// As [`open`](Self::open), and `LimitExceeded`.
    pub(super) fn document(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        match self {
            Self::Directory(root) => store::document(&root.join(key)),
            Self::Zip(archive, prefix) => {
                let Some(entry) = archive.members.get(&format!("{prefix}{key}")) else {
                    return Ok(None);
                };
                let member = Member { store: &archive.store, entry, limit: json::MAX_JSON };
                if entry.size > json::MAX_JSON {
                    let (what, asked, limit) = ("metadata", entry.size, json::MAX_JSON);
                    return Err(Error::from(ErrorKind::LimitExceeded { what, asked, limit })
                        .at(self.path(key)));
                }
                let bytes = member.bytes().map_err(of_zarr);
                bytes.map(Some).map_err(|error| error.at(self.path(key)))
            }
        }
    }

    /// What a file of it is called in messages.
    pub(super) fn path(&self, key: &str) -> PathBuf {
        match self {
            Self::Directory(root) if key.is_empty() => root.clone(),
            Self::Directory(root) => root.join(key),
            Self::Zip(archive, prefix) => {
                let inside = format!("{prefix}{key}");
                archive.path.join(inside.trim_end_matches('/'))
            }
        }
    }

    /// Where a node below is, by a name that may reach down.
    pub(crate) fn below(&self, name: &str) -> Self {
        match self {
            _ if name.is_empty() => self.clone(),
            Self::Directory(root) => Self::Directory(root.join(name)),
            Self::Zip(archive, prefix) => {
                Self::Zip(Arc::clone(archive), format!("{prefix}{name}/"))
            }
        }
    }

    /// The names of all arrays below, sorted; the empty one if it is an array itself.
    ///
    /// # Errors
    /// Those of the archive's metadata that cannot be read are none: such a thing is no array.
    pub(crate) fn arrays(archive: &Self) -> Vec<String> {
        let Self::Zip(inside, prefix) = archive else { return Vec::new() };
        let mut found: Vec<String> = Vec::new();
        for name in inside.members.keys().filter_map(|name| name.strip_prefix(&**prefix)) {
            let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
            let is_array = match file {
                ".zarray" => true,
                "zarr.json" => archive.below(folder).is_array(),
                _ => false,
            };
            if is_array && found.last().is_none_or(|last| last != folder) {
                found.push(folder.to_owned());
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// Whether it is an array, of any version.
    pub(crate) fn is_array(&self) -> bool {
        match self.document("zarr.json") {
            Ok(Some(bytes)) => {
                let node = json::document(&bytes, "").ok().and_then(|text| {
                    let object = json::Object::parse(&text, "").ok()?;
                    object.value::<String>("node_type").ok().flatten()
                });
                node.as_deref() == Some("array")
            }
            // One that cannot be read is one: opening it says what is wrong.
            Err(_) => true,
            Ok(None) => matches!(self.document(".zarray"), Ok(Some(_)) | Err(_)),
        }
    }
}
