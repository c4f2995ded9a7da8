"""A machine with cards that are not there: the program, with the stand-ins on the loader's path."""

import json
import os
import pathlib
import shutil
import subprocess

CACHE = "-Dorg.bytedeco.javacpp.cachedir="
LIMIT = 300  # seconds for one command, on a busy machine


class Machine:
    """The GPU build's program and classes, the stand-ins, and a folder for everything that is written."""

    def __init__(self, program, classes, libraries, folder):
        self.program, self.classes, self.libraries = program, classes, libraries
        self.folder, self.cache = folder, folder / "cache"

    def fresh_folder(self, name):
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def environment(self, gpus, cuda=True, **more):
        """gpus None: no driver. cuda False: with the driver alone, so that the build's own libraries are wanted."""
        environment = {**os.environ, **more}
        for name in ("LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "TF_CONFIG"):
            environment.pop(name, None)
        environment["JAVA_OPTS"] = f"{CACHE}{self.cache} -XX:ErrorFile={self.folder}/crash-%p.log"
        if gpus is not None:
            paths = [self.libraries / "driver"] + ([self.libraries / "cuda"] if cuda else [])
            environment["LD_LIBRARY_PATH"] = ":".join(map(str, paths))
            environment["STAND_IN_GPUS"] = str(gpus)
        return environment

    def run(self, words, environment, **more):
        return subprocess.run(list(map(str, words)), env=environment, capture_output=True, text=True,
                              cwd=self.folder, timeout=LIMIT, errors="replace", **more)

    def doctor(self, gpus, cuda=True):
        """doctor's JSON, everything it said, and the files that it had mapped at its end (with a driver)."""
        maps = self.fresh_folder("maps")
        done = self.run([self.program, "doctor", "--json", "--verbose"],
                        self.environment(gpus, cuda, STAND_IN_MAPS=str(maps)))
        if done.returncode != 0:
            raise RuntimeError(f"doctor: exit code {done.returncode}: {done.stderr[-500:]}")
        lines = [line for file in maps.iterdir() for line in file.read_text().splitlines()]
        mapped = {pathlib.Path(line.split(maxsplit=5)[5]) for line in lines if len(line.split(maxsplit=5)) == 6}
        return json.loads(done.stdout.strip().splitlines()[-1]), done.stderr, mapped

    def look_at_steps(self, gpus, words, lines):
        """What io.github.multigpumnist.standin.StandInProgram says of each line."""
        lib = pathlib.Path(self.program).parents[1] / "lib"
        command = ["java", "-XX:+UseSerialGC", "-Xmx2g", f"{CACHE}{self.cache}", f"-XX:ErrorFile={self.folder}/crash-%p.log",
                   "-cp", f"{self.classes}:{lib}/*", "io.github.multigpumnist.standin.StandInProgram", *words]
        done = self.run(command, self.environment(gpus), input="\n".join(lines) + "\n")
        if done.returncode != 0:
            last = [line for line in done.stderr.splitlines() if line.startswith(("Exception", "Caused", "\tat"))]
            raise RuntimeError(f"{command[-2:]}: exit code {done.returncode}: {' | '.join(last[:4]) or done.stderr[-500:]}")
        return [json.loads(line) for line in done.stdout.splitlines()]
