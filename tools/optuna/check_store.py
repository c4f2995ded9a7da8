"""Checks that Optuna and optuna-dashboard take what the trial store writes for their own, and that the
store reads what Optuna adds.

    python check_store.py CLASS_PATH WORK_FOLDER

CLASS_PATH holds the program's jars and target/test-classes. SQLite is always checked, PostgreSQL where
MULTIGPUMNIST_POSTGRES is set (tools/postgres). Prints a line a check; the exit code is 1 when one fails.
"""

import json
import math
import os
import pathlib
import random
import shutil
import socket
import subprocess
import sys
import time
import traceback
import urllib.request
import uuid
import warnings

import optuna
import sqlalchemy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from checks import Checks  # noqa: E402

WRITER = "io.github.multigpumnist.study.StoreProgram"
OURS = 22
OPTUNAS = 4


def java(class_path, *arguments):
    done = subprocess.run(
        ["java", "-cp", class_path, WRITER, *arguments], stdout=subprocess.PIPE, text=True, timeout=120
    )
    if done.returncode != 0:
        raise RuntimeError(f"the store's {arguments[0]}: exit code {done.returncode}")
    return done.stdout


def loads(checks, name, storage):
    study = optuna.load_study(study_name="search", storage=storage)
    trials = study.trials
    states = {s.name: sum(t.state == s for t in trials) for s in optuna.trial.TrialState}
    expected = {"RUNNING": 0, "COMPLETE": 20, "PRUNED": 1, "FAIL": 1, "WAITING": 0}
    checks.check(f"{name}: states", states == expected, states)
    best = study.best_trial
    checks.check(
        f"{name}: best_trial",
        (best.number, best.value) == (19, 0.95) and best.params == {"nb_neurons": 128, "nb_layers": 4, "activation": "tanh", "optimizer": "adam", "batch_size": 20},
        f"number {best.number}, value {best.value}, {best.params}",
    )
    curve = best.intermediate_values
    checks.check(f"{name}: learning curve", curve == {1: 0.5, 2: 0.475}, curve)
    checks.check(f"{name}: a NaN on the way", math.isnan(trials[3].intermediate_values[2]), trials[3].intermediate_values)
    checks.check(f"{name}: value of the pruned trial", trials[20].value == 0.125, trials[20].value)
    attributes = dict(best.user_attrs)
    network = (len(attributes.pop("fingerprint")), attributes.pop("seed"))
    checks.check(f"{name}: fingerprint, seed", network == (32, 2**40 + 19), network)
    checks.check(
        f"{name}: user attributes",
        attributes
        == {
            "generation": 1,
            "epochs": 3,
            "best_epoch": 2,
            "validation_loss": 0.5,
            "seconds": 1.5,
            "parameters": 101770,
            "worker": "writer",
        },
        attributes,
    )
    frame = study.trials_dataframe()
    columns = {"value_accuracy", "params_nb_neurons", "user_attrs_fingerprint", "duration", "state"}
    checks.check(f"{name}: trials_dataframe", len(frame) == OURS and columns <= set(frame), f"{frame.shape}, {sorted(columns)}")
    checks.check(f"{name}: direction, metric", (study.direction.name, study.metric_names) == ("MAXIMIZE", ["accuracy"]), study.metric_names)
    checks.check(f"{name}: numbers", [t.number for t in trials] == list(range(OURS)), f"0 to {trials[-1].number}")


def goes_on(checks, name, storage):
    """NSGA-II takes the last generation for parents."""
    sampler = optuna.samplers.NSGAIISampler(population_size=10, seed=1)
    study = optuna.load_study(study_name="search", storage=storage, sampler=sampler)

    def objective(trial):
        neurons = trial.suggest_categorical("nb_neurons", [64, 128, 256])
        layers = trial.suggest_int("nb_layers", 1, 4)
        trial.suggest_categorical("activation", ["relu", "tanh"])
        trial.suggest_categorical("optimizer", ["adam"])
        trial.suggest_int("batch_size", 1, 10000)
        trial.suggest_float("rate", 1e-4, 1e-1, log=True)
        return layers / neurons

    study.optimize(objective, n_trials=OPTUNAS)
    generations = [t.system_attrs.get("NSGAIISampler:generation") for t in study.trials[OURS:]]
    checks.check(f"{name}: NSGA-II goes on", generations == [2] * OPTUNAS, f"generations {generations}")


