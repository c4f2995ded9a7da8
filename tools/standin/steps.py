"""What runs where in a training step, and what crosses."""

import collections
import concurrent.futures

MODELS = ("convnet", "convnet-direct", "batchnorm-cnn", "keras-cnn")
# Networks of the search: every optimizer, every activation.
MLPS = ("mlp:rmsprop:relu", "mlp:adam:elu", "mlp:sgd:tanh", "mlp:adagrad:sigmoid", "mlp:adadelta:relu",
        "mlp:adamax:elu", "mlp:nadam:tanh")
INPUTS = ("batching", "direct", "resident")
PRECISIONS = ("float32", "bfloat16")
PART = 40  # steps that one process plans
SHOWN = 3  # findings of a step that fails


def combinations(gpus):
    """A tower a GPU; on two GPUs all networks of the search, three towers that share, and variables on GPUs."""
    models = MODELS + (MLPS if gpus == 2 else MLPS[:1])
    lines = [f"{model} {way} {precision} {gpus} cpu" for model in models for way in INPUTS for precision in PRECISIONS]
    if gpus == 2:
        lines += [f"{model} {way} float32 3 cpu" for model in MODELS + MLPS[:1] for way in INPUTS]
        lines += [f"{model} batching {precision} 2 {variables}"
                  for model in models for precision in PRECISIONS for variables in ("gpu", "gpu:0,gpu:1")]
    return lines


SPOILT = {
    "convnet batching float32 2 cpu tower": "misplaced: tower_1/",
    "convnet batching float32 2 cpu average": "misplaced: average/",
    "convnet batching bfloat16 2 cpu precision": "variable conv1/weights float,",
    "convnet batching float32 2 cpu round_trip": "round trip: tower_1/spoilt/axis",
}


def planned(checks, machine, table):
    folder = machine.fresh_folder("steps")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [(gpus, pool.submit(machine.look_at_steps, gpus, ["plan", folder], part))
                for gpus in (1, 2, 4) for part in parts(combinations(gpus))]
    for gpus, job in jobs:
        for result in job.result():
            table.append((gpus, result))
            judge(checks, f"{gpus} GPU(s): {result['combination']}", result)


def parts(lines):
    """For processes of similar length."""
    return [lines[start:start + PART] for start in range(0, len(lines), PART)]


def judge(checks, what, result):
    findings = result["findings"]
    told = "; ".join(findings[:SHOWN]) + (f"; {len(findings) - SHOWN} more" if len(findings) > SHOWN else "")
    checks.check(what, not findings, told or f"{result['crossings']} transfers, all of them due")


def spoilt(checks, machine):
    """The judge is judged: a graph made wrong must fail, and for the right reason."""
    folder = machine.fresh_folder("spoilt")
    for result in machine.look_at_steps(2, ["plan", folder], SPOILT):
        reason = SPOILT[result["combination"]]
        found = [finding for finding in result["findings"] if reason in finding]
        checks.check(f"made wrong, and found: {result['combination'].split()[-1]}", found, found[0] if found else f"no '{reason}'")


def print_table(table):
    heads = ("model", "input", "precision", "GPUs", "towers", "variables", "operations by device", "transfers", "round trips")
    rows = [heads]
    for gpus, result in table:
        model, way, precision, towers, variables = result["combination"].split()
        devices = collections.Counter()
        for place, count in result["operations"].items():
            devices[place.split()[0]] += count
        rows.append((model, way, precision, gpus, towers, variables,
                     ", ".join(f"{device} {count}" for device, count in devices.items()),
                     result["crossings"], len(result["round_trips"])))
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(heads))]
    for row in rows:
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)).rstrip())
