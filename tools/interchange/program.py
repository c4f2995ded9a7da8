"""Runs the packaged program, and keeps what it said."""

import json
import pathlib
import subprocess


class Program:
    def __init__(self, path, logs):
        """path: the distribution's bin/multigpu-mnist; logs: folder of a log file for each run."""
        self._path = pathlib.Path(path).resolve()
        self._logs = pathlib.Path(logs)
        self._runs = 0
        self._logs.mkdir(parents=True, exist_ok=True)

    def run(self, *arguments):
        """The JSON object that the command ends with."""
        self._runs += 1
        command = [str(self._path), *map(str, arguments), "--json"]
        log = self._logs / f"{self._runs}-{arguments[0]}.log"
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        log.write_text(" ".join(command) + "\n" + done.stderr + done.stdout)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: exit code {done.returncode}; {last_lines(done.stderr)} ({log})")
        return json.loads(done.stdout)


def last_lines(text):
    return " | ".join(text.strip().splitlines()[-3:])
