#!/usr/bin/env python3
"""Kills the processes of a cluster while it trains, and checks that nothing is lost.

    tools/faults/check_faults.py PROGRAM FOLDER

On a real cluster of one ps and two workers on loopback (tools/cluster), worker 1, ps 0 and the chief, which is
the process that runs `train`, are killed with -9: before the first checkpoint, during the writing of one, and
between two. A killed server is started again, a killed chief by the same command. Each time the weights at
the end must be byte-equal to those of a run that nothing befell. Then a worker is stopped, and one comes back
with another cluster file. Prints a line a check; the exit code is 1 when one fails.
Nothing but the standard library is needed.
"""

import json
import os
import pathlib
import re
import shutil
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from checks import Checks  # noqa: E402
from processes import Cluster, Train, wait_for  # noqa: E402

STEPS, EVERY = 150, 50
STEP_TIMEOUT = 5
# Large enough that writing a checkpoint takes long enough to be hit: weights and Adam's two slots, 20 MB.
MODEL = {
    "name": "wide", "input": {"scale": 1 / 255, "offset": 0.0},
    "layers": [
        {"type": "flatten", "name": "flatten"},
        {"type": "dense", "name": "hidden", "units": 2048, "activation": "relu"},
        {"type": "dropout", "name": "drop", "rate": 0.25},
        {"type": "dense", "name": "out", "units": "classes"}],
    "recipes": {"default": {
        "batch_size": 16, "epochs": 100,
        "optimizer": {"type": "adam", "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
        "learning_rate": {"initial": 0.001, "factor": 1.0, "every_epochs": 1.0, "staircase": True}}}}


def train(name):
    return Train(options["program"], options["folder"], name, [
        "train", "--cluster", options["cluster"].file, "--dataset", "digits", "--model", options["model"],
        "--max-steps", STEPS, "--checkpoint-every", EVERY, "--log-every", 5, "--keep-checkpoints", 10,
        "--step-timeout", STEP_TIMEOUT, "--restart-wait", 60])


def wait_until(when, run):
    """Returns at the moment to kill; says which."""
    if when == "before the first checkpoint":
        run.await_step(20)
    elif when == "after a checkpoint":
        run.await_step(EVERY + 30)
    else:
        run.await_step(EVERY + 10)
        # The folder is there from before the values are fetched until the checkpoint is published.
        wait_for("a checkpoint", (run.folder / ".unfinished-checkpoint").exists, run, pause=0)


def state(run):
    """What had been written when the process was killed."""
    known = run.folder / "checkpoint"
    newest = re.search(r"ckpt-(\d+)", known.read_text()).group(1) if known.exists() else "none"
    unfinished = " and an unfinished one" if (run.folder / ".unfinished-checkpoint").exists() else ""
    return f"newest checkpoint {newest}{unfinished}"


def kill_server(checks, task, when):
    cluster = options["cluster"]
    name = f"{task.replace(' ', '-')} {when}"
    run = train(name.replace(" ", "-"))
    wait_until(when, run)
    cluster.kill(task)
    left = state(run)
    wait_for(f"train's waiting for {task}", lambda: f"waiting for {task}" in run.errors(), run)
    cluster.start(task)
    code = run.end()
    who = f"{task} at {cluster.address(task)}"
    line = next((text for text in run.output().splitlines() if text.startswith(who)), "nothing")
    ok = code == 0 and line.startswith(f"{who} does not answer") and equal(run)
    checks.check(f"{task} killed {when} ({left})", ok, f"exit code {code}, weights {told(run)}; it said: {line}")


def kill_chief(checks, when):
    run = train(f"chief-{when}".replace(" ", "-"))
    wait_until(when, run)
    run.kill()
    left = state(run)
    run.again()
    code = run.end()
    resumed = next((text for text in run.output().splitlines() if text.startswith("Resuming")), "nothing of resuming")
    expected = when.startswith("before") or f"model.ckpt-{EVERY}" in resumed
    during = not when.startswith("during") or "unfinished" in left
    ok = code == 0 and expected and during and equal(run)
    checks.check(f"chief killed {when} ({left})", ok, f"exit code {code}, weights {told(run)}; it said: {resumed}")


def equal(run):
    return run.weights(STEPS) == options["whole"]


def told(run):
    return "equal" if equal(run) else "differ"


def matrix(checks):
    for when in ("before the first checkpoint", "during the writing of a checkpoint", "after a checkpoint"):
        for task in ("worker 1", "ps 0"):
            kill_server(checks, task, when)
        kill_chief(checks, when)


def a_stopped_worker(checks):
    run = train("stopped")
    run.await_step(30)
    options["cluster"].signal("worker 1", "STOP")
    begun = time.monotonic()
    wait_for("a line on the stopped worker", lambda: "does not answer" in run.output(), run)
    seconds = time.monotonic() - begun
    options["cluster"].signal("worker 1", "CONT")
    code = run.end()
    ok = code == 0 and seconds < STEP_TIMEOUT + 15 and equal(run)
    checks.check("worker 1 stopped", ok, f"told after {seconds:.1f} s, exit code {code}, weights {told(run)}")


def a_worker_of_another_cluster_file(checks):
    cluster = options["cluster"]
    run = train("another-file")
    run.await_step(30)
    cluster.kill("worker 1")
    other = json.loads(pathlib.Path(cluster.file).read_text())
    other["worker"].append("127.0.0.1:19999")
    with cluster.impostor("worker 1", other):
        code = run.end()
    line = run.errors().strip().splitlines()[-1]
    ok = code == 1 and line.endswith("was started with another cluster file than this process")
    checks.check("worker 1 comes back with another cluster file", ok, f"exit code {code}: {line}")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # The quick compiler alone: most of such runs is start-up.
    os.environ["JAVA_OPTS"] = "-XX:TieredStopAtLevel=1"
    model = folder / "wide.json"
    model.write_text(json.dumps(MODEL))
    program = pathlib.Path(sys.argv[1]).resolve()
    checks = Checks()
    with Cluster(program, folder / "cluster") as cluster:
        options.update(program=program, folder=folder, model=model, cluster=cluster)
        whole = train("whole")
        if whole.end() != 0:
            sys.exit(f"the undisturbed run failed: {whole.errors()}")
        options["whole"] = whole.weights(STEPS)
        checks.run(matrix)
        checks.run(a_stopped_worker)
        checks.run(a_worker_of_another_cluster_file)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(checks.failed > 0)


if __name__ == "__main__":
    options = {}
    main()
