//! [`Object`]: JSON metadata, read member by member, and nothing that was not asked for.
//!
//! Members stay text until somebody wants them, so a hostile document costs no more than its own
//! length and a few words for each of its members, whose number is limited.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{corrupt, unsupported};
use crate::error::Error;

/// The longest document that is read.
pub(super) const MAX_JSON: u64 = 16 << 20;

/// How deep brackets may nest.
const MAX_DEPTH: usize = 64;

/// How many members an object may have.
const MAX_MEMBERS: usize = 1 << 16;

/// A JSON object: its members' names and texts, in the order of the file.
#[derive(Debug)]
pub(super) struct Object<'a> {
    /// Where it is, for messages: `zarr.json: codecs[0]`.
    place: String,
    members: Vec<(Cow<'a, str>, &'a str)>,
}

impl<'a> Object<'a> {
    /// # Errors
    /// `Corrupt` if the text is no object, names a member twice or has too many.
    pub(super) fn parse(text: &'a str, place: impl Into<String>) -> Result<Self, Error> {
        let place = place.into();
        let Members(members) =
            serde_json::from_str(text).map_err(|error| corrupt(format!("{place}: {error}")))?;
        let mut names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(corrupt(format!("{place}: {:?} stands there twice", twice[0])));
        }
        Ok(Self { place, members })
    }

    /// The text of a member; `None` when it is not there or `null`.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        let (_, text) = self.members.iter().find(|(member, _)| member == name)?;
        Some(*text).filter(|text| *text != "null")
    }

    /// As [`get`](Self::get), where it must be there.
    pub(super) fn need(&self, name: &str) -> Result<&'a str, Error> {
        self.get(name).ok_or_else(|| corrupt(format!("{}: no {name:?}", self.place)))
    }

    pub(super) fn members(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.members.iter().map(|(name, text)| (&**name, *text))
    }

    /// A member of a type that JSON has.
    pub(super) fn value<T: de::DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Error> {
        let parsed = self.get(name).map(|text| {
            serde_json::from_str(text)
                .map_err(|error| corrupt(format!("{}: {name}: {error}", self.place)))
        });
        parsed.transpose()
    }

    /// As [`value`](Self::value), where it must be there.
    pub(super) fn need_value<T: de::DeserializeOwned>(&self, name: &str) -> Result<T, Error> {
        self.need(name)?;
        self.value(name)?.ok_or_else(|| corrupt(format!("{}: no {name:?}", self.place)))
    }

    /// A member that is an object.
    pub(super) fn object(&self, name: &str) -> Result<Option<Object<'a>>, Error> {
        let place = format!("{}: {name}", self.place);
        self.get(name).map(|text| Object::parse(text, place)).transpose()
    }

    /// A member that is a list, of at most so many items.
    pub(super) fn list(&self, name: &str, most: usize) -> Result<Option<Vec<&'a str>>, Error> {
        let place = format!("{}: {name}", self.place);
        self.get(name).map(|text| items(text, &place, most)).transpose()
    }

    /// # Errors
    /// `Unsupported` if there is a member that is none of the known ones, unless it says itself that
    /// it may be ignored.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Error> {
        for (name, text) in self.members() {
            if known.contains(&name) || text == "null" || may_be_ignored(text) {
                continue;
            }
            return Err(unsupported(format!("{}: {name:?}", self.place)));
        }
        Ok(())
    }

    pub(super) fn place(&self) -> &str {
        &self.place
    }
}

/// Whether an extension says `"must_understand": false`.
fn may_be_ignored(text: &str) -> bool {
    text.starts_with('{')
        && Object::parse(text, "")
            .is_ok_and(|object| object.get("must_understand") == Some("false"))
}

/// The items of a JSON list.
pub(super) fn items<'a>(text: &'a str, place: &str, most: usize) -> Result<Vec<&'a str>, Error> {
    let items: Items<'a> =
        serde_json::from_str(text).map_err(|error| corrupt(format!("{place}: {error}")))?;
    if items.0.len() > most {
        return Err(corrupt(format!("{place}: more than {most} items")));
    }
    Ok(items.0)
}

