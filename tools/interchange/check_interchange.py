"""Checks that Python's TensorFlow and TensorBoard read what the program writes, and the other way round.

    python check_interchange.py DISTRIBUTION/bin/multigpu-mnist WORK_FOLDER [--mnist FOLDER]

Without --mnist the program's own digits are used. Prints a line a check with what was measured;
the exit code is 1 when a check fails.
"""

import argparse
import pathlib
import shutil
import sys

import convnet
import events
import numpy as np
import records
import serving
import tensorboard_api
import tensorflow.compat.v1 as tf
from program import Program

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from checks import Checks  # noqa: E402

LOGITS_TOLERANCE = 1e-4
LOSS_TOLERANCE = 1e-5
BATCH = 64
PYTHON_STEPS = 150
PYTHON_RATE = 0.03
PYTHON_AVERAGE = 0.99


def logits_of(session, net, images):
    """Logits of all images, and their mean cross entropy."""
    logits, losses = [], []
    for start in range(0, len(images.labels), 500):
        part = slice(start, start + 500)
        feeds = {net.images: convnet.preprocess(images.pixels[part]), net.labels: images.labels[part]}
        found, loss = session.run([net.logits, net.cross_entropy], feeds)
        logits.append(found)
        losses.append(loss * len(found))
    return np.concatenate(logits), sum(losses) / len(images.labels)


def compare(checks, name, program, source, prefix, python, test, work):
    """The program's evaluation of a checkpoint against Python's logits and loss."""
    file = work / f"{name}-logits.csv"
    java = program.run("eval", *source, "--model", "convnet", "--checkpoint_dir", prefix, "--logits", file)
    java_logits = np.loadtxt(file, delimiter=",", dtype=np.float32, ndmin=2)
    logits, loss = python
    correct = int((logits.argmax(1) == test.labels).sum())
    same = java_logits.shape == logits.shape
    difference = float(np.abs(java_logits - logits).max()) if same else float("inf")
    checks.check(
        f"{name} checkpoint, logits",
        same and len(logits) >= 1000 and difference <= LOGITS_TOLERANCE,
        f"max difference {difference:.1e} over {len(logits)} images, largest logit {np.abs(logits).max():.1f}")
    checks.check(
        f"{name} checkpoint, correct images",
        java["correct"] == correct and java["count"] == len(logits) and correct > len(logits) / 2,
        f"program {java['correct']}, Python {correct}, of {len(logits)}")
    checks.check(
        f"{name} checkpoint, loss",
        abs(java["loss"] - loss) <= LOSS_TOLERANCE,
        f"program {java['loss']:.6f}, Python {loss:.6f}")
    return java


def checkpoint_of_the_program(checks, program, source, data, test, work, steps):
    run = work / "java"
    result = program.run(
        "train", "--data_dir", data, "--train_dir", run, "--towers", 2, "--batch-size", BATCH,
        "--max-steps", steps, "--num-epochs", 1000, "--tb-logging")
    prefix = tf.train.latest_checkpoint(str(run))
    checks.check(
        "latest_checkpoint", prefix is not None and prefix.endswith(f"model.ckpt-{steps}"), pathlib.Path(prefix or "").name)
    step_type = tf.train.load_checkpoint(prefix).get_variable_to_dtype_map()["global_step"]
    with tf.Graph().as_default(), tf.Session() as session:
        net = convnet.build()
        training = convnet.add_training(net, PYTHON_RATE, step_type)
        training.saver.restore(session, prefix)
        step = session.run(training.global_step)
        checks.check(
            "Saver restores variables, Momentum slots, global_step",
            step == steps == result["steps"],
            f"global_step {step} ({step_type.name})")
        python = logits_of(session, net, test)
    compare(checks, "program's", program, source, prefix, python, test, work)


