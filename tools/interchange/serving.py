"""The program's SavedModel in Python: tf.saved_model.load gives what 'predict --json' gives.

    python serving.py SAVED_MODEL IMAGES.npy PROBABILITIES.npy

is the half that runs in a process of its own, since the other checks switch TensorFlow 2's behaviour off.
"""

import os
import subprocess
import sys

import numpy as np

TOLERANCE = 1e-5
COUNT = 300


def saved_model(checks, program, run, images, work):
    """images: uint8 (n, height, width, 1), handed to the program as an IDX file."""
    images = images[:COUNT]
    idx, arrays = work / "serving-idx3-ubyte", (work / "serving-images.npy", work / "serving-probabilities.npy")
    header = [0x0803, *images.shape[:3]]
    idx.write_bytes(np.array(header, ">u4").tobytes() + images.tobytes())
    np.save(arrays[0], images)
    exported = program.run("export", "--checkpoint_dir", run, "--output", work / "serving" / "1")
    predicted = program.run("predict", "--checkpoint_dir", run, idx)["predictions"]
    subprocess.run([sys.executable, __file__, exported["output"], *map(str, arrays)], check=True)
    found, expected = np.load(arrays[1]), np.array([p["probabilities"] for p in predicted])
    same = found.shape == expected.shape == (len(images), len(exported["classes"]))
    difference = float(np.abs(found - expected).max()) if same else float("inf")
    checks.check(
        "SavedModel in Python, probabilities",
        difference <= TOLERANCE and len(set(found.argmax(1))) > 5,
        f"max difference {difference:.1e} over {len(images)} images")


def _answer(folder, images):
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf

    signature = tf.saved_model.load(folder).signatures["serving_default"]
    answer = signature(images=tf.constant(images))
    probabilities = answer["probabilities"].numpy()
    if not np.array_equal(answer["classes"].numpy(), probabilities.argmax(1)):
        raise ValueError(f"{folder}: classes are not those of the largest probability")
    one = signature(images=tf.constant(images[:1]))["probabilities"].numpy()  # the batch size is free
    if np.abs(one - probabilities[:1]).max() > TOLERANCE:
        raise ValueError(f"{folder}: an image alone gets other probabilities than in a batch")
    return probabilities


if __name__ == "__main__":
    saved, source, target = sys.argv[1:]
    np.save(target, _answer(saved, np.load(source)))