def reads_back(checks, name, storage, class_path, ours):
    optunas = optuna.load_study(study_name="search", storage=storage).trials
    read = json.loads(java(class_path, "read", ours))
    same = len(read) == len(optunas) == OURS + OPTUNAS and all(
        (a["number"], a["state"], a.get("value"), a["params"]) == (b.number, b.state.name, b.value, b.params)
        for a, b in zip(read, optunas)
    )
    checks.check(f"{name}: the store reads what Optuna added", same, f"{len(read)} trials")


def schema(url):
    """Everything that a reader could stumble over, by table."""
    engine = sqlalchemy.create_engine(url)
    try:
        inspector = sqlalchemy.inspect(engine)
        found = {}
        for table in inspector.get_table_names():
            found[table] = {
                "columns": [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)],
                "key": inspector.get_pk_constraint(table)["constrained_columns"],
                "unique": sorted(u["column_names"] for u in inspector.get_unique_constraints(table)),
                "foreign": sorted((f["constrained_columns"], f["referred_table"]) for f in inspector.get_foreign_keys(table)),
                "indexes": sorted((i["name"] or "", i["column_names"], bool(i["unique"])) for i in inspector.get_indexes(table)),
                "checks": [c["sqltext"].replace(" ", "") for c in inspector.get_check_constraints(table)],
            }
        if engine.name == "postgresql":
            found["enums"] = {e["name"]: e["labels"] for e in inspector.get_enums()}
        with engine.connect() as connection:
            for table in ("version_info", "alembic_version"):
                found[table]["rows"] = [tuple(r) for r in connection.execute(sqlalchemy.text(f"SELECT * FROM {table}"))]
        return found
    finally:
        engine.dispose()


def same_schema(checks, name, url, optunas_url):
    optuna.create_study(study_name="x", storage=optunas_url)
    ours, theirs = schema(url), schema(optunas_url)
    differing = [t for t in ours.keys() | theirs.keys() if ours.get(t) != theirs.get(t)]
    for table in differing:
        print(f"{table}\n  ours   {ours.get(table)}\n  Optuna {theirs.get(table)}")
    checks.check(f"{name}: tables as Optuna {optuna.__version__} creates them", not differing, differing or f"{len(theirs)} compared")


def made(storage, name, directions, trials):
    """A study of complete trials: values, and constraints as the samplers write them or as Optuna 5 does."""
    study = optuna.create_study(study_name=name, storage=storage, directions=directions)
    for values, constraints in trials:
        kind = {"constraints": constraints} if isinstance(constraints, dict) else {"system_attrs": {"constraints": constraints}}
        study.add_trial(optuna.trial.create_trial(values=values, **(kind if constraints is not None else {})))


def random_trials(seed, objectives):
    """Values twice or infinite only where Optuna has an order of equals; a third of the trials infeasible."""
    draw = random.Random(seed)
    one = draw.sample([math.inf, -math.inf, *range(8)], 8)
    trials = []
    for i in range(8):
        values = [one[i]] if objectives == 1 else [draw.choice([math.inf, 0, 1, 2, 3]) for _ in range(objectives)]
        limit = draw.choice([-1.0, 0.0, 1.0])
        trials.append((values, draw.choice([None, [-1.0, limit], {"a": -1.0, "b": limit}])))
    return trials


def odd_trials(storage):
    """What Optuna only warns of: values that their distributions have not, a choice listed twice."""
    study = optuna.create_study(study_name="odd", storage=storage)
    study.enqueue_trial({"n": 100, "step": 6, "x": 9.0, "c": "b", "none": None})

    def objective(trial):
        trial.suggest_int("n", 1, 10)
        trial.suggest_int("step", 1, 10, step=3)
        trial.suggest_float("x", 0, 1)
        trial.suggest_categorical("c", ["a", "a", "b"])
        trial.suggest_categorical("none", [1, None])
        trial.suggest_int("log", 1, 1024, log=True)
        return trial.number

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        study.optimize(objective, n_trials=3)


def best_of(study):
    try:
        return study.best_trial.number
    except (ValueError, RuntimeError):  # none feasible; several objectives
        return None


