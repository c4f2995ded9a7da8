#!/usr/bin/env python3
"""Checks on stand-ins for GPUs what can be checked without one: tools/gpu-check --stand-in runs it.

    tools/standin/check.py DISTRIBUTION TEST_CLASSES LIBRARIES FOLDER

DISTRIBUTION and TEST_CLASSES are of the GPU build, LIBRARIES are what tools/standin/build made; FOLDER is
emptied. Checks which of CUDA's libraries are unpacked and loaded, that doctor lists the GPUs, and of training
steps, as TensorFlow plans them, that everything is on its device and nothing crosses that need not. Then
that graphs made wrong on purpose fail. Prints a line a check and a table of the steps; the exit code is 1
when a check fails. Nothing but the standard library is needed.
"""

import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import commands  # noqa: E402
import libraries  # noqa: E402
import steps  # noqa: E402
from checks import Checks  # noqa: E402
from machine import Machine  # noqa: E402


def main():
    distribution, classes, stand_ins, folder = (pathlib.Path(word).resolve() for word in sys.argv[1:])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    machine = Machine(distribution / "bin" / "multigpu-mnist", classes, stand_ins, folder)
    checks, table = Checks(), []
    try:
        checks.run(libraries.without_a_driver, machine)
        checks.run(libraries.with_the_driver_alone, machine)
        checks.run(libraries.truncated_library, machine)
        checks.run(libraries.listed_by_doctor, machine)
        checks.run(steps.planned, machine, table)
        checks.run(steps.spoilt, machine)
        checks.run(commands.alone, machine)
        checks.run(commands.on_a_cluster, machine)
    finally:
        shutil.rmtree(machine.cache, ignore_errors=True)  # gigabytes
    steps.print_table(table)
    if not checks.failed:
        shutil.rmtree(folder)  # what TensorFlow wrote of each step is of use only when something is wrong
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
