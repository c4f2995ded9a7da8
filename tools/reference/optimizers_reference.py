"""Computes 20 steps of every optimizer in Python, for a test of the Java program.

    python tools/reference/optimizers_reference.py      (numpy, keras 3)

Writes src/test/resources/reference/optimizers.json. sgd, adadelta, adam and adamax are Keras 3's, given
the settings of Keras 2.0. Of rmsprop, adagrad and nadam, which later versions compute otherwise, the
formulas of Keras 2.0 (2017) are written out here in NumPy, in double precision.

Gradients follow from a formula, which the test repeats: in step t (from 1) element i (from 0) has
10^-i sin(2t + i), but 0 before step 4 for the last one. So the smallest are of epsilon's size, where a
formula with epsilon elsewhere differs most.
"""

import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import numpy as np

TOP = pathlib.Path(__file__).resolve().parents[2]
OUTPUT = TOP / "src/test/resources/reference/optimizers.json"
STEPS = 20
FIRST = [1.0, -1.0, 0.5, 2.0, 0.0, -0.5, 0.25, 0.75]

CASES = [
    ("sgd", 0.01, {}),
    ("sgd", 0.3, {}),
    ("rmsprop", 0.001, {"rho": 0.9, "epsilon": 1e-8}),
    ("rmsprop", 0.05, {"rho": 0.8, "epsilon": 1e-3}),
    ("adagrad", 0.01, {"epsilon": 1e-8}),
    ("adagrad", 0.1, {"epsilon": 1e-3}),
    ("adadelta", 1.0, {"rho": 0.95, "epsilon": 1e-8}),
    ("adadelta", 0.5, {"rho": 0.8, "epsilon": 1e-3}),
    ("adam", 0.001, {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}),
    ("adam", 0.05, {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3}),
    ("adamax", 0.002, {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}),
    ("adamax", 0.05, {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3}),
    ("nadam", 0.002, {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "schedule_decay": 0.004}),
    ("nadam", 0.05, {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3, "schedule_decay": 0.5}),
]


def gradient(t):
    i = np.arange(len(FIRST), dtype=np.float64)
    g = 10.0 ** -i * np.sin(2 * t + i)
    if t < 4:
        g[-1] = 0
    return g


def keras3(optimizer):
    """Weights after each step of one of Keras's own optimizers."""
    w = keras.Variable(np.array(FIRST, np.float32))
    optimizer.build([w])
    weights = []
    for t in range(1, STEPS + 1):
        optimizer.apply_gradients([(keras.ops.convert_to_tensor(gradient(t).astype(np.float32)), w)])
        weights.append(keras.ops.convert_to_numpy(w).astype(float).tolist())
    return weights


def keras2(step):
    """Weights after each step of a formula, which takes w, its state, g and t and gives the new w."""
    w, state = np.array(FIRST), {"a": np.zeros(len(FIRST)), "m": np.zeros(len(FIRST)), "schedule": 1.0}
    weights = []
    for t in range(1, STEPS + 1):
        w = step(w, state, gradient(t), t)
        weights.append(w.tolist())
    return weights


def rmsprop(rate, rho, epsilon):
    def step(w, state, g, t):
        state["a"] = rho * state["a"] + (1 - rho) * g**2
        return w - rate * g / (np.sqrt(state["a"]) + epsilon)
    return keras2(step)


def adagrad(rate, epsilon):
    def step(w, state, g, t):
        state["a"] = state["a"] + g**2
        return w - rate * g / (np.sqrt(state["a"]) + epsilon)
    return keras2(step)


def nadam(rate, beta1, beta2, epsilon, schedule_decay):
    def step(w, state, g, t):
        momentum = beta1 * (1 - 0.5 * 0.96 ** (t * schedule_decay))
        next_momentum = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * schedule_decay))
        schedule = state["schedule"] * momentum
        next_schedule = schedule * next_momentum
        state["schedule"] = schedule
        state["m"] = beta1 * state["m"] + (1 - beta1) * g
        state["a"] = beta2 * state["a"] + (1 - beta2) * g**2
        mean = state["m"] / (1 - next_schedule)
        square = state["a"] / (1 - beta2**t)
        mixed = (1 - momentum) * g / (1 - schedule) + next_momentum * mean
        return w - rate * mixed / (np.sqrt(square) + epsilon)
    return keras2(step)


def weights(name, rate, settings):
    match name:
        case "sgd":
            return keras3(keras.optimizers.SGD(rate))
        case "adadelta":
            return keras3(keras.optimizers.Adadelta(rate, settings["rho"], settings["epsilon"]))
        case "adam":
            return keras3(keras.optimizers.Adam(rate, settings["beta1"], settings["beta2"], settings["epsilon"]))
        case "adamax":
            return keras3(keras.optimizers.Adamax(rate, settings["beta1"], settings["beta2"], settings["epsilon"]))
    return {"rmsprop": rmsprop, "adagrad": adagrad, "nadam": nadam}[name](rate, **settings)


def main():
    reference = {
        "made_by": "tools/reference/optimizers_reference.py",
        "keras": keras.__version__,
        "first": FIRST,
        "cases": [
            {
                "optimizer": {"type": name, **settings},
                "rate": rate,
                "weights": weights(name, rate, settings),
            }
            for name, rate, settings in CASES
        ],
    }
    OUTPUT.write_text(json.dumps(reference) + "\n")
    print(f"{OUTPUT.relative_to(TOP)}: {OUTPUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
