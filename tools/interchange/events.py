"""What TensorBoard's own reader finds in a run's event files."""

import math

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

EVERY = 10
LAYERS = ("conv1", "pool1", "norm1", "conv2", "norm2", "pool2", "local3", "local4", "softmax_linear")
WITH_VARIABLES = ("conv1", "conv2", "local3", "local4", "softmax_linear")
EVERYTHING = {"scalars": 0, "histograms": 0, "graph": 0, "tensors": 0}


def event_files(checks, folder, towers, steps):
    reader = EventAccumulator(str(folder), size_guidance=EVERYTHING)
    reader.Reload()
    _graph(checks, reader, towers)
    names = [f"tower_{i}/{layer}" for i in range(towers) for layer in LAYERS]
    variables = [f"{layer}/{kind}" for layer in WITH_VARIABLES for kind in ("weights", "biases")]
    expected = list(range(EVERY, steps + 1, EVERY))
    for what, tags in {
        "activations": [name + "/activations" for name in names],
        "gradients": [name + "/gradients" for name in variables],
        "variables": variables,
    }.items():
        _series(checks, f"histograms of {what}", tags, reader.Tags()["histograms"], reader.Histograms, _histogram, expected)
    losses = [f"tower_{i}/cross_entropy" for i in range(towers)] + ["total_loss", "weight_decay"]
    for what, tags in {
        "sparsity": [name + "/sparsity" for name in names],
        "losses": losses,
        "learning rate": ["learning_rate"],
    }.items():
        _series(checks, f"scalars of {what}", tags, reader.Tags()["scalars"], reader.Scalars, _scalar, expected)


def _graph(checks, reader, towers):
    nodes = {node.name for node in reader.Graph().node} if reader.Tags()["graph"] else set()
    scopes = [f"tower_{i}/{layer}" for i in range(towers) for layer in LAYERS]
    missing = [scope for scope in scopes if not any(n == scope or n.startswith(scope + "/") for n in nodes)]
    checks.check("event file's graph", not missing, f"{len(nodes)} nodes, missing: {missing or 'none'}")


def _series(checks, what, tags, found, series, value, expected):
    missing = [tag for tag in tags if tag not in found]
    wrong = [tag for tag in tags if tag in found and [e.step for e in series(tag)] != expected]
    odd = [tag for tag in tags if tag in found and not all(value(e) for e in series(tag))]
    measured = f"{len(tags) - len(missing)} tags, {len(expected)} steps each"
    problems = {"missing": missing, "other steps": wrong, "odd values": odd}
    told = "; ".join(f"{name}: {', '.join(tags)}" for name, tags in problems.items() if tags)
    checks.check(what, not told, told or measured)


def _histogram(event):
    histogram = event.histogram_value
    return histogram.num > 0 and math.isfinite(histogram.sum) and abs(sum(histogram.bucket) - histogram.num) < 0.5


def _scalar(event):
    return math.isfinite(event.value)
