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


def wait_for(what, condition, process=None, pause=0.01):
    deadline = time.monotonic() + LIMIT
    while not condition():
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"train ended before {what}: {process.errors()[-1000:]}")
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited {LIMIT} s in vain for {what}")
        time.sleep(pause)


class Cluster:
    """One ps and two workers, while the `with` lasts."""

    def __init__(self, program, folder):
        self.program, self.folder, self.file = program, folder, str(folder / "cluster.json")

    def __enter__(self):
        self.folder.mkdir()
        self.log = open(self.folder / "cluster.log", "w+")
        command = [LOCAL_CLUSTER, "--ps", "1", "--workers", "2", "--folder", self.folder, "--program", self.program]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        wait_for("the servers", lambda: "servers are ready" in self.said() or self.process.poll() is not None)
        if self.process.poll() is not None:
            raise RuntimeError(self.said())
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(LIMIT)

    def said(self):
        return (self.folder / "cluster.log").read_text()

    def kill(self, task):
        self.call("kill", task)

    def start(self, task):
        self.call("start", task)

    def call(self, verb, task):
        subprocess.run([LOCAL_CLUSTER, verb, *task.split(), "--folder", self.folder], check=True)

    def signal(self, task, name):
        pid = int((self.folder / f"{task.replace(' ', '-')}.pid").read_text().split()[0])
        os.kill(pid, getattr(signal, f"SIG{name}"))

    def address(self, task):
        job, index = task.split()
        return json.loads(pathlib.Path(self.file).read_text())[job][int(index)]

    @contextlib.contextmanager
    def impostor(self, task, cluster):
        """A server that was told another cluster."""
        file = self.folder / "other.json"
        file.write_text(json.dumps(cluster))
        job, index = task.split()
        command = [self.program, "server", "--cluster", file, "--job", job, "--task", index, "--listen-on-all-interfaces"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield
        finally:
            process.kill()
            process.wait()


class Train:
    """A training, begun at once; its folder stays."""

    def __init__(self, program, folder, name, words):
        self.folder = folder / name
        self.command = list(map(str, [program, *words, "--train-dir", self.folder]))
        self.starts = 0
        self.again()

    def again(self):
        """The same command once more; what was said before is another file's."""
        self.starts += 1
        with open(self.file("stdout"), "w") as out, open(self.file("stderr"), "w") as err:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)

    def file(self, stream):
        return self.folder.with_name(f"{self.folder.name}.{stream}.{self.starts}")

    def output(self):
        return self.file("stdout").read_text()

    def errors(self):
        return self.file("stderr").read_text()

    def poll(self):
        return self.process.poll()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        try:
            return self.process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError(f"train did not end within {LIMIT} s: {self.errors()[-1000:]}") from None

    def await_step(self, step):
        steps = re.compile(r": step (\d+),")
        wait_for(f"step {step}", lambda: any(int(n) >= step for n in steps.findall(self.output())), self)

    def weights(self, step):
        file = self.folder / f"model.ckpt-{step}.data-00000-of-00001"
        return file.read_bytes() if file.exists() else None