def checkpoint_of_python(checks, program, source, train, test, work):
    folder, averaged = work / "python", work / "python-averaged"
    folder.mkdir()
    averaged.mkdir()
    random = np.random.default_rng(1)
    with tf.Graph().as_default(), tf.Session() as session:
        tf.set_random_seed(1)
        net = convnet.build()
        training = convnet.add_training(net, PYTHON_RATE)
        averages = tf.train.ExponentialMovingAverage(PYTHON_AVERAGE, num_updates=training.global_step)
        with tf.control_dependencies([training.step]):
            step = averages.apply(net.variables)
        session.run(tf.global_variables_initializer())
        for _ in range(PYTHON_STEPS):
            rows = random.integers(0, len(train.labels), BATCH)
            feeds = {net.images: convnet.preprocess(train.pixels[rows]), net.labels: train.labels[rows]}
            session.run(step, feeds)
        prefix = training.saver.save(session, str(folder / "model.ckpt"), global_step=PYTHON_STEPS)
        python = logits_of(session, net, test)
        tf.train.Saver().save(session, str(averaged / "model.ckpt"), global_step=PYTHON_STEPS)
        newest = tf.train.latest_checkpoint(str(averaged))
        tf.train.Saver(averages.variables_to_restore(net.variables)).restore(session, newest)
        python_averaged = logits_of(session, net, test)
    plain = compare(checks, "Python's", program, source, folder, python, test, work)
    java = compare(checks, "Python's averaged", program, source, averaged, python_averaged, test, work)
    difference = float(np.abs(python_averaged[0] - python[0]).max())
    checks.check(
        "averages are used where Python's checkpoint has them, and said",
        (plain["weights"], java["weights"]) == ("not averaged", "averaged") and difference > 100 * LOGITS_TOLERANCE,
        f"weights {plain['weights']} and {java['weights']}, logits differ by {difference:.2f}")
    types = tf.train.load_checkpoint(prefix).get_variable_to_dtype_map()
    slots = sum(name.endswith("/Momentum") for name in types)
    checks.check(
        "Python's checkpoint is as the original's",
        types["global_step"] == tf.float32 and slots == 10,
        f"global_step {types['global_step'].name}, {slots} Momentum slots")


def records_of_the_program(checks, files, data, mnist):
    names = records.feature_names(data / "train.tfrecords")
    checks.check(
        "records' features", names == set(records.FEATURES), ", ".join(sorted(names)))
    counts = {split: len(images.labels) for split, images in files.items()}
    checks.check(
        "records read by Python", min(counts.values()) > 0, ", ".join(f"{n} {split}" for split, n in counts.items()))
    if mnist is None:
        return
    full, expected = records.read_mnist(mnist, "train"), {"test": records.read_mnist(mnist, "t10k")}
    expected["validation"] = records.Images(full.pixels[:5000], full.labels[:5000])
    expected["train"] = records.Images(full.pixels[5000:], full.labels[5000:])
    for split, images in files.items():
        same = np.array_equal(images.pixels, expected[split].pixels) and np.array_equal(
            images.labels, expected[split].labels)
        checks.check(f"{split} records against MNIST's files", same, f"{images.pixels.nbytes} pixels compared")


def records_of_python(checks, program, files, work):
    folder = work / "python-records"
    folder.mkdir()
    for split, count in (("train", 1000), ("validation", 200), ("test", 300)):
        part = records.Images(files[split].pixels[:count], files[split].labels[:count])
        records.write(folder / f"{split}.tfrecords", part)
    result = program.run(
        "train", "--data_dir", folder, "--train_dir", work / "from-python-records", "--towers", 2,
        "--batch-size", BATCH, "--num-epochs", 2)
    checks.check(
        "program trains from Python's records",
        result["steps"] == 16 and result["test"]["count"] == 300,
        f"{result['steps']} steps, {result['epochs']} epochs, {result['test']['count']} test images")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the distribution's bin/multigpu-mnist")
    parser.add_argument("work", type=pathlib.Path, help="a folder for this program's files, emptied first")
    parser.add_argument("--mnist", type=pathlib.Path, help="folder with MNIST's four files; default: the program's digits")
    parser.add_argument("--steps", type=int, default=300, help="steps the program trains (default 300)")
    arguments = parser.parse_args()
    work = arguments.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    program = Program(arguments.program, work / "logs")
    source = ["--dataset", "digits"]
    if arguments.mnist:
        source = ["--dataset", "mnist", "--data_dir", arguments.mnist.resolve()]
    data = work / "records"
    program.run("data", "convert", *source, "--output", data)
    files = {split: records.read(data / f"{split}.tfrecords") for split in ("train", "validation", "test")}

    checks = Checks()
    checks.run(records_of_the_program, files, data, arguments.mnist)
    checks.run(records_of_python, program, files, work)
    checks.run(checkpoint_of_the_program, program, source, data, files["test"], work, arguments.steps)
    checks.run(checkpoint_of_python, program, source, files["train"], files["test"], work)
    checks.run(serving.saved_model, program, work / "java", files["test"].pixels, work)
    checks.run(events.event_files, work / "java", 2, arguments.steps)
    checks.run(tensorboard_api.http_api, work / "java", 2, arguments.steps, work)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
