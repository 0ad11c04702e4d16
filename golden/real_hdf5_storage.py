"""HDF5 files whose elements are packed, spread and linked in every way, and what h5py reads of them.

    real_hdf5_storage.py FOLDER     writes files into FOLDER, and FOLDER/right.tsv:
                                    file, path, type, shape, CRC-32 of the elements in C order;
                                    FOLDER/chunks.tsv: filters with their parameters, a chunk as it is stored
                                    and its elements, in hex

Needs h5py, hdf5plugin and tables.
"""

import os
import pathlib
import sys
import zlib

import h5py
import hdf5plugin
import numpy as np
import tables
from h5py import h5d, h5p, h5s, h5t, h5z

UNLIMITED = h5s.UNLIMITED


def elements(code, shape, kind):
    n = int(np.prod(shape))
    a = {
        "steps": lambda: np.cumsum(np.arange(n) * 7919 % 5 - 2) + 50,
        "noise": lambda: np.arange(n) * 2654435761 % 251,
        "same": lambda: np.full(n, 7),
    }[kind]()
    return a.astype(code).reshape(shape)


def plugins():
    yield "bzip2", hdf5plugin.BZip2()
    yield "lz4", hdf5plugin.LZ4()
    yield "lz4_blocks", hdf5plugin.LZ4(nbytes=64)
    yield "zstd", hdf5plugin.Zstd(3)
    for packer in ("none", "lz4", "zstd"):
        yield f"bits_{packer}", hdf5plugin.Bitshuffle(nelems=0, cname=packer)
    yield "bits_blocks", hdf5plugin.Bitshuffle(nelems=16, cname="lz4")
    for packer in ("blosclz", "lz4", "lz4hc", "zlib", "zstd"):
        for shuffle in (0, 1, 2):
            yield f"blosc_{packer}_{shuffle}", hdf5plugin.Blosc(packer, 5, shuffle)
        for filters in (0, 1, 2, 3, 4):
            if filters in (1, 2) or packer == "zstd":
                yield f"blosc2_{packer}_{filters}", hdf5plugin.Blosc2(packer, 5, filters)


