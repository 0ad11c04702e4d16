//! Tags as they stand in a file.

use nd_core::{AnyArray, DType, with_dtype};

use super::super::{Result, unsupported};
use crate::blocks::{Attribute, ByteOrder, bytes_of};

/// The values of a tag, in this machine's byte order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    kind: u16,
    count: u64,
    bytes: Vec<u8>,
}

/// Tags whose numbers are fractions.
const FRACTIONS: [u16; 9] = [282, 283, 286, 287, 318, 319, 529, 532, 33434];

/// What files call numbers.
const KINDS: [(DType, u16); 9] = [
    (DType::Bool, 1),
    (DType::U8, 1),
    (DType::U16, 3),
    (DType::U32, 4),
    (DType::I8, 6),
    (DType::I16, 8),
    (DType::I32, 9),
    (DType::F32, 11),
    (DType::F64, 12),
];

impl Value {
    pub(super) fn shorts(values: &[u64]) -> Self {
        let bytes = values.iter().flat_map(|&x| (x as u16).to_ne_bytes()).collect();
        Self { kind: 3, count: values.len() as u64, bytes }
    }

    pub(super) fn longs(values: &[u64]) -> Self {
        let bytes = values.iter().flat_map(|&x| (x as u32).to_ne_bytes()).collect();
        Self { kind: 4, count: values.len() as u64, bytes }
    }

    /// Places, or lengths of what stands there.
    pub(super) fn places(big: bool, values: &[u64]) -> Self {
        if !big {
            return Self::longs(values);
        }
        let bytes = values.iter().flat_map(|x| x.to_ne_bytes()).collect();
        Self { kind: 16, count: values.len() as u64, bytes }
    }

    pub(super) fn text(text: &str) -> Self {
        let bytes = [text.as_bytes(), &[0]].concat();
        Self { kind: 2, count: bytes.len() as u64, bytes }
    }

    pub(super) fn bytes(bytes: &[u8]) -> Self {
        Self { kind: 7, count: bytes.len() as u64, bytes: bytes.to_vec() }
    }

    pub(super) fn doubles(values: &[f64]) -> Self {
        let bytes = values.iter().flat_map(|x| x.to_ne_bytes()).collect();
        Self { kind: 12, count: values.len() as u64, bytes }
    }

    /// Fractions of two whole numbers of 32 bits, as near as they come.
    pub(super) fn fractions(values: &[f64]) -> Self {
        let bytes = values.iter().flat_map(|&x| {
            let [above, below] = fraction(x);
            [above.to_ne_bytes(), below.to_ne_bytes()].concat()
        });
        Self { kind: 5, count: values.len() as u64, bytes: bytes.collect() }
    }

    /// What a user gave for a tag.
    ///
    /// # Errors
    /// `Unsupported` for what no tag holds.
    pub(super) fn of(tag: u16, value: &Attribute) -> Result<Self> {
        match value {
            Attribute::Text(text) => Ok(Self::text(text)),
            Attribute::Bytes(bytes) => Ok(Self::bytes(bytes)),
            Attribute::Numbers(numbers) => Self::numbers(tag, numbers),
            _ => Err(unsupported(format!(
                "tag {tag}: it holds text, bytes or numbers, not what was given"
            ))),
        }
    }

    fn numbers(tag: u16, numbers: &AnyArray) -> Result<Self> {
        let bytes = with_dtype!(numbers, |a| {
            let copy = a.view().to_array();
            bytes_of(copy.view().into()).unwrap_or_default().to_vec()
        });
        let count = numbers.size() as u64;
        let doubles = |bytes: &[u8]| -> Vec<f64> {
            bytes.as_chunks().0.iter().map(|&x| f64::from_ne_bytes(x)).collect()
        };
        let dtype = numbers.dtype();
        if dtype == DType::F64 && FRACTIONS.contains(&tag) {
            return Ok(Self::fractions(&doubles(&bytes)));
        }
        if dtype.is_integer() && dtype.itemsize() == 8 {
            return wide(tag, &bytes);
        }
        let kind = KINDS.iter().find(|(mine, _)| *mine == dtype).map(|(_, kind)| *kind);
        let kind = kind.ok_or_else(|| unsupported(format!("tag {tag}: numbers of {dtype}")))?;
        Ok(Self { kind, count, bytes })
    }
}

/// Numbers of 64 bits, which only BigTIFF has, in 32.
fn wide(tag: u16, bytes: &[u8]) -> Result<Value> {
    let numbers: Vec<i64> = bytes.as_chunks().0.iter().map(|&x| i64::from_ne_bytes(x)).collect();
    let bytes = |each: &dyn Fn(i64) -> [u8; 4]| numbers.iter().flat_map(|&x| each(x)).collect();
    let count = numbers.len() as u64;
    if numbers.iter().all(|&x| u32::try_from(x).is_ok()) {
        return Ok(Value { kind: 4, count, bytes: bytes(&|x| (x as u32).to_ne_bytes()) });
    }
    if numbers.iter().all(|&x| i32::try_from(x).is_ok()) {
        return Ok(Value { kind: 9, count, bytes: bytes(&|x| (x as i32).to_ne_bytes()) });
    }
    Err(unsupported(format!("tag {tag}: a whole number of more than 32 bits")))
}

