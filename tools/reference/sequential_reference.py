"""Computes the probabilities of two small Keras models, for a test of the Java program.

    python tools/reference/sequential_reference.py      (numpy, keras 3)

Writes src/test/resources/reference/sequential.json. Weights and images follow from formulas, which the
test repeats: element k of weight array number v (from 0, in the order of Keras's get_weights) is
sqrt(4 / inputs) sin(k * k / 2 + v) for matrices and kernels, where inputs is the product of all sizes but
the last, and 0.1 + 0.05 sin(k + v) for vectors, a moving variance among them; pixel p of image i is
127.5 (1 + sin(0.05 (i + 1) p + i)), rounded down. The models see pixel / 255.
"""

import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import numpy as np
from keras import layers

TOP = pathlib.Path(__file__).resolve().parents[2]
OUTPUT = TOP / "src/test/resources/reference/sequential.json"
IMAGES = 5
SHAPE = (8, 8, 1)
CLASSES = 3


def value(number, shape):
    k = np.arange(np.prod(shape), dtype=np.float64)
    if len(shape) > 1:
        values = np.sqrt(4 / np.prod(shape[:-1])) * np.sin(k * k / 2 + number)
    else:
        values = 0.1 + 0.05 * np.sin(k + number)
    return values.astype(np.float32).reshape(shape)


def images():
    i = np.arange(IMAGES, dtype=np.float64)[:, np.newaxis]
    p = np.arange(np.prod(SHAPE), dtype=np.float64)
    return np.floor(127.5 * (1 + np.sin(0.05 * (i + 1) * p + i))).astype(np.uint8).reshape((IMAGES,) + SHAPE)


def models():
    yield "mlp", [
        layers.Flatten(),
        layers.Dense(12, activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(11, activation="elu"),
        layers.Dense(10, activation="tanh"),
        layers.Dense(9),
        layers.Activation("sigmoid"),
        layers.Dense(CLASSES, activation="softmax"),
    ]
    yield "cnn", [
        layers.Conv2D(4, 3, activation="relu"),
        layers.BatchNormalization(),
        layers.MaxPooling2D(2),
        layers.Conv2D(5, 2, padding="same", activation="elu"),
        layers.Flatten(),
        layers.Dense(CLASSES),
        layers.Activation("softmax"),
    ]


def probabilities(parts):
    model = keras.Sequential([layers.Input(SHAPE), *parts])
    model.set_weights([value(number, w.shape) for number, w in enumerate(model.get_weights())])
    return model(images().astype(np.float32) / 255, training=False).numpy().astype(float).tolist()


def main():
    reference = {"made_by": "tools/reference/sequential_reference.py", "keras": keras.__version__}
    reference |= {name: probabilities(parts) for name, parts in models()}
    OUTPUT.write_text(json.dumps(reference, indent=1) + "\n")
    print(f"{OUTPUT.relative_to(TOP)}: {OUTPUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
