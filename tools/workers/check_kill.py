"""Checks that a search on three processes survives the death of one of them.

    tools/postgres python check_kill.py DISTRIBUTION/bin/multigpu-mnist WORK_FOLDER

One process searches alone for comparison. Then three share a study on PostgreSQL; the one that leads is
killed with -9 while it trains. The other two must end the search with the same scores, every network
trained to its end exactly once. Prints a line a check; the exit code is 1 when one fails.
"""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import uuid

import optuna
import psycopg2

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from checks import Checks  # noqa: E402

SPACE = """{"name": "small", "genes": {"nb_neurons": [128, 256], "nb_layers": {"low": 1, "high": 2},
 "activation": ["relu", "elu", "tanh", "sigmoid"], "optimizer": ["rmsprop", "adam", "sgd", "adagrad", "adamax"]}}
"""
SEARCH = "--dataset digits --generations 2 --population 8 --max-epochs 8 --patience 8 --seed 7 --top 2 --parallel 1".split()
STUDY = ["--study", "shared", "--log-file", "log.txt", "--json"]
LIMIT = 600  # seconds; a dead process is noticed after one minute


class Searcher:
    """A process of the program in a folder of its own."""

    def __init__(self, program, folder, *arguments):
        folder.mkdir()
        self.folder, self.output = folder, open(folder / "output.txt", "w+")
        self.process = subprocess.Popen([program, "genetic", *arguments], cwd=folder, stdout=self.output, stderr=self.output)

    def end(self, limit):
        code = self.process.wait(limit)
        if code != 0:
            raise RuntimeError(f"{self.folder.name}: exit code {code}: {(self.folder / 'output.txt').read_text()[-2000:]}")

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def trained(self):
        """Numbers of the trials that it says it has trained to the end."""
        log = self.folder / "log.txt"
        return [int(n) for n in re.findall(r"network (\d+) \(.*accuracy", log.read_text())] if log.exists() else []


def new_database():
    server = os.environ["MULTIGPUMNIST_POSTGRES"]
    connection = psycopg2.connect(server)
    connection.autocommit = True
    name = f"workers_{uuid.uuid4().hex}"
    connection.cursor().execute(f"CREATE DATABASE {name}")
    connection.close()
    return server.rsplit("/", 1)[0] + "/" + name


def wait_for(what, condition, limit=LIMIT):
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise RuntimeError(f"waited {limit} s in vain for {what}")


def in_mid_trial(connection, pid):
    """The number of a trial that process pid is training, after its first epoch and before its last."""
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.number FROM trials t JOIN trial_user_attributes a ON a.trial_id = t.trial_id AND a.key = 'worker'"
            " WHERE t.state = 'RUNNING' AND t.number > 2 AND a.value_json LIKE %s AND (SELECT COUNT(*) FROM trial_intermediate_values"
            " v WHERE v.trial_id = t.trial_id) BETWEEN 1 AND 5",
            (f"%:{pid} %",),
        )
        row = cursor.fetchone()
        return row and (row[0],)


def results(storage):
    """What must not depend on who trained: by fingerprint."""
    trials = optuna.load_study(study_name="shared", storage=storage).trials
    found = {
        t.user_attrs["fingerprint"]: (t.value, t.user_attrs["generation"], t.user_attrs["seed"], tuple(t.intermediate_values.items()))
        for t in trials
    }
    return trials, found


def tested(storage):
    return optuna.load_study(study_name="shared", storage=storage).user_attrs.get("multigpu_mnist:test")


def three(checks, program, work, search, url):
    begun = time.monotonic()
    searchers = [Searcher(program, work / "leader", *search, "--storage", url)]
    try:
        searchers += [Searcher(program, work / name, "--dataset", "digits", "--parallel", "1", "--top", "2", "--worker", *STUDY, "--storage", url) for name in ("second", "third")]
        leader, second, third = searchers
        connection = psycopg2.connect(url)
        wait_for("the tables", lambda: table_exists(connection))
        (number,) = wait_for("the leader to train", lambda: in_mid_trial(connection, leader.process.pid))
        connection.close()
        leader.process.send_signal(signal.SIGKILL)
        leader.process.wait()
        checks.check("killed in mid-trial", leader.process.returncode == -signal.SIGKILL, f"trial {number} at {time.monotonic() - begun:.0f} s")
        second.end(LIMIT)
        third.end(LIMIT)
        print(f"      the other two ended {time.monotonic() - begun:.0f} s after the beginning", flush=True)
        return number, searchers
    finally:
        for searcher in searchers:
            searcher.kill()


def table_exists(connection):
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('trial_intermediate_values') IS NOT NULL")
        return cursor.fetchone()[0]


def compare(checks, storage, alone, number, searchers):
    trials, found = results(storage)
    expected_trials, expected = results(alone)
    states = sorted({t.state.name for t in trials})
    checks.check("none lost", states == ["COMPLETE"] and len(trials) == len(expected_trials), f"{len(trials)} trials, {states}")
    checks.check("no network twice", len(found) == len(trials), f"{len(found)} fingerprints")
    checks.check("same scores and learning curves as one process", found == expected, f"{len(expected)} networks")
    checks.check("same networks tested", tested(storage) == tested(alone) and len(tested(storage)) == 2, tested(storage))
    trained = {s.folder.name: s.trained() for s in searchers}
    everyone = sorted(n for numbers in trained.values() for n in numbers)
    checks.check("each trained to its end once", everyone == list(range(len(trials))), trained)
    checks.check("every process took part", all(trained.values()), {k: len(v) for k, v in trained.items()})
    taken = [k for k, v in trained.items() if number in v]
    checks.check(f"trial {number} was taken over", taken in (["second"], ["third"]), taken)


def main():
    program, work = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    checks = Checks()
    (work / "space.json").write_text(SPACE)
    search = [*SEARCH, *STUDY, "--space", str(work / "space.json")]
    alone = f"sqlite:///{work}/alone.db"
    Searcher(program, work / "alone", *search, "--storage", alone).end(LIMIT)
    url = new_database()
    number, searchers = three(checks, program, work, search, url)
    compare(checks, url.replace("postgresql://", "postgresql+psycopg2://"), alone, number, searchers)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(checks.failed > 0)


if __name__ == "__main__":
    main()
