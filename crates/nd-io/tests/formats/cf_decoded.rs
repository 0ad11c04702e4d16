//! Packed numbers decoded as xarray decodes them, and where nd does better.

use nd_core::{AnyArray, Array, DType, array, s};
use nd_io::{ArrayInfo, Attribute, CfOptions, Dataset, Error, ErrorKind, ReadBlocks, Region};

use crate::netcdf_read::{bytes_of, folder, read_all, rows};

/// Whether elements are the same; all NaN are.
fn same(dtype: &str, got: &[u8], want: &[u8]) -> bool {
    let nan = |bytes: &[u8]| match *bytes {
        [a, b, c, d] => f32::from_le_bytes([a, b, c, d]).is_nan(),
        _ => f64::from_le_bytes(bytes.try_into().unwrap()).is_nan(),
    };
    let size = match dtype {
        "float32" => 4,
        "float64" => 8,
        _ => return got == want,
    };
    let mut pairs = got.chunks(size).zip(want.chunks(size));
    got.len() == want.len() && pairs.all(|(got, want)| got == want || (nan(got) && nan(want)))
}

#[test]
fn every_packing_as_xarray_has_it() {
    let rows = rows("cf.tsv");
    for row in &rows {
        let [file, name, what, dtype, elements, attributes] = &row[..] else { panic!("{row:?}") };
        let compiled = match file.rsplit('.').next() {
            Some("zarr") => cfg!(feature = "zarr"),
            _ => file != "cf_hdf5.nc" || cfg!(feature = "hdf5"),
        };
        if !compiled {
            continue;
        }
        let ds = nd_io::open(folder().join(file).join(name)).unwrap();
        let options = CfOptions::default().scale(what == "all");
        let decoded = ds.decoded_with(&options).unwrap();
        assert_eq!(decoded.dtype().name(), dtype, "{file} {name} {what}");
        assert_eq!((decoded.shape(), decoded.path()), (ds.shape(), ds.path()));
        let (got, want) = (read_all(&decoded).unwrap(), bytes_of(elements));
        assert!(same(dtype, &got, &want), "{file} {name} {what}: {got:?} is not {want:?}");
        // HDF5 has some of its own.
        let ours = decoded.attributes().keys().map(String::as_str);
        let theirs = ["DIMENSION_LIST", "_ARRAY_DIMENSIONS"];
        let ours: Vec<&str> = ours.filter(|name| !theirs.contains(name)).collect();
        let ours: Vec<&str> =
            ours.into_iter().filter(|name| !name.starts_with("_Netcdf")).collect();
        assert_eq!(ours.join(","), *attributes, "{file} {name} {what}");
    }
    assert!(rows.len() > 500, "{}", rows.len());
}

/// An array in memory with attributes.
struct Packed(Dataset, ArrayInfo);

impl Packed {
    fn dataset(array: AnyArray, attributes: &[(&str, Attribute)]) -> Dataset {
        let array = Dataset::from(array);
        let mut info = array.info().clone();
        info.attributes =
            attributes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        info.chunks = (!info.shape.is_empty()).then(|| vec![3; info.shape.len()].into());
        Dataset::new(Self(array, info))
    }
}