/// What extension points hold: a name and a configuration, or the name alone.
#[derive(Debug)]
pub(super) struct Extension<'a> {
    pub(super) name: String,
    pub(super) configuration: Object<'a>,
}

impl<'a> Extension<'a> {
    pub(super) fn parse(text: &'a str, place: &str) -> Result<Self, Error> {
        if text.starts_with('"') {
            let name =
                serde_json::from_str(text).map_err(|error| corrupt(format!("{place}: {error}")))?;
            let configuration = Object { place: format!("{place} {name:?}"), members: Vec::new() };
            return Ok(Self { name, configuration });
        }
        let object = Object::parse(text, place)?;
        let name: String = object.need_value("name")?;
        object.only(&["name", "configuration", "must_understand"])?;
        let place = format!("{place} {name:?}");
        let configuration = match object.get("configuration") {
            Some(text) => Object::parse(text, place)?,
            None => Object { place, members: Vec::new() },
        };
        Ok(Self { name, configuration })
    }
}

/// A document as text that serde_json reads: UTF-8, no deeper than is good for anyone, and the bare
/// `NaN` and `Infinity` that Python writes as strings that begin with NUL.
///
/// # Errors
/// `Corrupt`, and `LimitExceeded` for a document longer than [`MAX_JSON`].
pub(super) fn document<'a>(bytes: &'a [u8], place: &str) -> Result<Cow<'a, str>, Error> {
    if bytes.len() as u64 > MAX_JSON {
        let (what, asked, limit) = ("metadata", bytes.len() as u64, MAX_JSON);
        return Err(crate::ErrorKind::LimitExceeded { what, asked, limit }.into());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| corrupt(format!("{place}: {error}")))?;
    let mut bare = Vec::new();
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'N' | b'I' => bare.push(at),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(corrupt(format!("{place}: brackets nest deeper than {MAX_DEPTH}")));
        }
    }
    if bare.is_empty() { Ok(Cow::Borrowed(text)) } else { Ok(Cow::Owned(quote(text, &bare))) }
}

/// What the strings begin with that stand for constants which JSON has not.
const BARE: &str = "\"\\u0000";

/// A text with such strings as ordinary ones.
pub(super) fn tamed(text: &str) -> String {
    text.replace(BARE, "\"")
}

/// The number that such a string, read, stands for; `None` for every other one.
pub(super) fn constant(text: &str) -> Option<f64> {
    match text.strip_prefix('\0')? {
        "NaN" => Some(f64::NAN),
        "-NaN" => Some(-f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

/// The text with the bare constants at these places in quotes.
fn quote(text: &str, bare: &[usize]) -> String {
    let mut out = String::with_capacity(text.len() + 2 * bare.len());
    let mut done = 0;
    for &at in bare {
        let name = ["NaN", "Infinity"].into_iter().find(|name| text[at..].starts_with(name));
        let (Some(name), true) = (name, at >= done) else { continue };
        let start = if text[done..at].ends_with('-') { at - 1 } else { at };
        out.push_str(&text[done..start]);
        out.push_str(BARE);
        out.push_str(&text[start..at + name.len()]);
        out.push('"');
        done = at + name.len();
    }
    out + &text[done..]
}

struct Members<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, text)) = map.next_entry::<String, &RawValue>()? {
                    if members.len() == MAX_MEMBERS {
                        return Err(de::Error::custom("too many members"));
                    }
                    members.push((Cow::Owned(name), text.get()));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visit)
    }
}

struct Items<'a>(Vec<&'a str>);

impl<'de> Deserialize<'de> for Items<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Vec::<&RawValue>::deserialize(deserializer)?;
        Ok(Items(raw.into_iter().map(RawValue::get).collect()))
    }
}
