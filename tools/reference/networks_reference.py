"""Computes one training step of batchnorm-cnn and keras-cnn in Keras, for a test of the Java program.

    python tools/reference/networks_reference.py      (needs tensorflow-cpu 2.18 and keras 3)

Writes src/test/resources/reference/networks.json: the logits in evaluation, and for 1 and 2 towers (the images
cut into equal slices, the first slice the smaller one) cross entropy, gradients, and how much the
moving averages move. Batch statistics are those of a slice; gradients and statistics are averaged by the slices' images.
Dropout is left out. Everything is computed in float64.

Weights and images follow from formulas, which the test repeats: element k of variable number v (from 0, in the
order of the layers, a layer's weights, biases, gamma, beta, moving_mean, moving_variance) is
sqrt(4 / inputs) sin(k * k / 2 + v) for weights, where inputs is the product of all sizes but the last,
1 + 0.3 sin(k + v) for gamma and moving_variance, 0.1 + 0.05 sin(k + v) for the others; pixel p of image i is
127.5 (1 + sin(0.05 (i + 1) p + i)), rounded down; image i has label 3i mod 10.
"""

import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from keras import layers

TOP = pathlib.Path(__file__).resolve().parents[2]
OUTPUT = TOP / "src/test/resources/reference/networks.json"
IMAGES = 5
ELEMENTS = 12
NAMES = {"kernel": "weights", "bias": "biases"}


def batchnorm_cnn():
    def block(filters, kernel, stride, number, pool):
        norm = layers.BatchNormalization(momentum=0.999, epsilon=1e-3, scale=False, name=f"norm{number}")
        conv = layers.Conv2D(filters, kernel, strides=stride, padding="same", name=f"conv{number}")
        return [conv, norm, layers.ReLU()] + ([layers.MaxPooling2D(2, padding="same")] if pool else [])

    stack = block(32, 4, 2, 1, True) + block(64, 4, 2, 2, True) + block(1024, 1, 1, 3, False)
    return 0.5, stack + [layers.Flatten(), layers.Dense(10, name="logits")]


def keras_cnn():
    return 0.0, [
        layers.Conv2D(32, 3, activation="relu", name="conv1"),
        layers.Conv2D(256, 3, activation="relu", name="conv2"),
        layers.BatchNormalization(momentum=0.99, epsilon=1e-3, name="norm"),
        layers.Conv2D(128, 3, activation="relu", name="conv3"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="relu", name="dense1"),
        layers.Dense(10, name="dense2"),
    ]


def name_of(variable):
    layer, kind = variable.path.split("/")[-2:]
    return f"{layer}/{NAMES.get(kind, kind)}"


def value(number, variable):
    k = np.arange(np.prod(variable.shape), dtype=np.float64)
    kind = name_of(variable).split("/")[1]
    if kind == "weights":
        values = np.sqrt(4 / np.prod(variable.shape[:-1])) * np.sin(k * k / 2 + number)
    elif kind in ("gamma", "moving_variance"):
        values = 1 + 0.3 * np.sin(k + number)
    else:
        values = 0.1 + 0.05 * np.sin(k + number)
    return values.astype(np.float32).astype(np.float64).reshape(variable.shape)


def images():
    i = np.arange(IMAGES, dtype=np.float64)[:, np.newaxis]
    p = np.arange(28 * 28, dtype=np.float64)
    return np.floor(127.5 * (1 + np.sin(0.05 * (i + 1) * p + i))).reshape(IMAGES, 28, 28, 1)


def summary(array):
    """Sum, sum of absolute values, and elements spread evenly over the array."""
    flat = np.asarray(array, dtype=np.float64).ravel()
    step = max(1, len(flat) // ELEMENTS)
    return {
        "sum": float(flat.sum()),
        "absolute_sum": float(np.abs(flat).sum()),
        "largest": float(np.abs(flat).max()),
        "elements": {str(i): float(flat[i]) for i in range(0, len(flat), step)},
    }


def assign(model):
    for number, variable in enumerate(model.variables):
        variable.assign(value(number, variable))


def step(model, x, labels, towers):
    """One step's cross entropy, gradients, and how much the moving averages move."""
    averages = [v for v in model.variables if "moving" in v.path]
    loss, gradients, moved = 0.0, None, None
    for tower in range(towers):
        part = slice(IMAGES * tower // towers, IMAGES * (tower + 1) // towers)
        share = (part.stop - part.start) / IMAGES
        assign(model)
        with tf.GradientTape() as tape:
            logits = model(x[part], training=True)
            own = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels[part], logits))
        found = [share * g for g in tape.gradient(own, [v.value for v in model.trainable_variables])]
        after = [share * v.numpy() for v in averages]
        loss += share * float(own)
        gradients = found if gradients is None else [a + b for a, b in zip(gradients, found)]
        moved = after if moved is None else [a + b for a, b in zip(moved, after)]
    assign(model)
    return {
        "cross_entropy": loss,
        "gradients": {name_of(v): summary(g) for v, g in zip(model.trainable_variables, gradients)},
        "moving_averages": {name_of(v): summary(m - v.numpy()) for v, m in zip(averages, moved)},
    }


def reference(offset, stack):
    model = keras.Sequential([keras.Input((28, 28, 1))] + stack)
    x = tf.constant(images() * 0.00392156862745098 - offset)
    labels = np.arange(IMAGES) * 3 % 10
    assign(model)
    return {
        "logits": model(x, training=False).numpy().tolist(),
        "towers": {str(n): step(model, x, labels, n) for n in (1, 2)},
    }


def main():
    keras.backend.set_floatx("float64")
    result = {
        "made_by": "tools/reference/networks_reference.py",
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
        "batchnorm-cnn": reference(*batchnorm_cnn()),
        "keras-cnn": reference(*keras_cnn()),
    }
    OUTPUT.write_text(json.dumps(result, indent=1) + "\n")
    print(f"{OUTPUT.relative_to(TOP)}: {OUTPUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
