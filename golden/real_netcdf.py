"""Writes the netCDF fixtures of nd-io's tests with netCDF4-python and scipy, and what xarray makes of packed ones:
`real_netcdf.py FOLDER`.

`index.tsv` says of each variable: file, name, element type, shape, names of the dimensions, the elements (little-endian
hex in C order). `cf.tsv` says of each packed variable: file, name, what was asked for (`all` or `mask`), element type,
the elements as xarray decodes them (hex), and the attributes that are left.
"""

import pathlib
import shutil
import sys
import warnings

sys.path.pop(0)  # this folder has a zarr.py of its own

import netCDF4
import numpy as np
import xarray as xr
from scipy.io import netcdf_file

CLASSIC = ["i1", "S1", "i2", "i4", "f4", "f8"]
DATA = ["u1", "u2", "u4", "i8", "u8"]
FORMATS = {"classic": "NETCDF3_CLASSIC", "offset": "NETCDF3_64BIT_OFFSET", "data": "NETCDF3_64BIT_DATA"}


def elements(code, shape):
    """Every bit likely, extremes first."""
    dtype = np.dtype(code)
    rng = np.random.Generator(np.random.PCG64([ord(c) for c in code] + list(shape)))
    size = int(np.prod(shape, dtype=int))
    if code == "S1":
        return rng.integers(0, 256, size).astype("u1").view("S1").reshape(shape)
    flat = np.frombuffer(rng.bytes(size * dtype.itemsize), dtype).copy()
    special = [np.iinfo(dtype).min, np.iinfo(dtype).max] if dtype.kind in "iu" else [-0.0, np.inf, np.nan]
    for i, value in enumerate(special[:size]):
        flat[i] = value
    return flat.reshape(shape)


def variable(f, name, code, dims, data):
    v = f.createVariable(name, code, dims)
    v.set_auto_maskandscale(False)
    v.set_auto_chartostring(False)
    v[...] = data
    return v


def types(path, form, codes):
    """Every type, alone, in fixed variables and in records of odd lengths."""
    f = netCDF4.Dataset(path, "w", format=form)
    f.title = "every type"
    f.empty = ""
    f.author = "Zürich"
    f.createDimension("time", None)
    f.createDimension("y", 3)
    f.createDimension("x", 5)
    for code in codes:
        variable(f, f"scalar_{code}", code, (), elements(code, ()))
        v = variable(f, f"fixed_{code}", code, ("y", "x"), elements(code, (3, 5)))
        if code != "S1":
            v.one = np.array(3, code)
            v.several = elements(code, (3,))
    for code in codes:
        variable(f, f"line_{code}", code, ("time",), elements(code, (4,)))
        variable(f, f"record_{code}", code, ("time", "y", "x"), elements(code, (4, 3, 5)))
    f.close()


def texts(path):
    f = netCDF4.Dataset(path, "w", format="NETCDF3_CLASSIC")
    f.createDimension("time", None)
    f.createDimension("station", 3)
    f.createDimension("chars", 7)
    names = np.array([list("Oslo\0\0\0"), list("  a b\0\0"), list("\0" * 7)], "S1")
    names[1, 6] = b"!"
    v = variable(f, "station_name", "S1", ("station", "chars"), names)
    v.setncattr("units", b"\xb0C")
    v.setncattr("padded", b"ends in zeros\0\0\0")
    variable(f, "code", "S1", ("time", "chars"), np.array([list("abc\0\0\0\0"), list("abcdefg")], "S1"))
    variable(f, "latin", "S1", ("chars",), np.frombuffer(b"Z\xfcrich\0", "S1"))
    variable(f, "one", "S1", (), np.array(b"q", "S1"))
    f.close()


def single_record(path, code):
    """One variable that grows: its records have no gaps."""
    f = netCDF4.Dataset(path, "w", format="NETCDF3_64BIT_OFFSET")
    f.createDimension("time", None)
    f.createDimension("x", 3)
    variable(f, "fixed", "i4", ("x",), [1, 2, 3])
    variable(f, "v", code, ("time", "x"), elements(code, (5, 3)))
    f.close()


