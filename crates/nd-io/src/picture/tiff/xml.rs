//! XML, as much of it as OME's description of a picture needs: elements, attributes, nesting.

use std::borrow::Cow;

/// An element with what is in it; text is left out.
#[derive(Debug, Default)]
pub(super) struct Element<'a> {
    /// The name without its namespace.
    pub(super) name: &'a str,
    attributes: Vec<(&'a str, Cow<'a, str>)>,
    pub(super) children: Vec<Element<'a>>,
    /// The text between its tags, of elements without children.
    pub(super) text: &'a str,
}

/// Deeper than this no honest description goes.
const MOST_DEEP: usize = 64;

impl<'a> Element<'a> {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(mine, _)| *mine == name).map(|(_, value)| &**value)
    }

    /// The children of a name.
    pub(super) fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Element<'a>> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Reads a document and returns its root.
    ///
    /// # Errors
    /// Why it is none.
    pub(super) fn parse(text: &'a str) -> Result<Self, String> {
        let mut rest = text;
        let mut open: Vec<Self> = vec![Self::default()];
        while let Some(at) = rest.find('<') {
            if let Some(last) = open.last_mut().filter(|last| last.children.is_empty()) {
                last.text = &rest[..at];
            }
            rest = &rest[at + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = after(comment, "-->")?;
            } else if let Some(data) = rest.strip_prefix("![CDATA[") {
                rest = after(data, "]]>")?;
            } else if rest.starts_with(['?', '!']) {
                rest = after(rest, ">")?;
            } else if let Some(end) = rest.strip_prefix('/') {
                let name = local(end.split('>').next().unwrap_or_default().trim());
                rest = after(end, ">")?;
                let done = open.pop().filter(|done| done.name == name && !open.is_empty());
                let Some(done) = done else { return Err(format!("</{name}> ends nothing")) };
                open.last_mut().expect("the root's parent stays").children.push(done);
            } else {
                let (element, closed, behind) = tag(rest)?;
                rest = behind;
                if open.len() > MOST_DEEP {
                    return Err(format!("<{}> is nested too deep", element.name));
                }
                match closed {
                    true => {
                        open.last_mut().expect("the root's parent stays").children.push(element)
                    }
                    false => open.push(element),
                }
            }
        }
        match open.pop() {
            Some(top) if open.is_empty() => {
                top.children.into_iter().next().ok_or_else(|| "no element".to_owned())
            }
            _ => Err("elements without an end".to_owned()),
        }
    }
}

fn after<'a>(text: &'a str, mark: &str) -> Result<&'a str, String> {
    text.split_once(mark).map(|(_, rest)| rest).ok_or_else(|| format!("no {mark:?}"))
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// A tag behind its `<`: the element, whether it ends here, and what follows.
fn tag(text: &str) -> Result<(Element<'_>, bool, &str), String> {
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/');
    let (name, mut rest) = text.split_at(end.ok_or("a tag without an end")?);
    let mut element = Element { name: local(name), ..Element::default() };
    loop {
        rest = rest.trim_start();
        if let Some(rest) = rest.strip_prefix("/>") {
            return Ok((element, true, rest));
        }
        if let Some(rest) = rest.strip_prefix('>') {
            return Ok((element, false, rest));
        }
        let wrong = || format!("<{name}> has an attribute that is none");
        let (key, value) = rest.split_once('=').ok_or_else(wrong)?;
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or_else(wrong)?;
        let (value, behind) = value[1..].split_once(quote).ok_or_else(wrong)?;
        element.attributes.push((local(key.trim()), unescape(value)));
        rest = behind;
    }
}

/// Text with its references replaced; those that are unknown stay.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        rest = behind;
        let named = behind.split_once(';').and_then(|(name, after)| {
            let c = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => {
                    let number = name.strip_prefix('#')?;
                    let code = match number.strip_prefix('x') {
                        Some(hex) => u32::from_str_radix(hex, 16),
                        None => number.parse(),
                    };
                    char::from_u32(code.ok()?)?
                }
            };
            Some((c, after))
        });
        match named {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Text as it stands between quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // What XML has no place for at all.
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_attributes() {
        let text = r#"<?xml version="1.0"?><!-- <a> --><ome:A x = '1' y="&lt;&#181;&nope;"><B/><ome:B z="2">t</ome:B></ome:A>"#;
        let root = Element::parse(text).unwrap();
        assert_eq!((root.name, root.get("x"), root.get("y")), ("A", Some("1"), Some("<µ&nope;")));
        assert_eq!(root.all("B").count(), 2);
        assert_eq!(root.children[1].text, "t");
        assert_eq!(unescape(&escape("a<\"&'µ>")), "a<\"&'µ>");
    }

    #[test]
    fn what_is_no_document() {
        let deep = "<a>".repeat(100);
        for text in
            ["", "a", "<a>", "</a>", "<a></b>", "<a x>", "<a x=1/>", "<a x=\"", "<!--", &deep]
        {
            assert!(Element::parse(text).is_err(), "{text}");
        }
    }
}