def packed(folder):
    """Every filter, alone."""
    with h5py.File(folder / "packed.h5", "w", libver="latest") as f:
        turn = 0
        for name, how in plugins():
            for code, shape, chunks, kind in (
                (("u1", "<i2", "<f4", ">f8")[turn % 4], (13, 29), (6, 11), "steps"),
                (("<f8", "u1", "<u4", "<i2")[turn % 4], (700,), (700,), ("noise", "same")[turn % 2]),
            ):
                f.create_dataset(f"{name}_{len(shape)}", data=elements(code, shape, kind),
                                 chunks=chunks, **how)
            turn += 1
        for block in (4, 8, 32):
            for mask in ("nn", "ec"):
                code = ("u1", "<u2", ">i2", "<f4", "<f8", "<i4")[block % 7]
                f.create_dataset(f"szip_{mask}_{block}", data=elements(code, (9, 70), "steps"),
                                 chunks=(4, 35), compression="szip", compression_opts=(mask, block))
        for code in ("u1", "i1", "<i2", ">u2", "<i4", ">i8", "<u8"):
            f.create_dataset(f"scaled_{turn}", data=elements(code, (50,), "steps"), chunks=(20,),
                             scaleoffset=(0, 7)[turn % 2], fillvalue=(None, 48)[turn % 3 // 2])
            turn += 1
        for code in ("<f4", ">f4", "<f8", ">f8"):
            f.create_dataset(f"scaled_{turn}", data=elements(code, (50,), "steps") / 8, chunks=(20,),
                             scaleoffset=turn % 4, fillvalue=(None, 6)[turn % 2], compression="gzip")
            turn += 1
        f.create_dataset("scaled_same", data=elements("<i4", (50,), "same"), chunks=(20,), scaleoffset=0)
        some_bits(f)
        several(f)


def raw(f, name, datatype, a, filters, chunks):
    plan = h5p.create(h5p.DATASET_CREATE)
    plan.set_chunk(chunks)
    for number, parameters in filters:
        plan.set_filter(number, h5z.FLAG_OPTIONAL, parameters)
    space = h5s.create_simple(a.shape)
    h5d.create(f.id, name.encode(), datatype, space, plan).write(h5s.ALL, h5s.ALL, a)


def some_bits(f):
    for code, precision, offset in (("<i4", 17, 0), (">i4", 17, 3), ("<u2", 12, 4), ("<i8", 40, 9),
                                    ("u1", 7, 1), (">u2", 9, 0)):
        datatype = h5t.py_create(np.dtype(code)).copy()
        datatype.set_precision(precision)
        datatype.set_offset(offset)
        a = elements(code, (60,), "steps") - (60 if "i" in code else 0)
        order = {"<": "little", ">": "big"}.get(code[0], "byte")
        raw(f, f"nbit_{order}_{precision}", datatype, a, [(5, ())], (25,))
    raw(f, "nbit_all", h5t.IEEE_F32BE, elements(">f4", (60,), "steps"), [(5, ())], (25,))


def several(f):
    """Filters over filters."""
    ids = {"gzip": (1, (4,)), "shuffle": (2, ()), "sum": (3, ()), "lzf": (32000, (0, 0, 0)),
           "bzip2": (307, (9,)), "zstd": (32015, (3,)), "lz4": (32004, (0,)),
           "blosc": (32001, (0, 0, 0, 0, 5, 1, 1)), "blosc2": (32026, (0, 0, 0, 0, 5, 1, 1)),
           "bits": (32008, (0, 2)), "szip": (4, (141, 8)), "nbit": (5, ()), "scaled": (6, (2, 0))}
    for names in ("gzip gzip", "shuffle lzf gzip", "sum gzip sum", "lz4 shuffle gzip", "bits gzip",
                  "gzip bits", "zstd blosc", "blosc zstd", "blosc2 bzip2", "gzip blosc2", "szip gzip",
                  "nbit gzip sum", "scaled shuffle lz4", "lzf lzf", "bzip2 bzip2 sum", "zstd lz4 gzip"):
        a = (np.arange(4000) % 300 * 3).astype("<i4").reshape(100, 40)
        raw(f, names.replace(" ", "_"), h5t.STD_I32LE, a, [ids[name] for name in names.split()], (50, 20))


def by_pytables(folder):
    with tables.open_file(str(folder / "pytables.h5"), "w") as f:
        turn = 0
        for library in ("zlib", "bzip2", "blosc:blosclz", "blosc:lz4", "blosc:zlib", "blosc:zstd",
                        "blosc2:blosclz", "blosc2:lz4", "blosc2:zstd"):
            for bits in (False, True) if "blosc" in library else (False,):
                code, shape = (("<i2", (40,)), ("<f8", (6, 9)), ("u1", (5, 6, 7)))[turn % 3]
                how = tables.Filters(5, library, shuffle=not bits, bitshuffle=bits, fletcher32=turn % 2 == 0)
                f.create_carray("/", f"a{turn}", obj=elements(code, shape, "steps"), filters=how,
                                chunkshape=tuple(n // 2 + 1 for n in shape))
                turn += 1


def box(*numbers):
    return lambda space: space.select_hyperslab(*numbers)


def boxes(*all):
    def select(space):
        space.select_none()
        for numbers in all:
            space.select_hyperslab(*numbers, op=h5s.SELECT_OR)
    return select


def whole(space):
    space.select_all()


def bits12():
    datatype = h5t.STD_U16LE.copy()
    datatype.set_precision(12)
    datatype.set_offset(2)
    return datatype


def virtual(f, name, code, shape, parts, fill=None, most=None):
    plan = h5p.create(h5p.DATASET_CREATE)
    plan.set_layout(h5d.VIRTUAL)
    if fill is not None:
        plan.set_fill_value(np.array(fill, code))
    datatype = bits12() if code == "12" else h5t.py_create(np.dtype(code), logical=True)
    for file, path, source, chosen, place in parts:
        to = h5s.create_simple(shape, most or shape)
        place(to)
        fro = h5s.create_simple(*source) if isinstance(source[0], tuple) else h5s.create_simple(source)
        chosen(fro)
        plan.set_virtual(to, file.encode(), path.encode(), fro)
    h5d.create(f.id, name.encode(), datatype, h5s.create_simple(shape, most or shape), plan)


def spread(folder, name, version):
    full = (6, 10)
    open_ended = ((6, 10), (UNLIMITED, 10))
    with h5py.File(folder / name, "w", libver=version) as f:
        f["here"] = elements("<i8", full, "steps")

        def put(*arguments, **options):
            virtual(f, *arguments, **options)

        put("all", "<i8", full, [("part0.h5", "x", full, whole, whole)])
        put("same_file", "<i8", full, [(".", "here", full, whole, whole)])
        put("stack", "<i8", (3, 6, 10),
            [(f"part{k}.h5", "x", full, whole, box((k, 0, 0), (1, 6, 10))) for k in range(3)])
        put("gaps", "<i8", (25, 10),
            [(f"part{k}.h5", "x", full, whole, box((k * 8, 0), (6, 10))) for k in range(3)], fill=-7)
        put("woven", "<i8", (12, 10),
            [(f"part{k}.h5", "x", full, whole, box((k, 0), (6, 10), (2, 1))) for k in range(2)])
        put("blocks", "<i8", (20, 8),
            [("part0.h5", "x", full, box((0, 1), (2, 3), (3, 3), (2, 2)), box((3, 0), (2, 6), (8, 1), (2, 1)))],
            fill=-1)
        put("other_shape", "<i8", (4, 15), [("part1.h5", "x", full, whole, whole)])
        put("uneven", "<i8", (15, 14),
            [("part2.h5", "x", full, boxes(((0, 0), (2, 3)), ((1, 5), (4, 4)), ((5, 1), (1, 4))),
              boxes(((1, 0), (2, 9)), ((9, 2), (2, 4))))], fill=-1)
        put("packed", ">i4", (2, 6, 10),
            [(f"part{k}.h5", "z", full, whole, box((k, 0, 0), (1, 6, 10))) for k in range(2)])
        put("turned", "<i4", full, [("part0.h5", "z", full, whole, whole)])
        put("no_file", "<i8", full, [("nowhere.h5", "x", full, whole, whole)], fill=5)
        put("no_array", "<i8", full, [("part0.h5", "nothing", full, whole, whole)], fill=5)
        put("below", "<i8", full, [("below/part.h5", "x", full, whole, whole)])
        put("percent", "<i8", full, [("part%%.h5", "x", full, whole, whole)])
        put("twice", "<i8", full, [(name, "stack", (3, 6, 10), box((1, 0, 0), (1, 6, 10)), whole)])
        put("numbered", "<i8", (1, 6, 10),
            [("part%b.h5", "x", full, whole, box((0, 0, 0), (UNLIMITED, 1, 1), (1, 1, 1), (1, 6, 10)))],
            most=(UNLIMITED, 6, 10))
        put("numbered_rows", "<i8", full,
            [("part%b.h5", "x", full, whole, box((1, 0), (UNLIMITED, 1), (8, 1), (6, 10)))],
            most=(UNLIMITED, 10), fill=9)
        put("growing", ">i4", (2, 10),
            [(f"part{k}.h5", "z", open_ended, box((0, 0), (UNLIMITED, 1), (1, 1), (1, 10)),
              box((k, 0), (UNLIMITED, 1), (3, 1), (1, 10))) for k in range(3)], most=(UNLIMITED, 10), fill=5)
        put("growing_blocks", ">i4", (2, 10),
            [("part0.h5", "z", open_ended, box((1, 0), (UNLIMITED, 1), (3, 1), (2, 10)),
              box((4, 0), (UNLIMITED, 1), (7, 1), (2, 10))),
             ("part1.h5", "z", full, box((0, 0), (2, 10)), box((0, 0), (2, 10)))],
            most=(UNLIMITED, 10), fill=5)
        put("numbered_columns", "<i8", full,
            [("part%b.h5", "x", full, whole, box((0, 0), (1, UNLIMITED), (1, 10), (6, 10)))],
            most=(6, 25))
        put("bits", "12", full, [("part0.h5", "bits", full, whole, whole)])
        put("bits_as_plain", "<u2", full, [("part0.h5", "bits", full, whole, whole)])
        f["words"] = ["one", "two"]
        put("words_here", h5py.string_dtype(), (2,), [(".", "words", (2,), whole, whole)])
        put("words_there", h5py.string_dtype(), (2,), [("part0.h5", "words", (2,), whole, whole)])
        long = "a_name_that_is_long_enough_to_be_told_once"
        put("names_told_once", "<i8", (6, 10),
            [("part_of_a_rather_long_name.h5", (long, "x")[k % 2], (10,) if k % 2 == 0 else full,
              whole if k % 2 == 0 else box((k, 0), (1, 10)), box((k, 0), (1, 10))) for k in range(6)])


def parts(folder):
    os.makedirs(folder / "below", exist_ok=True)
    for name, k in (("part0", 0), ("part1", 1), ("part2", 2), ("below/part", 3), ("part%", 4),
                    ("part_of_a_rather_long_name", 5)):
        with h5py.File(folder / f"{name}.h5", "w", libver="latest") as f:
            f["x"] = np.arange(60).reshape(6, 10) + 100 * k
            f.create_dataset("z", data=(np.arange(60).reshape(6, 10) + 100 * k).astype(">i4"), chunks=(4, 3),
                             maxshape=(None, 10), compression="gzip")
            f["a_name_that_is_long_enough_to_be_told_once"] = np.arange(10)
            raw(f, "bits", bits12(), np.arange(60, dtype="<u2").reshape(6, 10) * 60, [], (6, 10))
            f["words"] = ["three", "four"]
            f["group/y"] = np.arange(3) + 0.5
            f["back"] = h5py.ExternalLink("linked.h5", "/own")
            f["round"] = h5py.ExternalLink("linked.h5", "/round")


def linked(folder):
    with h5py.File(folder / "linked.h5", "w") as f:
        f["own"] = np.arange(4)
        for name, file, path in (("array", "part0.h5", "/x"), ("group", "part0.h5", "group"),
                                 ("below", "below/part.h5", "x"), ("there_and_back", "part0.h5", "back"),
                                 ("round", "part0.h5", "round"), ("no_file", "nowhere.h5", "/x"),
                                 ("no_array", "part0.h5", "/nothing"), ("above", "../part0.h5", "/x"),
                                 ("full", "/etc/part0.h5", "/x")):
            f[name] = h5py.ExternalLink(file, path)
        f["soft"] = h5py.SoftLink("/group/y")


def outside(folder):
    here = os.getcwd()
    os.chdir(folder)
    np.arange(100, dtype="<f4").tofile("one.bin")
    np.arange(100, 160, dtype="<f4").tofile("two.bin")
    with h5py.File("outside.h5", "w") as f:
        f.create_dataset("one", (10, 10), "<f4", external=[("one.bin", 0, 400)])
        f.create_dataset("part", (5, 10), "<f4", external=[("one.bin", 40, 200)])
        f.create_dataset("two", (160,), "<f4", external=[("one.bin", 0, 400), ("two.bin", 0, 240)])
        f.create_dataset("pieces", (16, 10), "<f4", external=[
            ("one.bin", 0, 100), ("two.bin", 20, 100), ("one.bin", 200, h5py.h5f.UNLIMITED)])
        f.create_dataset("short", (200,), "<f4", external=[("one.bin", 0, 400), ("two.bin", 0, 400)])
        f.create_dataset("none", (10,), "<f4", external=[("none.bin", 0, 400)])
        f["plain"] = np.arange(3)
    os.chdir(here)


def right(folder):
    rows = []
    for name in ("packed.h5", "pytables.h5", "spread_200.h5", "spread_108.h5", "outside.h5"):
        here = os.getcwd()
        os.chdir(folder)
        with h5py.File(name) as f:
            def visit(path, item):
                if not isinstance(item, h5py.Dataset) or path == "none" or "words" in path:
                    return
                if path in ("bits_as_plain", "numbered_columns"):
                    return  # the library refuses extents that are cut by their maximum
                a = item[...]
                a = np.ascontiguousarray(a.astype(a.dtype.newbyteorder("<")))
                shape = ",".join(map(str, a.shape))
                rows.append([name, path, a.dtype.name, shape, f"{zlib.crc32(a.tobytes()):08x}"])
            f.visititems(visit)
        os.chdir(here)
    (folder / "right.tsv").write_text("".join("\t".join(row) + "\n" for row in rows))


def chunks(folder):
    """A chunk of every array, as it is stored."""
    rows = []
    with h5py.File(folder / "packed.h5") as f:
        for name, item in f.items():
            if item.chunks == item.shape or item.nbytes > 9000:
                continue
            plan = item.id.get_create_plist()
            filters = [plan.get_filter(i) for i in range(plan.get_nfilters())]
            start = (0,) * item.ndim
            skipped, stored = item.id.read_direct_chunk(start)
            if skipped:
                continue
            words = ";".join(" ".join(map(str, (number, *values))) for number, _, values, _ in filters)
            place = tuple(slice(0, n) for n in item.chunks)
            a = item[place]
            if a.dtype.kind in "iu" and name.startswith("nbit"):
                continue  # some bits of a number are the type's business, not the filter's
            rows.append([words, stored.hex(), a.tobytes().hex()])
    (folder / "chunks.tsv").write_text("".join("\t".join(row) + "\n" for row in rows))


def main(folder):
    folder = pathlib.Path(folder)
    os.makedirs(folder, exist_ok=True)
    parts(folder)
    packed(folder)
    by_pytables(folder)
    spread(folder, "spread_200.h5", "latest")
    spread(folder, "spread_108.h5", "earliest")
    linked(folder)
    outside(folder)
    right(folder)
    chunks(folder)


main(sys.argv[1])
