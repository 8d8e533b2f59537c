"""Archives as NumPy and SciPy write them, in base64, and what is in them."""

import base64
import io

import numpy as np
import scipy
import scipy.sparse


def _bytes(write):
    stream = io.BytesIO()
    write(stream)
    return base64.b64encode(stream.getvalue()).decode("ascii")


def answers():
    rng = np.random.default_rng(6)
    dense = np.round(rng.normal(size=(12, 5)), 3) * (rng.random((12, 5)) < 0.6)
    y = rng.integers(0, 3, 12)
    single = dense.astype(np.float32)
    csr = scipy.sparse.csr_matrix(single)
    unsorted = csr.copy()
    for i in range(unsorted.shape[0]):
        part = slice(unsorted.indptr[i], unsorted.indptr[i + 1])
        unsorted.indices[part] = unsorted.indices[part][::-1].copy()
        unsorted.data[part] = unsorted.data[part][::-1].copy()
    long = scipy.sparse.csr_matrix(dense)
    long.indices, long.indptr = long.indices.astype(np.int64), long.indptr.astype(np.int64)
    archives = [
        ("savez float32", lambda s: np.savez(s, X=single, y=y), single, True),
        ("savez_compressed float64", lambda s: np.savez_compressed(s, X=dense, y=y.astype(np.int32)), dense, True),
        ("savez Fortran order beside another array", lambda s: np.savez(s, X=np.asfortranarray(dense), y=y, ids=y), dense, True),
        ("savez without names", lambda s: np.savez(s, y.astype(np.uint8), single), single, True),
        ("save_npz", lambda s: scipy.sparse.save_npz(s, csr), single, False),
        ("save_npz uncompressed", lambda s: scipy.sparse.save_npz(s, csr, compressed=False), single, False),
        ("save_npz unsorted", lambda s: scipy.sparse.save_npz(s, unsorted), single, False),
        ("save_npz float64, long indices", lambda s: scipy.sparse.save_npz(s, long), dense, False),
    ]
    return {
        "tool": "NumPy and SciPy",
        "version": f"{np.__version__}, {scipy.__version__}",
        "problems": [
            {"name": name, "hasLabels": has_labels, "X": x.astype(float), "y": y, "archive": _bytes(write)}
            for name, write, x, has_labels in archives
        ],
    }
