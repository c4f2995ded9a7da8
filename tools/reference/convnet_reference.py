"""Computes the ConvNet's logits, loss and gradients in Python's TensorFlow, for a test of the Java program.

    python tools/reference/convnet_reference.py      (requirements: tools/interchange/requirements.txt)

Writes src/test/resources/reference/convnet.json. Weights and images follow from formulas, which the test
repeats: element k of variable number v (from 0, in the order of the layers) is
sqrt(4 / inputs) sin(k * k / 2 + v) for weights, where inputs is the product of all sizes but the last, and
0.1 + 0.05 sin(k + v) for biases; pixel p of image i is 127.5 (1 + sin(0.05 (i + 1) p + i)), rounded
down; image i has label 3i mod 10.
"""

import json
import pathlib
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tools/interchange"))

import convnet
import numpy as np
import tensorflow.compat.v1 as tf

OUTPUT = TOP / "src/test/resources/reference/convnet.json"
IMAGES = 4
ELEMENTS = 12


def value(number, variable):
    shape = variable.shape.as_list()
    k = np.arange(np.prod(shape), dtype=np.float64)
    if variable.op.name.endswith("/weights"):
        values = np.sqrt(4 / np.prod(shape[:-1])) * np.sin(k * k / 2 + number)
    else:
        values = 0.1 + 0.05 * np.sin(k + number)
    return values.astype(np.float32).reshape(shape)


def images():
    i = np.arange(IMAGES, dtype=np.float64)[:, np.newaxis]
    p = np.arange(np.prod(convnet.IMAGE), dtype=np.float64)
    bytes_ = np.floor(127.5 * (1 + np.sin(0.05 * (i + 1) * p + i))).astype(np.uint8)
    return bytes_.reshape((IMAGES,) + convnet.IMAGE)


def summary(gradient):
    """Sum, sum of absolute values, and elements spread evenly over the array."""
    flat = gradient.astype(np.float64).ravel()
    step = max(1, len(flat) // ELEMENTS)
    return {
        "sum": float(flat.sum()),
        "absolute_sum": float(np.abs(flat).sum()),
        "largest": float(np.abs(flat).max()),
        "elements": {str(i): float(flat[i]) for i in range(0, len(flat), step)},
    }


def main():
    with tf.Graph().as_default(), tf.Session() as session:
        net = convnet.build()
        training = convnet.add_training(net, rate=0.0)
        session.run(tf.global_variables_initializer())
        for number, variable in enumerate(net.variables):
            variable.load(value(number, variable), session)
        labels = np.arange(IMAGES) * 3 % convnet.CLASSES
        feeds = {net.images: convnet.preprocess(images()), net.labels: labels}
        logits, cross_entropy, loss, gradients = session.run(
            [net.logits, net.cross_entropy, net.loss, training.gradients], feeds)
    reference = {
        "made_by": "tools/reference/convnet_reference.py",
        "tensorflow": tf.__version__,
        "logits": logits.tolist(),
        "cross_entropy": float(cross_entropy),
        "loss": float(loss),
        "gradients": {name: summary(gradient) for name, gradient in gradients.items()},
    }
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps(reference, indent=1) + "\n")
    print(f"{OUTPUT.relative_to(TOP)}: {OUTPUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