impl ReadBlocks for Packed {
    fn info(&self) -> &ArrayInfo {
        &self.1
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<(), Error> {
        self.0.read_block(region, out)
    }
}

fn decoded<T: nd_io::StoredElement>(
    array: impl Into<AnyArray>,
    attributes: &[(&str, Attribute)],
) -> Vec<T> {
    let ds = Packed::dataset(array.into(), attributes).decoded().unwrap();
    ds.read::<T>(s![]).unwrap().into_vec()
}

#[test]
fn what_xarray_does_not_find_or_narrows() {
    let (fill, missing) = ("_FillValue", "missing_value");
    // A double beside floats.
    let got = decoded::<f32>(array![1.0_f32, 1e20], &[(missing, 1e20.into())]);
    assert!(got[0] == 1.0 && got[1].is_nan());
    // Neighbours that are one float.
    let big = array![2_147_483_647_i32, 2_147_483_646];
    let scale = ("scale_factor", Attribute::number(1.0_f32));
    let got = decoded::<f32>(big, &[(fill, Attribute::number(i32::MAX)), scale.clone()]);
    assert!(got[0].is_nan() && got[1] == 2_147_483_648.0);
    let got = decoded::<f64>(array![(1_i64 << 53) + 1], &[(fill, Attribute::from(1_i64 << 53))]);
    assert_eq!(got, [9_007_199_254_740_992.0]);
    // Eight bytes.
    assert_eq!(decoded::<f64>(array![0.1], &[scale]), [0.1]);
    // Integers that overflow.
    let two = ("scale_factor", Attribute::number(2_i16));
    assert_eq!(decoded::<f64>(array![i16::MIN], &[two]), [-65536.0]);
    // `missing_value` of unsigned numbers, as they are stored and as they are meant.
    let unsigned = ("_Unsigned", Attribute::from("true"));
    for value in [Attribute::number(-1_i8), Attribute::number(255_u8)] {
        let got = decoded::<f32>(array![-1_i8, -2], &[unsigned.clone(), (missing, value)]);
        assert!(got[0].is_nan() && got[1] == 254.0);
    }
    // A text that says a number, and one that does not.
    let got = decoded::<f32>(array![-999_i16, 3], &[(missing, "-999".into())]);
    assert!(got[0].is_nan() && got[1] == 3.0);
    assert_eq!(decoded::<i16>(array![-999_i16], &[(missing, "none".into())]), [-999]);
    // Half floats stay what they are, where nothing is scaled.
    let halves = array![half::f16::from_f32(-2.0), half::f16::ONE];
    let got = decoded::<half::f16>(halves, &[(fill, (-2.0).into())]);
    assert!(got[0].is_nan() && got[1] == half::f16::ONE);
}

#[test]
fn nothing_to_decode() {
    let plain = Packed::dataset(array![1_i16, 2].into(), &[("units", "K".into())]);
    let same = plain.decoded().unwrap();
    assert_eq!((same.dtype(), same.attributes().len()), (DType::I16, 1));
    let flags = Packed::dataset(array![true].into(), &[("_FillValue", Attribute::number(1_u8))]);
    assert_eq!(flags.decoded().unwrap().read::<bool>(s![]).unwrap().into_vec(), [true]);
    let nan = Packed::dataset(array![1_i16].into(), &[("_FillValue", f64::NAN.into())]);
    assert_eq!(nan.decoded().unwrap().read::<i16>(s![]).unwrap().into_vec(), [1]);
}

#[test]
fn attributes_that_make_no_sense() {
    let bad = |name, value: Attribute| {
        Packed::dataset(array![1_i16].into(), &[(name, value)]).decoded().unwrap_err()
    };
    let error = bad("scale_factor", "a tenth".into());
    assert!(matches!(error.kind(), ErrorKind::Corrupt { .. }));
    assert_eq!(
        error.to_string(),
        "not valid netCDF: attribute scale_factor: \"a tenth\" is not one number"
    );
    let two = AnyArray::from(array![1.0, 2.0]);
    assert!(bad("add_offset", two.into()).to_string().contains("add_offset: "));
    let complex = array![nd_core::Complex::new(1.0_f32, 2.0)];
    let packed = Packed::dataset(complex.into(), &[("_FillValue", 1.0.into())]);
    let error = packed.decoded().unwrap_err().to_string();
    assert_eq!(error, "not supported in netCDF: complex numbers with _FillValue");
}

/// Parts in bands, of steps, on all threads: as of an array that was decoded whole.
#[test]
fn parts_are_decoded_as_the_whole() {
    let a =
        Array::from_shape_vec([150, 40, 7], (0..42_000_i32).map(|i| (i % 1000) as i16).collect());
    let attributes =
        [("_FillValue", Attribute::number(7_i16)), ("scale_factor", Attribute::number(0.5_f32))];
    let ds = Packed::dataset(a.to_array().into(), &attributes).decoded().unwrap();
    let whole = ds.read::<f32>(s![]).unwrap();
    for (x, &stored) in whole.iter().zip(a.iter()) {
        assert!(if stored == 7 { x.is_nan() } else { *x == f32::from(stored) * 0.5 });
    }
    let bits = |array: Array<f32>| array.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    for slice in [s![3..140;7, .., ..;2].as_slice(), &s![-1], &s![.., 3, ..;-1], &s![5..5]] {
        let want = bits(whole.slice(slice).to_array());
        assert_eq!(bits(ds.read::<f32>(slice).unwrap()), want, "{slice:?}");
    }
    let scalar = Packed::dataset(Array::from_shape_vec((), vec![7_i16]).into(), &attributes);
    assert!(scalar.decoded().unwrap().read::<f32>(s![]).unwrap().into_vec()[0].is_nan());
}

/// Bands of several megabytes, which chunks of any length are read in.
#[test]
fn large_arrays_are_decoded_band_by_band() {
    let a = Array::from_shape_vec([9000, 2048], vec![3_i16; 9000 * 2048]);
    let ds = Packed::dataset(a.into(), &[("add_offset", 0.5.into())]).decoded().unwrap();
    let part = ds.read::<f64>(s![1..;2, ..]).unwrap();
    assert_eq!(part.shape(), [4500, 2048]);
    assert!(part.iter().all(|&x| x == 3.5));
}

/// Characters are no numbers, whatever their `_FillValue` says.
#[test]
fn characters_stay_characters() {
    let word = |n: u32| n.to_be_bytes().to_vec();
    let fill = [word(10), b"_FillValue\0\0".to_vec(), word(2), word(1), b"0\0\0\0".to_vec()];
    let head = [
        b"CDF\x01".to_vec(),
        word(0),
        [word(10), word(1), word(1), b"n\0\0\0".to_vec(), word(3)].concat(),
        [word(0), word(0)].concat(),
        [word(11), word(1), word(1), b"c\0\0\0".to_vec(), word(1), word(0)].concat(),
        [word(12), word(1), fill.concat()].concat(),
        [word(2), word(4)].concat(),
    ]
    .concat();
    let begin = word(head.len() as u32 + 4);
    let file = nd_io::NetCdfFile::from_bytes([head, begin, b"a0b\0".to_vec()].concat()).unwrap();
    let decoded = file.dataset("c").unwrap().decoded().unwrap();
    assert_eq!(decoded.read::<u8>(s![]).unwrap().into_vec(), b"a0b");
    assert_eq!(decoded.attributes()["_FillValue"].as_text(), Some("0"));
}
