"""Turns MNIST's IDX files into svmlight text.

    mnist.py IDX_FOLDER OUT_FOLDER

Writes mnist.svm (60000 rows) and mnist.t.svm (10000). The label is the digit; a value is pixel / 255 in the
fewest decimals that give the same float32; zeros are left out; indices start at 1. Prints the counts.
"""

import struct
import sys
from pathlib import Path

IMAGES_MAGIC, LABELS_MAGIC = 2051, 2049


def as_float32(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def shortest_float32(value):
    """The fewest significant digits that read back as the float32 nearest to value."""
    wanted = as_float32(value)
    return next(text for digits in range(1, 10) if as_float32(float(text := f"{wanted:.{digits}g}")) == wanted)


def read_idx(path, magic, sizes):
    """The bytes after an IDX header, which must hold magic and then as many sizes; the first is the row count."""
    data = path.read_bytes()
    found, rows, *rest = struct.unpack_from(f">{1 + sizes}I", data)
    width = 1
    for size in rest:
        width *= size
    header = 4 * (1 + sizes)
    if found != magic or len(data) != header + rows * width:
        sys.exit(f"{path}: not the IDX file expected (magic {found}, {len(data)} bytes). Fetch it again.")
    return memoryview(data)[header:], rows, width


def convert(images_path, labels_path, out_path):
    pixels, rows, width = read_idx(images_path, IMAGES_MAGIC, 3)
    labels, label_rows, _ = read_idx(labels_path, LABELS_MAGIC, 1)
    if rows != label_rows:
        sys.exit(f"{labels_path}: {label_rows} labels for {rows} images. Fetch both again.")
    text_of = [shortest_float32(pixel / 255) for pixel in range(256)]
    nonzeros = 0
    with open(out_path, "w", encoding="ascii", newline="\n") as out:
        for row in range(rows):
            image = pixels[row * width:(row + 1) * width]
            pairs = [f"{index}:{text_of[pixel]}" for index, pixel in enumerate(image, start=1) if pixel]
            nonzeros += len(pairs)
            out.write(" ".join([str(labels[row]), *pairs]) + "\n")
    print(f"{out_path.name}: {rows} rows x {width} features, {nonzeros / rows:.1f} nonzeros a row")


def main():
    source, target = map(Path, sys.argv[1:])
    for part, name in [("train", "mnist.svm"), ("t10k", "mnist.t.svm")]:
        convert(source / f"{part}-images-idx3-ubyte", source / f"{part}-labels-idx1-ubyte", target / name)


if __name__ == "__main__":
    main()