def no_records(path):
    f = netCDF4.Dataset(path, "w", format="NETCDF3_CLASSIC")
    f.createDimension("time", None)
    f.createDimension("x", 3)
    f.createVariable("v", "f4", ("time", "x"))
    f.createVariable("w", "i2", ("time",))
    f.close()


def of_scipy(path):
    f = netcdf_file(path, "w", version=2)
    f.history = "made by scipy"
    f.createDimension("time", None)
    f.createDimension("x", 3)
    v = f.createVariable("v", ">i2", ("time", "x"))
    v[:] = np.arange(12, dtype="i2").reshape(4, 3) - 5
    t = f.createVariable("time", ">f8", ("time",))
    t[:] = np.arange(4) * 0.5
    t.units = "days since 2000-01-01"
    f.close()


def changed(folder, name, old, change):
    """A copy of a file, changed by hand, whose elements are the same."""
    (folder / name).write_bytes(change((folder / old).read_bytes()))


def row(folder, file, name, v):
    a = np.array(v[...])
    a = a.view("u1") if a.dtype.kind == "S" else a
    a = a.astype(a.dtype.newbyteorder("<"))
    shape, dims = ",".join(map(str, a.shape)), ",".join(v.dimensions)
    return f"{file}\t{name}\t{a.dtype.name}\t{shape}\t{dims}\t{a.tobytes().hex()}\n"


def index(folder):
    lines = ["file\tname\tdtype\tshape\tdims\telements\n"]
    for path in sorted(folder.glob("*.nc")):
        if path.stem in ("cf_hdf5", "cf_data", "streaming"):
            continue
        f = netCDF4.Dataset(path)
        f.set_auto_maskandscale(False)
        f.set_auto_chartostring(False)
        lines += [row(folder, path.name, name, v) for name, v in f.variables.items()]
    same = [line.replace("types_classic.nc", "streaming.nc") for line in lines if line.startswith("types_classic.nc")]
    (folder / "index.tsv").write_text("".join(lines + same))


def packings(code):
    """Names and attributes of each way to pack; the fill value is given when a variable is made."""
    dtype = np.dtype(code)
    fill = dtype.type(-99 if dtype.kind != "u" else 99)
    other = dtype.type(7)
    f4, f8 = np.float32, np.float64
    factors = {
        "plain": {},
        "s4": dict(scale_factor=f4(0.1)),
        "s8": dict(scale_factor=f8(0.1)),
        "o4": dict(add_offset=f4(273.15)),
        "o8": dict(add_offset=f8(273.15)),
        "s4o4": dict(scale_factor=f4(0.1), add_offset=f4(273.15)),
        "s8o8": dict(scale_factor=f8(0.1), add_offset=f8(273.15)),
        "s4o8": dict(scale_factor=f4(0.1), add_offset=f8(273.15)),
        "s8o4": dict(scale_factor=f8(0.1), add_offset=f4(273.15)),
    }
    for name, attributes in factors.items():
        # xarray narrows numbers of eight bytes here, and nd does not.
        if dtype.itemsize == 8 and name in ("s4", "s4o4"):
            continue
        yield name, None, attributes
        yield name + "_fill", fill, attributes
    yield "missing", None, dict(missing_value=other)
    yield "missing_list", None, dict(missing_value=np.array([other, fill]))
    yield "missing_fill", fill, dict(missing_value=other, valid_min=other)
    yield "s8_missing", None, dict(missing_value=other, scale_factor=f8(0.01))
    if dtype.kind == "f":
        yield "nan", dtype.type(np.nan), {}
        yield "zero", dtype.type(0), {}
    if dtype.kind == "i":
        yield "unsigned", None, dict(_Unsigned="true")
        yield "unsigned_fill", fill, dict(_Unsigned="true")
        yield "unsigned_s8", fill, dict(_Unsigned="true", scale_factor=f8(0.5))
    if dtype.kind == "u":
        yield "signed", None, dict(_Unsigned="false")
        yield "signed_fill", fill, dict(_Unsigned="false", scale_factor=f8(0.5))


