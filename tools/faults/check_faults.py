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
import shutil
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from checks import Checks  # noqa: E402
from processes import Cluster, Train, wait_for  # noqa: E402

BEFORE, DURING, AFTER = "before the first checkpoint", "during the writing of a checkpoint", "between two checkpoints"
STEPS, EVERY = 150, 50
STEP_TIMEOUT = 5
TRIES = 5  # to hit the chief while it writes
# Weights and Adam's two slots are 10 MB: fetching and writing them takes some 50 ms, enough to be hit.
MODEL = {
    "name": "wide", "input": {"scale": 1 / 255, "offset": 0.0},
    "layers": [
        {"type": "flatten", "name": "flatten"},
        {"type": "dense", "name": "hidden", "units": 1024, "activation": "relu"},
        {"type": "dropout", "name": "drop", "rate": 0.25},
        {"type": "dense", "name": "out", "units": "classes"}],
    "recipes": {"default": {
        "batch_size": 16, "epochs": 100,
        "optimizer": {"type": "adam", "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
        "learning_rate": {"initial": 0.001, "factor": 1.0, "every_epochs": 1.0, "staircase": True}}}}


class Bench:
    """What every check needs: a cluster, how to train on it, and what an undisturbed run gives."""

    def __init__(self, program, folder, cluster):
        self.program, self.folder, self.cluster = program, folder, cluster
        (folder / "wide.json").write_text(json.dumps(MODEL))
        with self.train("whole") as run:
            code, self.whole = run.end(), run.weights(STEPS)
            if code != 0 or self.whole is None:
                sys.exit(f"the undisturbed run failed: {run.errors()}")

    def train(self, name):
        self.cluster.mend()
        return Train(self.folder / name.replace(" ", "-"), [
            self.program, "train", "--cluster", self.cluster.file, "--dataset", "digits",
            "--model", self.folder / "wide.json", "--max-steps", STEPS, "--checkpoint-every", EVERY,
            "--log-every", 5, "--keep-checkpoints", 10, "--step-timeout", STEP_TIMEOUT, "--restart-wait", 60])

    def ended(self, run):
        """Whether it ended as the undisturbed one; and in words."""
        code = run.end()
        equal = run.weights(STEPS) == self.whole
        return code == 0 and equal, f"exit code {code}, weights {'equal' if equal else 'DIFFER'}"


def wait_until(when, run, begun=lambda size: size is not None):
    """Returns at the moment to kill; begun tells from the size of an unfinished checkpoint whether it is that."""
    run.await_step({BEFORE: 20, DURING: EVERY + 5, AFTER: EVERY + 15}[when])
    if when == DURING:
        wait_for("a checkpoint", lambda: begun(run.unfinished()), run, pause=0.0002)


def state(run, when):
    """Whether what had been written when the process was killed fits; and in words."""
    # The folder first: it is gone before the state file is written.
    unfinished, newest = run.unfinished(), run.newest()
    words = f"state file {'not there' if newest is None else f'named step {newest}'}"
    if when == DURING:
        hit = "before" if newest == EVERY else "AFTER"
        there = "none unfinished" if unfinished is None else f"an unfinished one of {unfinished} bytes"
        words = f"hit {hit} the state file was written: {words}, {there}"
        return newest in (EVERY, 2 * EVERY), words
    return newest == (None if when == BEFORE else EVERY) and unfinished is None, words


def kill_server(checks, bench, task, when):
    begun = time.monotonic()
    cluster, who = bench.cluster, bench.cluster.who(task)
    with bench.train(f"{task} {when}") as run:
        wait_until(when, run)  # of a checkpoint: while the values are fetched, which needs the ps
        cluster.signal(task, signal.SIGKILL)
        fits, left = state(run, when)
        wait_for(f"'waiting for {who}'", lambda: f"waiting for {who}" in run.errors(), run)
        cluster.start(task)
        same, end = bench.ended(run)
        line = run.line(f"{who} does not answer")
        expected = {BEFORE: (None,), DURING: (EVERY, 2 * EVERY), AFTER: (EVERY,)}[when]
        tell(checks, f"{task} killed {when}", fits and same and line and run.resumed() in expected, begun,
             line or f"no line names {who}", left, resumed(run), end)


def kill_chief(checks, bench, when):
    begun = time.monotonic()
    for attempt in range(1, TRIES + 1):
        with bench.train(f"chief {when} {attempt}") as run:
            wait_until(when, run, bool)  # with bytes in the file: a torn checkpoint is what must not be read
            run.kill()
            unfinished = run.unfinished()
            fits, left = state(run, when)
            if when == DURING and not unfinished and attempt < TRIES:
                continue
            run.again()
            same, end = bench.ended(run)
            # Unlike a server's death, this one ends the writing.
            fits = fits and bool(unfinished) == (when == DURING)
            from_there = run.resumed() == (None if when == BEFORE else EVERY)
            tell(checks, f"chief killed {when}", fits and same and from_there, begun,
                 run.line("Resuming") or "did not say that it resumes", left, f"attempt {attempt}", end)
            return


def resumed(run):
    return "began anew" if run.resumed() is None else f"resumed from step {run.resumed()}"


def tell(checks, what, ok, begun, *measured):
    checks.check(what, ok, "; ".join([*measured, f"{time.monotonic() - begun:.1f} s"]))


def stop_worker(checks, bench):
    begun = time.monotonic()
    cluster, who = bench.cluster, bench.cluster.who("worker 1")
    with bench.train("worker 1 stopped") as run:
        run.await_step(20)
        try:
            cluster.signal("worker 1", signal.SIGSTOP)
            stopped = time.monotonic()
            wait_for("a line on the stopped worker", lambda: run.line(f"{who} does not answer"), run)
            seconds = time.monotonic() - stopped
        finally:
            cluster.signal("worker 1", signal.SIGCONT)
        same, end = bench.ended(run)
        tell(checks, "worker 1 stopped", same and seconds < STEP_TIMEOUT + 15, begun,
             run.line(who), f"told after {seconds:.1f} s", end)


def bring_another_cluster_file(checks, bench):
    begun = time.monotonic()
    cluster, who = bench.cluster, bench.cluster.who("worker 1")
    other = json.loads(cluster.file.read_text())
    other["worker"].append("127.0.0.1:19999")
    with bench.train("another file") as run:
        run.await_step(20)
        cluster.signal("worker 1", signal.SIGKILL)
        wait_for(f"'waiting for {who}'", lambda: f"waiting for {who}" in run.errors(), run)
        with cluster.impostor("worker 1", other):
            code = run.end()
        said = run.errors().splitlines()[-1]
        ok = code == 1 and said.endswith(f"{who} was started with another cluster file than this process")
        tell(checks, "worker 1 comes back with another cluster file", ok, begun, said, f"exit code {code}")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped
    program, folder = (pathlib.Path(word).resolve() for word in sys.argv[1:])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # The quick compiler alone: most of such runs is start-up.
    os.environ["JAVA_OPTS"] = "-XX:TieredStopAtLevel=1"
    checks = Checks()
    with Cluster(program, folder / "cluster") as cluster:
        bench = Bench(program, folder, cluster)
        for when in (BEFORE, DURING, AFTER):
            checks.run(kill_server, bench, "worker 1", when)
            checks.run(kill_server, bench, "ps 0", when)
            checks.run(kill_chief, bench, when)
        checks.run(stop_worker, bench)
        checks.run(bring_another_cluster_file, bench)
    print(f"      {time.monotonic() - begun:.0f} s in all")
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(checks.failed > 0)


if __name__ == "__main__":
    main()
