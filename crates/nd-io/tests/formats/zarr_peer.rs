//! Arrays for zarr-python to read: `ND_ZARR_OUT=folder cargo test -p nd-io --features zstd --test formats zarr_peer::`
//! writes them, `python tests/zarr/read_back.py folder` reads them.

use nd_core::{Array, DType, s, with_dtype};
use nd_io::{Attributes, Compression, CreateOptions, ZarrGroup, save_any};

/// Every way of packing, with chunks and shards that do not divide the shape.
fn variants() -> Vec<CreateOptions> {
    let packed = [
        Compression::None,
        Compression::Gzip(0),
        Compression::Gzip(6),
        Compression::Zstd(1),
        Compression::Zstd(3),
        Compression::Zstd(9),
        Compression::Zstd(19),
    ];
    let mut all = vec![CreateOptions::default()];
    for compression in packed {
        for (shuffle, checksum) in [(false, false), (true, false), (false, true)] {
            for shards in [None, Some([6, 10])] {
                if shuffle && compression == Compression::Zstd(19) {
                    continue;
                }
                let mut options = CreateOptions::default().chunks([3, 5]).compression(compression);
                options = options.attribute("text", "k \"q\"").attribute("number", 0.5);
                (options.shuffle, options.checksum) = (shuffle, checksum);
                options.fortran_order = checksum;
                options.shards = shards.map(Into::into);
                options.dimension_names = Some(vec!["y".into(), "x".into()]);
                options.fill_value = Some(1.0);
                all.push(options);
            }
        }
    }
    all
}

#[test]
fn write_for_zarr_python() {
    let Some(out) = std::env::var_os("ND_ZARR_OUT").map(std::path::PathBuf::from) else { return };
    let root = ZarrGroup::new(out.join("root.zarr"), &Attributes::new()).unwrap();
    let dtypes: Vec<DType> = DType::ALL.into_iter().filter(|d| *d != DType::BF16).collect();
    let mut count = 0;
    for (i, options) in variants().iter().enumerate() {
        for shape in [[13usize, 17], [1, 1], [300, 400]] {
            let dtype = dtypes[count % dtypes.len()];
            let name = format!("v{i}/a{}x{}", shape[0], shape[1]);
            let numbers: Array<f64> = Array::from_shape_vec(
                shape,
                (0..shape[0] * shape[1]).map(|i| ((i * i) % 127) as f64 / 2.0).collect(),
            );
            with_dtype!(dtype, T => {
                let a = numbers.cast::<T>();
                let writer = root.create_array(&name, shape, dtype, options).unwrap().into_writer();
                // All but the last row, which is the fill value then.
                let rows = shape[0] as isize - 1;
                writer.write(s![..rows, ..], &a.slice(s![..rows, ..])).unwrap();
                writer.finish().unwrap();
                let ds = root.array(&name).unwrap().into_dataset();
                let back = ds.read::<T>(s![]).unwrap();
                assert_eq!(back.slice(s![..rows, ..]).to_array(), a.slice(s![..rows, ..]).to_array());
                let npy = out.join(format!("v{i}-a{}x{}.npy", shape[0], shape[1]));
                save_any(npy, &nd_core::AnyArray::from(back)).unwrap();
            });
            count += 1;
        }
    }
    let scalar = root.create_array("scalar", (), DType::F64, &CreateOptions::default()).unwrap();
    let scalar = scalar.into_writer();
    scalar.write(s![], Array::full((), 2.5)).unwrap();
    scalar.finish().unwrap();
}
