//! [`Packing`]: what the attributes of an array say of its elements.

use nd_core::DType;

use super::CfOptions;
use super::number::Number;
use crate::blocks::{ArrayInfo, Attribute};
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

/// What is stored, and what is meant by it.
pub(super) struct Packing {
    /// The stored elements, signed or unsigned as they are meant.
    pub(super) stored: DType,
    /// What they become.
    pub(super) decoded: DType,
    /// The bytes of elements that are missing, as words.
    pub(super) missing: Vec<u64>,
    pub(super) scale: Option<f64>,
    pub(super) offset: Option<f64>,
    /// The attributes that say so.
    used: Vec<&'static str>,
}

impl Packing {
    /// What the attributes say; `None` where elements are what they seem.
    pub(super) fn of(array: &Dataset, options: &CfOptions) -> Result<Option<Self>> {
        let stored = array.dtype();
        if stored == DType::Bool || array.info().is_text {
            return Ok(None);
        }
        let mut packing = Self {
            stored,
            decoded: stored,
            missing: Vec::new(),
            scale: None,
            offset: None,
            used: Vec::new(),
        };
        packing.sign(array);
        let masked = packing.missing_values(array)?;
        let factors = match options.scale {
            true => packing.factors(array)?,
            false => [None, None],
        };
        if masked || factors != [None, None] {
            if stored.is_complex() {
                let what = format!("complex numbers with {}", packing.used.join(", "));
                return Err(ErrorKind::unsupported(format_of(array), what).into());
            }
            packing.decoded = float_for(packing.stored, factors);
        }
        Ok((masked || !packing.used.is_empty()).then_some(packing))
    }

    /// What the new array says of itself.
    pub(super) fn info(&self, of: &ArrayInfo) -> ArrayInfo {
        let mut info = of.clone();
        info.dtype = self.decoded;
        info.attributes.retain(|name, _| !self.used.contains(&name.as_str()));
        info
    }

    fn sign(&mut self, array: &Dataset) {
        let Some(text) = array.attributes().get("_Unsigned").and_then(Attribute::as_text) else {
            return;
        };
        let signed = match text {
            _ if !self.stored.is_integer() => return,
            _ if text.eq_ignore_ascii_case("true") => false,
            _ if text.eq_ignore_ascii_case("false") => true,
            _ => return,
        };
        self.stored = with_sign(self.stored, signed);
        self.decoded = self.stored;
        self.used.push("_Unsigned");
    }

    /// Whether there are any values that elements are to be compared with.
    fn missing_values(&mut self, array: &Dataset) -> Result<bool> {
        let (attributes, in_zarr) = (array.attributes(), array.format() == Some(Format::Zarr));
        let mut all = Vec::new();
        for name in ["_FillValue", "missing_value"] {
            let numbers = attributes.get(name).and_then(|value| Number::all(value, in_zarr));
            if let Some(numbers) = numbers {
                self.used.push(name);
                all.extend(numbers);
            }
        }
        if !attributes.contains_key("_FillValue") {
            all.extend(fill_of_format(array).unwrap_or_default());
        }
        // What is NaN in a float is so already; in an integer nothing is.
        all.retain(|number| !number.is_nan());
        all.iter().try_for_each(|&number| self.add_missing(number))?;
        Ok(!all.is_empty())
    }

    fn add_missing(&mut self, number: Number) -> Result<()> {
        if self.stored.is_complex() {
            return Ok(()); // which is refused
        }
        let mut word = number.word(self.stored)?;
        if word.is_none() && self.used.contains(&"_Unsigned") {
            // It may be written as it is stored or as it is meant.
            word = number.word(with_sign(self.stored, !self.stored.is_signed()))?;
        }
        self.missing.extend(word);
        if self.stored.is_float() && number.to_f64() == 0.0 {
            // There are two zeros.
            let sign = 1 << (8 * self.stored.itemsize() - 1);
            self.missing.extend(word.map(|word| word ^ sign));
        }
        Ok(())
    }

    /// Takes the factors; returns their types.
    fn factors(&mut self, array: &Dataset) -> Result<[Option<DType>; 2]> {
        let mut types = [None, None];
        for (slot, name) in ["scale_factor", "add_offset"].into_iter().enumerate() {
            let Some(attribute) = array.attributes().get(name) else { continue };
            let value = match Number::all(attribute, false).as_deref() {
                Some([number]) => number.to_f64(),
                _ => return Err(no_number(array, name, attribute)),
            };
            self.used.push(name);
            types[slot] = Some(match attribute {
                Attribute::Numbers(numbers) => float_of(numbers.dtype()),
                _ => DType::F64,
            });
            *(if slot == 0 { &mut self.scale } else { &mut self.offset }) = Some(value);
        }
        Ok(types)
    }
}

/// In Zarr 2 xarray makes `_FillValue` the array's own fill value. Others have one by default, which means nothing: so
/// it counts where the axes are named as xarray names them.
fn fill_of_format(array: &Dataset) -> Option<Vec<Number>> {
    let info = array.info();
    let of_xarray =
        info.dimension_names.is_some() || info.attributes.contains_key("_ARRAY_DIMENSIONS");
    info.fill.as_ref().filter(|_| of_xarray).and_then(|fill| Number::all(fill, false))
}

fn no_number(array: &Dataset, name: &str, attribute: &Attribute) -> Error {
    let what = format!("attribute {name}: {attribute} is not one number");
    ErrorKind::corrupt(format_of(array), what).into()
}

/// The format for a message; the conventions are netCDF's.
fn format_of(array: &Dataset) -> Format {
    array.format().unwrap_or(Format::NetCdf)
}

/// The integer type of the same size, with or without a sign.
fn with_sign(dtype: DType, signed: bool) -> DType {
    let fits = |other: &DType| {
        other.is_integer() && other.itemsize() == dtype.itemsize() && other.is_signed() == signed
    };
    DType::ALL.into_iter().find(fits).unwrap_or(dtype)
}

/// What a factor counts as.
fn float_of(dtype: DType) -> DType {
    if dtype.is_float() && dtype.itemsize() <= 4 { DType::F32 } else { DType::F64 }
}

/// The float type that elements become, by the types of `scale_factor` and `add_offset`: xarray's rules, but that
/// nothing of eight bytes is narrowed.
fn float_for(stored: DType, factors: [Option<DType>; 2]) -> DType {
    let size = stored.itemsize();
    match factors {
        [None, None] if stored.is_float() => stored,
        [None, None] if size <= 2 => DType::F32,
        [Some(DType::F32), Some(DType::F32)] if size <= 2 || stored == DType::F32 => DType::F32,
        [Some(DType::F32), None] if size <= 4 => DType::F32,
        _ => DType::F64,
    }
}
