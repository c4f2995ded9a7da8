"""The real TensorBoard, started on loopback on a run's folder, asked through its HTTP API."""

import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import events

SECONDS = 150


class Server:
    def __init__(self, folder, log):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._url = f"http://127.0.0.1:{port}/data/"
        self._log = open(log, "w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tensorboard.main", "--logdir", str(folder), "--host", "127.0.0.1",
             "--port", str(port), "--load_fast", "false", "--reload_interval", "1",
             "--samples_per_plugin", "scalars=10000,histograms=1000"],
            stdout=self._log, stderr=subprocess.STDOUT)

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._log.close()

    def get(self, path, **query):
        with urllib.request.urlopen(self._url + path + "?" + urllib.parse.urlencode(query), timeout=20) as answer:
            return answer.read().decode()

    def json(self, path, **query):
        return json.loads(self.get(path, **query))

    def await_scalar(self, tag, step):
        """Waits until the server has read the run to this step."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise RuntimeError(f"TensorBoard ended with exit code {self._process.returncode} ({self._log.name})")
            try:
                if self.json("plugin/scalars/scalars", run=".", tag=tag)[-1][1] >= step:
                    return
            except (urllib.error.URLError, ConnectionError, IndexError):
                pass  # not up yet, or not that far
            time.sleep(0.3)
        raise RuntimeError(f"TensorBoard did not show step {step} of {tag} in {SECONDS} s ({self._log.name})")


def http_api(checks, folder, towers, steps, work):
    """folder: a run with event files every ten steps; metrics.jsonl says what the losses were."""
    begun = time.monotonic()
    with Server(folder, work / "tensorboard.log") as server:
        server.await_scalar("total_loss", steps)
        _scalars(checks, server, folder, towers, steps)
        _histograms(checks, server, towers, steps)
        _graph(checks, server, towers)
    checks.check("TensorBoard, whole check", time.monotonic() - begun < 60, f"{time.monotonic() - begun:.0f} s")


def _scalars(checks, server, folder, towers, steps):
    tags = set(server.json("plugin/scalars/tags")["."])
    wanted = {f"tower_{i}/cross_entropy" for i in range(towers)} | {"total_loss", "weight_decay", "learning_rate"}
    wanted |= {f"tower_{i}/{layer}/sparsity" for i in range(towers) for layer in events.LAYERS}
    shown = {step: value for _, step, value in server.json("plugin/scalars/scalars", run=".", tag="total_loss")}
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    logged = {line["step"]: line["loss"] for line in lines if line["kind"] == "step"}
    both = sorted(shown.keys() & logged.keys())
    differences = [abs(shown[step] - logged[step]) / abs(logged[step]) for step in both]
    checks.check(
        "TensorBoard, scalars",
        not wanted - tags and sorted(shown) == list(range(events.EVERY, steps + 1, events.EVERY))
        and both and max(differences) < 1e-5,
        f"{len(tags)} tags, missing: {sorted(wanted - tags) or 'none'}; total_loss at {len(shown)} steps,"
        f" as in metrics.jsonl at {len(both)}")


def _histograms(checks, server, towers, steps):
    tags = set(server.json("plugin/histograms/tags")["."])
    wanted = {f"{layer}/{kind}{what}" for layer in events.WITH_VARIABLES for kind in ("weights", "biases")
              for what in ("", "/gradients")}
    wanted |= {f"tower_{i}/{layer}/activations" for i in range(towers) for layer in events.LAYERS}
    series = server.json("plugin/histograms/histograms", run=".", tag="conv1/weights")
    counts = {round(sum(count for _, _, count in buckets)) for _, _, buckets in series}
    checks.check(
        "TensorBoard, histograms",
        not wanted - tags and [step for _, step, _ in series] == list(range(events.EVERY, steps + 1, events.EVERY))
        and counts == {5 * 5 * 1 * 32},
        f"{len(tags)} tags, missing: {sorted(wanted - tags) or 'none'}; conv1/weights at {len(series)} steps,"
        f" values in each: {sorted(counts)}")


def _graph(checks, server, towers):
    text = server.get("plugin/graphs/graph", run=".", conceptual="false")
    nodes = set(re.findall(r'^node \{\s*name: "([^"]+)"', text, re.MULTILINE))
    scopes = [f"tower_{i}/{layer}/" for i in range(towers) for layer in events.LAYERS]
    missing = [scope for scope in scopes if not any(node.startswith(scope) for node in nodes)]
    checks.check("TensorBoard, graph", not missing, f"{len(nodes)} nodes, missing: {missing or 'none'}")
