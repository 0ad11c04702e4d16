"""Writes csgraph.txt: the public functions of scipy.sparse.csgraph, for the table that `cargo xtask parity` makes.

    python golden/csgraph_names.py [FOLDER]     (SciPy 1.17.1)

One a line: the module, a space, the name. The exception is among them: it is one of the answers that functions give.
"""

import pathlib
import sys

from scipy.sparse import csgraph

HOME = pathlib.Path(__file__).parent.parent / "xtask/scipy"
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME

FOLDER.mkdir(parents=True, exist_ok=True)
(FOLDER / "csgraph.txt").write_text("".join(f"scipy.sparse.csgraph {name}\n" for name in sorted(csgraph.__all__)))
