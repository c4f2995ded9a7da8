"""The processes of check_faults.py: a local cluster, and trainings on it."""

import contextlib
import json
import os
import pathlib
import re
import signal
import subprocess
import time

LOCAL_CLUSTER = pathlib.Path(__file__).resolve().parents[1] / "cluster"
LIMIT = 120  # seconds, for anything that is waited for
UNFINISHED = ".unfinished-checkpoint"


def wait_for(what, condition, process=None, pause=0.01):
    deadline = time.monotonic() + LIMIT
    while not condition():
        if process is not None and process.poll() is not None and not condition():
            raise RuntimeError(f"{process} ended before {what}: {process.errors()[-1000:]}")
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited {LIMIT} s in vain for {what}")
        time.sleep(pause)


class Cluster:
    """One ps and two workers, while the `with` lasts."""

    def __init__(self, program, folder):
        self.program, self.folder, self.file = program, folder, folder / "cluster.json"

    def __enter__(self):
        self.folder.mkdir()
        command = [LOCAL_CLUSTER, "--ps", "1", "--workers", "2", "--folder", self.folder, "--program", self.program]
        with open(self.folder / "cluster.log", "w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for("the servers", lambda: "servers are ready" in self.errors(), self)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(LIMIT)

    def __str__(self):
        return "tools/cluster"

    def poll(self):
        return self.process.poll()

    def errors(self):
        return (self.folder / "cluster.log").read_text()

    def start(self, task):
        subprocess.run([LOCAL_CLUSTER, "start", *task.split(), "--folder", self.folder], check=True)

    def mend(self):
        """Starts the servers that a failed check has left dead."""
        for task in ("ps 0", "worker 0", "worker 1"):
            if not self.runs(task):
                self.start(task)

    def runs(self, task):
        stat = pathlib.Path(f"/proc/{self.pid(task)}/stat")
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"

    def pid(self, task):
        return int((self.folder / f"{task.replace(' ', '-')}.pid").read_text().split()[0])

    def signal(self, task, number):
        # Not `tools/cluster kill`: until bash is up, a checkpoint is written.
        os.kill(self.pid(task), number)

    def who(self, task):
        """As the program's lines name it."""
        job, index = task.split()
        return f"{task} at {json.loads(self.file.read_text())[job][int(index)]}"

    @contextlib.contextmanager
    def impostor(self, task, cluster):
        """A server on the task's port that was told another cluster."""
        file = self.folder / "other.json"
        file.write_text(json.dumps(cluster))
        job, index = task.split()
        command = [self.program, "server", "--cluster", file, "--job", job, "--task", index, "--listen-on-all-interfaces"]
        with open(self.folder / "impostor.log", "w") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.kill()
            process.wait()


class Train:
    """A training, begun at once; killed at the end of the `with` if it still runs."""

    def __init__(self, folder, command):
        self.folder, self.command, self.starts = folder, [*map(str, command), "--train-dir", str(folder)], 0
        self.again()

    def again(self):
        """The same command once more; what was said before is another file's."""
        self.starts += 1
        with open(self.file("stdout"), "w") as out, open(self.file("stderr"), "w") as err:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.poll() is None:
            self.kill()

    def __str__(self):
        return self.folder.name

    def file(self, stream):
        return self.folder.with_name(f"{self.folder.name}.{stream}.{self.starts}")

    def output(self):
        return self.file("stdout").read_text()

    def errors(self):
        return self.file("stderr").read_text()

    def line(self, start):
        """The first line on stdout that begins so; None."""
        return next((line for line in self.output().splitlines() if line.startswith(start)), None)

    def poll(self):
        return self.process.poll()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        try:
            return self.process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            raise RuntimeError(f"{self} did not end within {LIMIT} s: {self.errors()[-1000:]}") from None

    def await_step(self, step):
        steps = re.compile(r": step (\d+),")
        wait_for(f"step {step}", lambda: any(int(n) >= step for n in steps.findall(self.output())), self)

    def newest(self):
        """The step that the state file names; None."""
        state = self.folder / "checkpoint"
        return int(re.search(r"ckpt-(\d+)", state.read_text()).group(1)) if state.exists() else None

    def unfinished(self):
        """How many bytes of a checkpoint that is being written are there; None when none is.

        Its folder is there from before the values are fetched until the checkpoint is published. TensorFlow
        writes in a folder inside it, whose files are moved out at the end.
        """
        folder = self.folder / UNFINISHED
        try:
            size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        except FileNotFoundError:  # one was moved away meanwhile
            size = 0
        return size if folder.exists() else None

    def resumed(self):
        """The step of the checkpoint that it says it went on from; None."""
        line = self.line("Resuming from checkpoint ")
        return int(line.rpartition("-")[2]) if line else None

    def weights(self, step):
        file = self.folder / f"model.ckpt-{step}.data-00000-of-00001"
        return file.read_bytes() if file.exists() else None
