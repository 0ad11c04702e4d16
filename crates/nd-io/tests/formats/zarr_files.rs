//! The stores of `golden/zarr.py`, unpacked into folders that vanish.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use nd_core::DType;
use serde_json::Value;

/// A folder of its own, removed when dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("nd-zarr-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One store, and the elements it holds.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) dtype: DType,
    pub(crate) shape: Vec<usize>,
    pub(crate) want: Vec<u8>,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Case {
    pub(crate) fn unpack(&self) -> Folder {
        let folder = Folder::new();
        for (name, bytes) in &self.files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        folder
    }
}

/// All of them.
pub(crate) fn cases() -> Vec<Case> {
    let text = include_str!("../golden/zarr/stores.json");
    let all: Vec<Value> = serde_json::from_str(text).unwrap();
    all.iter().map(case).collect()
}

fn case(value: &Value) -> Case {
    let files = value["files"].as_object().unwrap();
    let file = |content: &Value| match content.as_str() {
        Some(text) => base64(text),
        None => content.to_string().into_bytes(),
    };
    Case {
        name: value["name"].as_str().unwrap().to_owned(),
        dtype: value["dtype"].as_str().unwrap().parse().unwrap(),
        shape: value["shape"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n.as_u64().unwrap() as usize)
            .collect(),
        want: base64(value["want"].as_str().unwrap()),
        files: files.iter().map(|(name, content)| (name.clone(), file(content))).collect(),
    }
}

pub(crate) fn base64(text: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let digits: Vec<u8> = text.trim_end_matches('=').bytes().map(digit).collect();
    let group = |group: &[u8]| {
        let bits =
            group.iter().fold(0u32, |bits, &d| bits << 6 | u32::from(d)) << (6 * (4 - group.len()));
        bits.to_be_bytes()[1..group.len()].to_vec()
    };
    digits.chunks(4).flat_map(group).collect()
}