def best_as_optunas(checks, name, storage, class_path, url):
    for seed in range(6):
        made(storage, f"one {seed}", [["minimize"], ["maximize"]][seed % 2], random_trials(seed, 1))
        made(storage, f"several {seed}", ["minimize", "maximize", "minimize"][: 2 + seed % 2], random_trials(seed, 2 + seed % 2))
    made(storage, "infeasible", ["minimize"], [([1.0], [0.5]), ([2.0], {"c": 1e-9})])
    made(storage, "empty", ["minimize"], [])
    odd_trials(storage)
    ours = json.loads(java(class_path, "best", url))
    differing = []
    for summary in optuna.get_all_study_summaries(storage):
        study = optuna.load_study(study_name=summary.study_name, storage=storage)
        optunas = {
            "best": best_of(study),
            "front": [t.number for t in study.best_trials],
            "params": [t.params for t in study.trials],
        }
        if json.dumps(optunas) != json.dumps(ours.get(study.study_name)):
            differing.append((study.study_name, optunas, ours.get(study.study_name)))
    checks.check(f"{name}: best trials and parameters as Optuna's", len(ours) > 14 and not differing, differing or f"{len(ours)} studies")


def get(url):
    # Loopback: no proxy of the surroundings.
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=10) as answer:
        return json.load(answer)


def dashboard(checks, name, url):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = pathlib.Path(sys.executable).with_name("optuna-dashboard")
    server = subprocess.Popen(
        [str(program), "--host", "127.0.0.1", "--port", str(port), url], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        base, deadline = f"http://127.0.0.1:{port}/api/studies", time.monotonic() + 60
        while True:
            try:
                studies = get(base)["study_summaries"]
                break
            except OSError:
                if time.monotonic() > deadline or server.poll() is not None:
                    raise
                time.sleep(0.2)
        checks.check(f"{name}: dashboard's studies", [s["study_name"] for s in studies] == ["search"], [s["study_name"] for s in studies])
        study = get(f"{base}/{studies[0]['study_id']}")
        trials = study["trials"]
        best = max(t["values"][0] for t in trials if t["state"] == "Complete")
        curve = trials[19]["intermediate_values"]
        checks.check(
            f"{name}: dashboard's study",
            len(trials) == OURS + OPTUNAS and best == 0.95 and [c["value"] for c in curve] == [0.5, 0.475],
            f"{len(trials)} trials, best {best}, curve {curve}",
        )
    finally:
        server.terminate()
        server.wait(30)


def postgres_databases():
    """Two new databases of the given server."""
    server = os.environ["MULTIGPUMNIST_POSTGRES"]
    engine = sqlalchemy.create_engine(with_driver(server), isolation_level="AUTOCOMMIT")
    names = [f"check_{uuid.uuid4().hex}" for _ in range(2)]
    with engine.connect() as connection:
        for name in names:
            connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return [server.rsplit("/", 1)[0] + "/" + name for name in names]


def with_driver(url):
    return url.replace("postgresql://", "postgresql+psycopg2://")


def check(checks, name, class_path, url, optunas_url):
    java(class_path, "write", url)
    storage = with_driver(url)
    same_schema(checks, name, storage, with_driver(optunas_url))
    loads(checks, name, storage)
    goes_on(checks, name, storage)
    reads_back(checks, name, storage, class_path, url)
    best_as_optunas(checks, name, with_driver(optunas_url), class_path, optunas_url)
    dashboard(checks, name, storage)


def main():
    class_path, work = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    checks = Checks()
    storages = [("SQLite", f"sqlite:///{work}/ours.db", f"sqlite:///{work}/optuna%27s%20own.db")]
    if "MULTIGPUMNIST_POSTGRES" in os.environ:
        storages.append(("PostgreSQL", *postgres_databases()))
    else:
        print("SKIP  PostgreSQL: MULTIGPUMNIST_POSTGRES is not set (tools/postgres sets it)")
    for name, url, optunas_url in storages:
        try:
            check(checks, name, class_path, url, optunas_url)
        except Exception as e:
            traceback.print_exc()
            checks.check(name, False, f"{type(e).__name__}: {e}")
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(checks.failed > 0)


if __name__ == "__main__":
    main()
