//! Every format: what is read of files that others made, what is written, what is refused; one program,
//! so that it is linked once.
#![allow(unsafe_code, reason = "maps promise that nobody else writes the file")]
#![allow(
    clippy::print_stdout,
    reason = "parents read what children print, people what was counted"
)]

/// Longer than any file may take to be read or refused, however busy the machine is: a hang, or work without
/// bound. It is no measure of speed.
#[allow(dead_code, reason = "not all features have hostile files")]
const HANG: std::time::Duration = std::time::Duration::from_secs(60);

mod append;
#[cfg(unix)]
mod atomic;
#[cfg(feature = "conformance")]
mod blocks;
mod cf_decoded;
mod door;
mod golden;
mod hostile;
mod kept;
mod memmap;
mod netcdf_hostile;
mod netcdf_read;
mod npy_corpus;
mod npz;
mod npz_real;
#[cfg(feature = "zarr")]
mod ome_zarr;
#[cfg(target_os = "linux")]
mod partial;
#[cfg(feature = "pictures")]
mod pictures;
mod record;
mod round_trip;
#[cfg(feature = "pictures")]
mod small_pictures;
#[cfg(feature = "pictures")]
mod tiff;
mod tiff_crafted;
#[cfg(feature = "pictures")]
mod tiff_live;
#[cfg(feature = "pictures")]
mod tiff_tiles;
#[cfg(feature = "pictures")]
mod tiff_write;

#[cfg(feature = "hdf5")]
mod hdf5_add;
#[cfg(feature = "hdf5")]
mod hdf5_amplified;
#[cfg(feature = "hdf5")]
mod hdf5_files;
#[cfg(feature = "hdf5")]
mod hdf5_hostile;
#[cfg(feature = "libhdf5")]
mod hdf5_library;
#[cfg(feature = "hdf5")]
mod hdf5_read;
#[cfg(feature = "hdf5")]
mod hdf5_real;
#[cfg(feature = "hdf5")]
mod hdf5_refused;
#[cfg(feature = "hdf5")]
mod hdf5_sizes;
#[cfg(feature = "hdf5")]
mod hdf5_storage;
#[cfg(feature = "hdf5")]
mod hdf5_write;

#[cfg(all(feature = "zarr", feature = "conformance"))]
mod zarr_blocks;
#[cfg(feature = "zarr")]
mod zarr_corpus;
#[cfg(feature = "zarr")]
mod zarr_files;
#[cfg(feature = "zarr")]
mod zarr_golden;
#[cfg(feature = "zarr")]
mod zarr_hostile;
#[cfg(any(feature = "zstd", feature = "zstd-c"))]
mod zarr_peer;
#[cfg(feature = "zarr")]
mod zarr_real;
#[cfg(feature = "zarr")]
mod zarr_write;

#[cfg(all(feature = "hdf5", feature = "pictures", feature = "zarr"))]
mod what;
#[cfg(all(feature = "hdf5", feature = "pictures", feature = "zarr"))]
mod what_rows;
