"""The same of the program's own commands: a run that TensorFlow plans before the first kernel breaks it off."""

import os
import pathlib
import signal
import subprocess
import time

from steps import judge

TOP = pathlib.Path(__file__).resolve().parents[2]
LIMIT = 60  # seconds until a step is planned
ALONE = ("convnet batching float32 2 cpu", "keras-cnn direct bfloat16 3 gpu:0,gpu:1")
CLUSTER = "convnet resident float32 4 ps"


def dumping(folder):
    return {"TF_DUMP_GRAPH_PREFIX": str(folder), "TF_CPP_VMODULE": "graph_partition=3"}


def train(combination):
    model, way, precision, towers, variables = combination.split()
    return ["train", "--dataset", "digits", "--devices", "gpu", "--model", model, "--input", way, "--precision", precision,
            "--towers", towers, "--batch-size", "4", "--max-steps", "1", "--verbose",
            *([] if variables == "ps" else ["--variables", variables])]


def alone(checks, machine):
    for number, combination in enumerate(ALONE):
        folder = machine.fresh_folder(f"train-{number}")
        dump = folder / "partitions"
        machine.run([machine.program, *train(combination), "--train-dir", folder / "run"],
                    machine.environment(2, **dumping(dump)))
        look(checks, machine, "train", dump, combination)


def look(checks, machine, command, dump, combination):
    if not dump.is_dir():
        checks.check(f"{command}: {combination}", False, "no step was planned")
        return
    for result in machine.look_at_steps(2, ["read"], [f"{dump} {combination}"]):
        judge(checks, f"{command}: {combination}", result)


def on_a_cluster(checks, machine):
    """Two workers with two GPUs each, and a ps; the servers plan, and end with the first kernel."""
    folder = machine.fresh_folder("cluster")
    dump = folder / "partitions"
    command = [TOP / "tools/cluster", "--workers", "2", "--folder", folder / "servers", "--program", machine.program, "--",
               "bash", "-c", 'exec "$0" "$@" --cluster "$CLUSTER"', machine.program, *train(CLUSTER),
               "--restart-wait", "0", "--train-dir", folder / "run"]
    process = subprocess.Popen(list(map(str, command)), env=machine.environment(2, **dumping(dump)), cwd=folder,
                               stdout=subprocess.DEVNULL, stderr=open(folder / "log", "wb"))
    end = time.monotonic() + LIMIT
    while process.poll() is None and time.monotonic() < end:
        time.sleep(0.2)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGTERM)
    process.wait()
    look(checks, machine, "train --cluster", dump, CLUSTER)
