//! serde, behind the feature `serde`: an array is a struct of `shape` and `data` in C order.
//!
//! What is read is not trusted: the number of axes is limited, the size is checked against
//! overflow, and memory grows with the elements that really come, never with what a header
//! promises.
//!
//! ```
//! use nd_core::{Array, array};
//!
//! let text = serde_json::to_string(&array![[1, 2]]).unwrap();
//! assert_eq!(text, r#"{"shape":[1,2],"data":[1,2]}"#);
//! assert_eq!(serde_json::from_str::<Array<i32>>(&text).unwrap(), array![[1, 2]]);
//! assert!(serde_json::from_str::<Array<i32>>(r#"{"shape":[3],"data":[1]}"#).is_err());
//! ```

use crate::array::Array;
use crate::cow::CowArray;
use crate::shape::{MAX_NDIM, PerAxis, Shape};
use crate::view::View;
use crate::view_mut::ViewMut;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

const NAME: &str = "Array";
const SHAPE: &str = "shape";
const DATA: &str = "data";

/// Room that is made for elements before the first one has come.
const TRUSTED_BYTES: usize = 1 << 16;

impl<I: Copy + Serialize> Serialize for PerAxis<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de, I: Copy + Default + Deserialize<'de>> Deserialize<'de> for PerAxis<I> {
    /// # Errors
    /// If there are more than [`MAX_NDIM`] values.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Values<I>(PhantomData<I>);

        impl<'de, I: Copy + Default + Deserialize<'de>> Visitor<'de> for Values<I> {
            type Value = PerAxis<I>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "at most {MAX_NDIM} axes")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<PerAxis<I>, A::Error> {
                let mut all = PerAxis::empty();
                while let Some(value) = seq.next_element()? {
                    all.try_push(value).map_err(A::Error::custom)?;
                }
                Ok(all)
            }
        }
        deserializer.deserialize_seq(Values(PhantomData))
    }
}

/// The elements in C order, as a sequence.
struct Data<'a, T>(View<'a, T>);

impl<T: Serialize> Serialize for Data<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter())
    }
}

impl<T: Serialize> Serialize for View<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct(NAME, 2)?;
        fields.serialize_field(SHAPE, &self.layout().shape)?;
        fields.serialize_field(DATA, &Data(*self))?;
        fields.end()
    }
}

macro_rules! forward_serialize {
    ($($Type:ty)*) => {$(
        impl<T: Serialize> Serialize for $Type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.view().serialize(serializer)
            }
        }
    )*};
}
forward_serialize!(Array<T> ViewMut<'_, T> CowArray<'_, T>);

/// Reads elements, at most as many as `limit`.
struct Elements<T> {
    limit: Option<usize>,
    kind: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Elements<T> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Elements<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.limit {
            Some(limit) => write!(f, "{limit} elements"),
            None => f.write_str("the elements of an array"),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let limit = self.limit.unwrap_or(usize::MAX);
        let promised = seq.size_hint().unwrap_or(0).min(limit);
        let mut data = Vec::with_capacity(promised.min(TRUSTED_BYTES / size_of::<T>().max(1)));
        while let Some(element) = seq.next_element()? {
            if data.len() == limit {
                return Err(A::Error::invalid_length(limit.saturating_add(1), &self));
            }
            data.push(element);
        }
        Ok(data)
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Field {
    Shape,
    Data,
    #[serde(other)]
    Unknown,
}

struct Fields<T>(PhantomData<T>);

fn size<T, E: Error>(shape: &Shape) -> Result<usize, E> {
    shape.size_for(size_of::<T>(), "deserialize").map_err(E::custom)
}

fn array<T, E: Error>(shape: Shape, data: Vec<T>) -> Result<Array<T>, E> {
    Array::try_from_shape_vec(shape, data).map_err(E::custom)
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
    type Value = Array<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an array: its {SHAPE} and its {DATA}")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Array<T>, A::Error> {
        let missing = |n| A::Error::invalid_length(n, &"a shape and data");
        let shape: Shape = seq.next_element()?.ok_or_else(|| missing(0))?;
        let elements = Elements { limit: Some(size::<T, _>(&shape)?), kind: PhantomData };
        let data = seq.next_element_seed(elements)?.ok_or_else(|| missing(1))?;
        array(shape, data)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Array<T>, A::Error> {
        let (mut shape, mut data): (Option<Shape>, Option<Vec<T>>) = (None, None);
        while let Some(field) = map.next_key()? {
            match field {
                Field::Shape if shape.is_some() => return Err(A::Error::duplicate_field(SHAPE)),
                Field::Data if data.is_some() => return Err(A::Error::duplicate_field(DATA)),
                Field::Shape => shape = Some(map.next_value()?),
                Field::Data => {
                    // With the shape known, too much data is refused before it is read.
                    let limit = shape.as_ref().map(size::<T, _>).transpose()?;
                    data = Some(map.next_value_seed(Elements { limit, kind: PhantomData })?);
                }
                Field::Unknown => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let shape = shape.ok_or_else(|| A::Error::missing_field(SHAPE))?;
        let data = data.ok_or_else(|| A::Error::missing_field(DATA))?;
        array(shape, data)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Array<T> {
    /// # Errors
    /// If the data does not fill the shape, there are too many axes, or the size overflows.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct(NAME, &[SHAPE, DATA], Fields(PhantomData))
    }
}