def packed(path, form, codes):
    f = netCDF4.Dataset(path, "w", format=form)
    f.createDimension("x", 7)
    for code in codes:
        dtype = np.dtype(code)
        info = np.iinfo(dtype) if dtype.kind in "iu" else np.finfo(dtype)
        fill = -99 if dtype.kind != "u" else 99
        data = np.array([1, fill, 7, info.max, info.min, 100, 0]).astype(dtype)
        data[3:5] = [info.max, info.min]
        if dtype.kind == "f":
            data[3:5] = [np.nan, -0.0]
        for name, fill_value, attributes in packings(code):
            v = f.createVariable(f"{code}_{name}", code, ("x",), fill_value=fill_value)
            v.set_auto_maskandscale(False)
            for key, value in attributes.items():
                v.setncattr(key, value)
            v.units = "K"
            v[:] = data
    f.close()


def packed_zarr(folder, version):
    """As xarray writes what it decoded; some of the variables of the grid."""
    raw = xr.open_dataset(folder / "cf_data.nc", engine="netcdf4", decode_cf=False)
    names = [name for name in raw.variables if name[:2] in ("i2", "f4") and name[3:] in ZARR]
    path = folder / f"cf_{version}.zarr"
    shutil.rmtree(path, ignore_errors=True)
    data = xr.decode_cf(raw[names].load(), decode_times=False)
    encoding = {name: {"compressors": None} for name in names}
    data.to_zarr(path, zarr_format=version, consolidated=False, encoding=encoding)


ZARR = ("plain", "plain_fill", "s8o8_fill", "missing", "zero", "unsigned_fill")


def decoded_zarr(folder, version):
    data = xr.open_zarr(folder / f"cf_{version}.zarr", consolidated=False, decode_times=False).load()
    for name, one in sorted(data.variables.items()):
        a = one.values.astype(one.dtype.newbyteorder("<"))
        yield f"cf_{version}.zarr\t{name}\tall\t{a.dtype.name}\t{a.tobytes().hex()}\t{','.join(sorted(one.attrs))}\n"


def decoded(folder):
    lines = ["file\tname\twhat\tdtype\telements\tattributes\n"]
    for version in (2, 3):
        lines += decoded_zarr(folder, version)
    for file in ("cf_data.nc", "cf_hdf5.nc"):
        raw = xr.open_dataset(folder / file, engine="netcdf4", decode_cf=False)
        for what in ("all", "mask"):
            for name, v in raw.variables.items():
                v = v.copy()
                factors = {k: v.attrs.pop(k) for k in ("scale_factor", "add_offset") if what == "mask" and k in v.attrs}
                # Each alone: `x` is a dimension of all.
                one = xr.decode_cf(xr.Dataset({name: v}), decode_times=False)[name]
                a = one.values.astype(one.dtype.newbyteorder("<"))
                left = ",".join(sorted([*one.attrs, *factors]))
                lines.append(f"{file}\t{name}\t{what}\t{a.dtype.name}\t{a.tobytes().hex()}\t{left}\n")
    (folder / "cf.tsv").write_text("".join(lines))


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, form in FORMATS.items():
        types(folder / f"types_{name}.nc", form, CLASSIC + (DATA if name == "data" else []))
    texts(folder / "texts.nc")
    single_record(folder / "single_bytes.nc", "i1")
    single_record(folder / "single_shorts.nc", "i2")
    no_records(folder / "no_records.nc")
    of_scipy(folder / "scipy.nc")
    # A writer that could not go back to count its records.
    changed(folder, "streaming.nc", "types_classic.nc", lambda b: b[:4] + b"\xff" * 4 + b[8:])
    index(folder)
    packed(folder / "cf_data.nc", "NETCDF3_64BIT_DATA", ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"])
    packed(folder / "cf_hdf5.nc", "NETCDF4", ["i2", "u1", "f4"])
    for version in (2, 3):
        packed_zarr(folder, version)
    decoded(folder)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(pathlib.Path(sys.argv[1]))