/// The fraction of whole numbers of 32 bits that is nearest, by its continued fraction; 0 for what is none.
fn fraction(x: f64) -> [u32; 2] {
    if x.is_nan() || x <= 0.0 {
        return [0, 1];
    }
    if x >= f64::from(u32::MAX) {
        return [u32::MAX, 1];
    }
    let (mut before, mut now) = ([0u64, 1u64], [1u64, 0u64]);
    let mut rest = x;
    for _ in 0..40 {
        let whole = rest.floor();
        if whole > f64::from(u32::MAX) {
            break;
        }
        let next = [0, 1].map(|k| (whole as u64).saturating_mul(now[k]).saturating_add(before[k]));
        if next.iter().any(|&n| n > u32::MAX.into()) {
            break;
        }
        (before, now) = (now, next);
        if rest == whole || now[0] as f64 / now[1] as f64 == x {
            break;
        }
        rest = 1.0 / (rest - whole);
    }
    match now {
        // Smaller than any.
        [0, _] | [_, 0] => [1, u32::MAX],
        [above, below] => [above as u32, below as u32],
    }
}

/// The tags of one picture, in the order of their numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Tags(std::collections::BTreeMap<u16, Value>);

impl Tags {
    pub(super) fn set(&mut self, tag: u16, value: Value) {
        self.0.insert(tag, value);
    }

    pub(super) fn has(&self, tag: u16) -> bool {
        self.0.contains_key(&tag)
    }

    /// Bytes that the directory takes with its values.
    pub(super) fn len(&self, big: bool) -> u64 {
        let (count, each, place) = if big { (8, 20, 8) } else { (2, 12, 4) };
        let outside = self.0.values().map(|value| match value.bytes.len() as u64 {
            len if len <= place => 0,
            len => len.next_multiple_of(8),
        });
        (count + each * self.0.len() as u64 + place).next_multiple_of(8) + outside.sum::<u64>()
    }

    /// The directory at a place (a multiple of 8), with the place of the next one and all values behind it.
    pub(super) fn write(&self, big: bool, at: u64, next: u64) -> Vec<u8> {
        let word = |out: &mut Vec<u8>, value: u64| match big {
            true => out.extend(value.to_ne_bytes()),
            false => out.extend((value as u32).to_ne_bytes()),
        };
        let place = if big { 8 } else { 4 };
        let mut head = Vec::new();
        match big {
            true => head.extend((self.0.len() as u64).to_ne_bytes()),
            false => head.extend((self.0.len() as u16).to_ne_bytes()),
        }
        let each = 4 + 2 * place;
        let begin = (head.len() + each * self.0.len() + place).next_multiple_of(8);
        let mut values = Vec::new();
        for (tag, value) in &self.0 {
            head.extend([tag.to_ne_bytes(), value.kind.to_ne_bytes()].concat());
            word(&mut head, value.count);
            if value.bytes.len() <= place {
                head.extend_from_slice(&value.bytes);
                head.resize(head.len() + place - value.bytes.len(), 0);
            } else {
                word(&mut head, at + (begin + values.len()) as u64);
                values.extend_from_slice(&value.bytes);
                values.resize(values.len().next_multiple_of(8), 0);
            }
        }
        word(&mut head, next);
        head.resize(begin, 0);
        head.append(&mut values);
        head
    }
}

/// The first bytes of a file whose first directory is at a place.
pub(super) fn head(big: bool, first: u64) -> Vec<u8> {
    let mut start = match ByteOrder::NATIVE {
        ByteOrder::Little => b"II".to_vec(),
        ByteOrder::Big => b"MM".to_vec(),
    };
    if big {
        start.extend([43u16, 8, 0].iter().flat_map(|x| x.to_ne_bytes()));
        start.extend(first.to_ne_bytes());
    } else {
        start.extend(42u16.to_ne_bytes());
        start.extend((first as u32).to_ne_bytes());
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_near() {
        assert_eq!(fraction(300.0), [300, 1]);
        assert_eq!(fraction(150.5), [301, 2]);
        assert_eq!(fraction(0.0), [0, 1]);
        assert_eq!(fraction(f64::NAN), [0, 1]);
        assert_eq!(fraction(1e300), [u32::MAX, 1]);
        assert_eq!(fraction(1e-300), [1, u32::MAX]);
        for x in [std::f64::consts::PI, 1.0 / 3.0, 96.012, 39_370.078_7, 1e-6, 4e9] {
            let [above, below] = fraction(x);
            let got = f64::from(above) / f64::from(below);
            assert!((got / x - 1.0).abs() < 1e-9, "{x} {got}");
        }
    }
}
