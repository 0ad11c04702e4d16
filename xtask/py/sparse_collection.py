"""Collected matrices for nd's readers and solvers: those that SuiteSparse ships for its own tests.

    python sparse_collection.py FOLDER     leaves matrices as MatrixMarket files, and list.txt, in FOLDER

A line of list.txt is a file, whether its numbers are complex, and its rank by NumPy, of those that are not
large; `refused` of files that SciPy does not read either.

They are in Debian's source package of SuiteSparse, which `apt-get source` fetches (sources of its own, in FOLDER:
nothing of the machine's is changed), and nothing of it is kept in this repository. The archive's hash is pinned. Files
in MatrixMarket's form are taken as they are; triplets (of CSparse) and files in the form of Rutherford and Boeing are
written anew in that of MatrixMarket, of the latter what SciPy reads.
"""

import hashlib
import io
import pathlib
import subprocess
import sys
import tarfile

import numpy as np
import scipy.io
import scipy.sparse as sp

PACKAGE = "suitesparse"
# Rows and columns up to which NumPy is asked for the rank.
LARGEST = 500
HASHES = {"bb106c43049138c19675cd70322e72ff8e4fd8bdcab3a096307fd78488913faf"}
SOURCES = """Types: deb-src
URIs: {uri}
Suites: {suite}
Components: main
Signed-By: {key}
"""


def field(text, name):
    return next(line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith(name + ":"))


def fetched(folder):
    """The archive, by way of the sources that this machine has for its own packages."""
    found = sorted(folder.glob(f"{PACKAGE}_*.orig.tar.*"))
    if found:
        return found[0]
    for part in ("parts", "lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    text = pathlib.Path("/etc/apt/sources.list.d/debian.sources").read_text()
    sources = SOURCES.format(uri=field(text, "URIs"), suite=field(text, "Suites").split()[0], key=field(text, "Signed-By"))
    (folder / "parts/source.sources").write_text(sources)
    options = {"Dir::Etc::SourceList": "/dev/null", "Dir::Etc::SourceParts": folder / "parts",
               "Dir::State::Lists": folder / "lists", "Dir::Cache": folder / "cache", "APT::Sandbox::User": "root"}
    apt = ["apt-get", "-q"] + [f"-o{name}={value}" for name, value in options.items()]
    subprocess.run([*apt, "update"], check=True)
    subprocess.run([*apt, "source", "--download-only", PACKAGE], check=True, cwd=folder)
    return sorted(folder.glob(f"{PACKAGE}_*.orig.tar.*"))[0]


def kind_of(text):
    return "complex" if text.split(b"\n", 1)[0].lower().split()[3] == b"complex" else "real"


def rank_of(text):
    try:
        a = scipy.io.mmread(io.BytesIO(text))
    except ValueError:
        return "refused"
    small = min(a.shape) <= LARGEST and max(a.shape) <= 2 * LARGEST
    return str(np.linalg.matrix_rank(a.toarray())) if small and 0 not in a.shape else "unknown"


def market(a):
    """A matrix as a MatrixMarket file."""
    out = io.BytesIO()
    scipy.io.mmwrite(out, sp.coo_array(a), symmetry="general")
    return out.getvalue()


def from_triplets(text):
    """Lines of row, column and value, counted from 0; where all real ones are in one triangle, half a symmetric one."""
    numbers = np.loadtxt(io.BytesIO(text), ndmin=2)
    if numbers.size == 0 or numbers.shape[1] not in (3, 4):
        return None
    rows, columns = numbers[:, 0].astype(int), numbers[:, 1].astype(int)
    values = numbers[:, 2] if numbers.shape[1] == 3 else numbers[:, 2] + 1j * numbers[:, 3]
    shape = (rows.max() + 1, columns.max() + 1)
    a = sp.coo_array((values, (rows, columns)), shape=shape).tocsr()
    if numbers.shape[1] == 3 and shape[0] == shape[1] and (np.all(rows <= columns) or np.all(rows >= columns)):
        a = a + a.T - sp.diags_array(a.diagonal())
    return market(a)


def converted(name, text):
    """The file as a MatrixMarket file, if it is a matrix in a form that is known."""
    if text[:60].lower().startswith(b"%%matrixmarket matrix coordinate"):
        return text
    if name.parts[1] in ("CSparse", "CXSparse") and name.parts[2:3] == ("Matrix",):
        return from_triplets(text)
    if name.suffix in (".rb", ".rua", ".rsa", ".rra", ".psa") and "mangled" not in name.parts:
        try:
            return market(scipy.io.hb_read(io.StringIO(text.decode())))
        except Exception as error:
            print(f"collection: {name}: SciPy does not read it: {error}")
    return None


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    archive = fetched(folder)
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found not in HASHES:
        sys.exit(f"{archive.name} has the hash {found}, which is not pinned")
    lines, seen = [], set()
    with tarfile.open(archive) as files:
        for member in files:
            name = pathlib.PurePosixPath(member.name)
            wanted = "Matrix" in name.parts or name.suffix in (".mtx", ".rb", ".rua", ".rsa", ".rra", ".psa")
            text = files.extractfile(member).read() if wanted and member.isfile() else b""
            mark = hashlib.sha256(text).hexdigest()
            if not text or mark in seen:
                continue
            seen.add(mark)
            made = converted(name, text)
            if made is not None:
                target = folder / ("-".join(name.parts[1:]) + ("" if name.suffix == ".mtx" else ".mtx"))
                target.write_bytes(made)
                lines.append(f"{target.name}\t{kind_of(made)}\t{rank_of(made)}\n")
    (folder / "list.txt").write_text("".join(sorted(lines)))
    print(f"collection: {len(lines)} matrices")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
