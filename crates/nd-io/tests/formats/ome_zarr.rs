//! Multiscale images of OME-Zarr: both versions there and back, what others write, what is refused.

use std::path::{Path, PathBuf};

use nd_core::{Array, DType, s};
use nd_io::{
    Compression, CreateOptions, Error, Multiscale, OmeAxis, OmeLevel, OmeZarr, OmeZarrVersion,
    ZarrArray, ZarrVersion,
};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("nd-ome-zarr-{name}-{}", std::process::id())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0); // there may be none
    }
}

fn image() -> Multiscale {
    let axes = [
        OmeAxis::time("t").unit("second"),
        OmeAxis::channel("c"),
        OmeAxis::space("y").unit("micrometer"),
        OmeAxis::space("x").unit("micrometer"),
    ];
    Multiscale::new(axes).name("a \"cell\"").method("nearest").halved(&[2.5, 1.0, 0.5, 0.25], 2)
}

#[test]
fn both_versions_come_back() {
    let versions =
        [(OmeZarrVersion::V0_4, ZarrVersion::V2), (OmeZarrVersion::V0_5, ZarrVersion::V3)];
    for (version, zarr) in versions {
        for (k, options) in [
            CreateOptions::default().chunks([1, 1, 16, 16]),
            CreateOptions::default().chunks([1, 2, 8, 30]).compression(Compression::Gzip(3)),
            CreateOptions::default().chunks([2, 1, 8, 30]).shuffle(true).fill_value(7.0),
        ]
        .into_iter()
        .enumerate()
        {
            let folder = Folder::new(&format!("both-{k}-{version:?}"));
            let a = Array::from_fn([2, 3, 40, 60], |i| (i[0] + 7 * i[1] + i[2] * i[3]) as u16);
            let ome = OmeZarr::create(&folder.0, &image(), version).unwrap();
            ome.save_level(0, &a, &options).unwrap();
            ome.save_level(1, a.slice(s![.., .., ..;2, ..;2]), &options).unwrap();
            let ome = OmeZarr::open(&folder.0).unwrap();
            assert_eq!((ome.version(), ome.multiscale()), (version, &image()));
            assert_eq!(ome.level(0).unwrap().read::<u16>(s![]).unwrap(), a);
            let half = ome.level(1).unwrap().read::<u16>(s![1, .., 3.., ..]).unwrap();
            assert_eq!(half, a.slice(s![1, .., 6..;2, ..;2]).to_array());
            let level = ZarrArray::open(folder.0.join("0")).unwrap();
            assert_eq!(level.metadata().version(), zarr);
            // Through the door as well.
            assert_eq!(nd_io::load::<u16>(folder.0.join("0")).unwrap(), a);
            assert!(OmeZarr::create(&folder.0, &image(), version).is_err(), "there is one");
        }
    }
}

fn write(folder: &Path, attributes: &str) -> Result<OmeZarr, Error> {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join(".zgroup"), "{\"zarr_format\": 2}").unwrap();
    std::fs::write(folder.join(".zattrs"), attributes).unwrap();
    OmeZarr::open(folder)
}

#[test]
fn transformations_are_put_together() {
    let folder = Folder::new("steps");
    let ome = write(
        &folder.0,
        r#"{"multiscales": [{"axes": [{"name": "y", "type": "space"}, {"name": "x", "type": "space"}],
            "datasets": [{"path": "s0", "coordinateTransformations": [
                {"type": "scale", "scale": [1, 2]}, {"type": "translation", "translation": [3, 4]}]}],
            "coordinateTransformations": [{"type": "scale", "scale": [10, 10.0]}], "version": "0.4"}]}"#,
    )
    .unwrap();
    let level = OmeLevel::new("s0", &[10.0, 20.0]).translation(&[30.0, 40.0]);
    assert_eq!(ome.multiscale().levels, [level]);
    for (attributes, what) in [
        ("{}", "holds no OME-Zarr image"),
        (r#"{"multiscales": [{"a": {}}, 1]}"#, "datasets"),
        (
            r#"{"multiscales": [{"axes": [{"name": "y"}], "datasets": [{"path": "0", "coordinateTransformations": [{"type": "scale", "scale": [1, 2]}]}]}]}"#,
            "not a number for each axis",
        ),
        (
            r#"{"multiscales": [{"axes": [{"name": "y"}], "datasets": [{"path": "0", "coordinateTransformations": [{"type": "affine"}]}]}]}"#,
            "\"affine\"",
        ),
    ] {
        match write(&folder.0, attributes) {
            Err(error) => assert!(error.to_string().contains(what), "{error}: {what}"),
            Ok(ome) => assert!(ome.multiscale().levels.is_empty() && ome.level(0).is_err()),
        }
    }
}

#[test]
fn what_is_refused() {
    let folder = Folder::new("refused");
    let yx = || [OmeAxis::space("y"), OmeAxis::space("x")];
    let axes = |axes: Vec<OmeAxis>| Multiscale::new(axes);
    for image in [
        axes(yx().to_vec()),
        axes(vec![OmeAxis::space("x")]).halved(&[1.0], 1),
        axes(vec![OmeAxis::space("x"), OmeAxis::space("x")]).halved(&[1.0; 2], 1),
        axes([&yx()[..], &[OmeAxis::time("t")]].concat()).halved(&[1.0; 3], 1),
        axes(yx().to_vec()).halved(&[1.0; 3], 1),
    ] {
        assert!(OmeZarr::create(&folder.0, &image, OmeZarrVersion::V0_5).is_err());
        assert!(!folder.0.exists());
    }
    let image = Multiscale::new(yx()).halved(&[1.0; 2], 1);
    let ome = OmeZarr::create(&folder.0, &image, OmeZarrVersion::V0_4).unwrap();
    let plain = CreateOptions::default();
    assert!(ome.create_level(0, [4], DType::U8, &plain).is_err());
    assert!(ome.create_level(1, [4, 4], DType::U8, &plain).is_err());
    assert!(ome.create_level(0, [4, 4], DType::U8, &plain.clone().checksum(true)).is_err());
    assert!(ome.create_level(0, [4, 4], DType::BF16, &plain).is_err());
    assert!(ome.level(0).is_err());
}
