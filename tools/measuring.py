"""What the benchmarks have in common: running commands, spreads, the processor's abilities."""

import glob
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[1]
FLOAT32, BFLOAT16 = "float32", "bfloat16"


def run(command, environment=None):
    """The JSON object on a command's last line, and the most memory it had resident, in bytes."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(list(map(str, command)), stdout=out, stderr=err, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode != 0:
            lines = err.read().decode(errors="replace").strip().splitlines()[-3:]
            raise RuntimeError(f"{' '.join(map(str, command))}: exit code {process.returncode}: {' | '.join(lines)}")
        unit = 1 if sys.platform == "darwin" else 1024
        return json.loads(out.read().decode().strip().splitlines()[-1]), usage.ru_maxrss * unit


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def fast_bfloat16():
    try:
        words = set(pathlib.Path("/proc/cpuinfo").read_text().split())
    except OSError:
        return False
    return bool(words & {"avx512_bf16", "amx_bf16"})


def importable(python, module):
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode == 0


def built_program():
    """The distribution's launcher, or None when nothing is built."""
    built = sorted(glob.glob(str(TOP / "target/multigpu-mnist-*/bin/multigpu-mnist")))
    return built[-1] if built else None


def take_cores(count):
    """Keeps this process and its children on so many cores."""
    here = sorted(os.sched_getaffinity(0))
    if len(here) < count:
        sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {len(here)} cores here, expected --cores {count} or more")
    os.sched_setaffinity(0, here[:count])
