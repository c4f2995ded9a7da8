"""Labelled images in TFRecords, read and written by Python's TensorFlow, and in MNIST's own files."""

import collections
import gzip
import pathlib

import numpy as np
import tensorflow.compat.v1 as tf

FEATURES = {name: tf.io.FixedLenFeature([], tf.int64) for name in ("height", "width", "depth", "label")}
FEATURES["image_raw"] = tf.io.FixedLenFeature([], tf.string)

Images = collections.namedtuple("Images", "pixels labels")  # uint8 (n, height, width, depth); int64 (n)


def read(path):
    """Every record of a file, parsed in a graph; all images must be of one size."""
    with tf.Graph().as_default(), tf.Session() as session:
        records = tf.data.TFRecordDataset(str(path)).batch(1000)
        batch = tf.io.parse_example(tf.data.make_one_shot_iterator(records).get_next(), FEATURES)
        pixels, labels = [], []
        while True:
            try:
                found = session.run(batch)
            except tf.errors.OutOfRangeError:
                break
            sizes = {s for s in zip(found["height"], found["width"], found["depth"])}
            if len(sizes) != 1:
                raise ValueError(f"{path}: images of {len(sizes)} sizes, expected one")
            rows = [np.frombuffer(raw, np.uint8) for raw in found["image_raw"]]
            pixels.append(np.stack(rows).reshape((-1,) + sizes.pop()))
            labels.append(found["label"])
    return Images(np.concatenate(pixels), np.concatenate(labels))


def feature_names(path):
    """Names of the first record's features."""
    first = tf.train.Example.FromString(next(tf.io.tf_record_iterator(str(path))))
    return set(first.features.feature)


def write(path, images):
    def int64(value):
        return tf.train.Feature(int64_list=tf.train.Int64List(value=[value]))

    with tf.io.TFRecordWriter(str(path)) as writer:
        for pixels, label in zip(images.pixels, images.labels):
            raw = tf.train.Feature(bytes_list=tf.train.BytesList(value=[pixels.tobytes()]))
            sizes = {name: int64(size) for name, size in zip(("height", "width", "depth"), pixels.shape)}
            features = tf.train.Features(feature={**sizes, "label": int64(label), "image_raw": raw})
            writer.write(tf.train.Example(features=features).SerializeToString())


def read_mnist(folder, split):
    """split: 'train' or 't10k'; the files may be gzipped."""
    pixels = _content(folder, split + "-images-idx3-ubyte")[16:]
    labels = _content(folder, split + "-labels-idx1-ubyte")[8:]
    return Images(
        np.frombuffer(pixels, np.uint8).reshape(-1, 28, 28, 1),
        np.frombuffer(labels, np.uint8).astype(np.int64))


def _content(folder, name):
    plain = pathlib.Path(folder) / name
    if plain.exists():
        return plain.read_bytes()
    with gzip.open(plain.with_name(name + ".gz")) as file:
        return file.read()
