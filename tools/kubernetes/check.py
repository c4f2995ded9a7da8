"""Checks the manifests of this folder, as no cluster is at hand.

    python check.py [--program PATH]

What Kubernetes itself defines, pod templates among it, is validated in strict mode against its JSON
schemas; TFJob against the models of the operator's package; what neither says, against the rules of the
operator's webhook and what the program needs. Then the manifests are spoilt in many ways: each must be
rejected, and for the right reason. With PATH, the packaged program, every flag in the manifests is looked
up in its help. The exit code is 1 when a check fails.
"""

import argparse
import copy
import pathlib
import re
import subprocess
import sys

import yaml

import rules
import schemas
import spoilt

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from checks import Checks  # noqa: E402

MANIFESTS = ("records.yaml", "tfjob.yaml")
GPU = "nvidia.com/gpu: 1"


def manifests(checks, texts):
    for file, text in texts.items():
        for document in schemas.load(text):
            name = f"{file}: {document['kind']} {document['metadata']['name']}"
            wrong = list(schemas.schema(document))
            fits = f"fits, Kubernetes {' and '.join(schemas.RELEASES)}"
            checks.check(f"{name}: schema", not wrong, "; ".join(wrong) or fits)
    wrong = rules.rules([d for text in texts.values() for d in schemas.load(text)])
    checks.check("operator's rules and the program's", not wrong, "; ".join(wrong) or "kept")


def with_gpus(checks, texts):
    """What stands in a comment must be right too."""
    text = texts["tfjob.yaml"]
    documents = schemas.load(text.replace(f"# {GPU}", GPU)) + schemas.load(texts["records.yaml"])
    limits = spoilt.container_of(documents, "Worker")["resources"]["limits"]
    wrong = rules.problems(documents)
    right = not wrong and limits.get("nvidia.com/gpu") == 1
    checks.check("with GPUs, as the comment has it", right, "; ".join(wrong) or limits)


def versions(checks):
    for file in ("Dockerfile", "README.md"):
        named = set(re.findall(rf"{rules.PROGRAM}[-:](\d[\w.-]*)", (HERE / file).read_text()))
        right = named == {rules.version()}
        checks.check(f"{file}: version", right, f"{sorted(named)}, pom.xml has {rules.version()}")


def rejected(checks, texts):
    documents = [d for text in texts.values() for d in schemas.load(text)]
    for what, spoil, expected in spoilt.SPOILT:
        changed = copy.deepcopy(documents)
        spoil(changed)
        wrong = rules.problems(changed, schemas.RELEASES[-1:])
        checks.check(f"rejected: {what}", any(expected in p for p in wrong), shortened("; ".join(wrong) or "accepted"))
    try:
        schemas.load(texts["tfjob.yaml"].replace("replicas: 2", "replicas: 2\n      replicas: 3"))
        checks.check("rejected: key given twice", False, "accepted")
    except yaml.YAMLError as e:
        checks.check("rejected: key given twice", "given twice" in str(e), e)


def shortened(text, limit=160):
    return text if len(text) <= limit else text[:limit] + "…"


def flags(checks, texts, program):
    """Every flag in the manifests is one of its command's."""
    used = {}
    for document in [d for text in texts.values() for d in schemas.load(text)]:
        specs = {"TFJob": lambda: document["spec"]["tfReplicaSpecs"].values(), "Job": lambda: [document["spec"]]}
        for spec in specs.get(document["kind"], list)():
            container = spec["template"]["spec"]["containers"][0]
            names = {a.partition("=")[0].replace("_", "-") for a in container["args"]}
            used.setdefault(tuple(container["command"][1:]), set()).update(names)
    for command, names in used.items():
        done = subprocess.run([program, *command, "--help"], capture_output=True, text=True, timeout=60)
        known = set(re.findall(r"^ +(--[a-z0-9-]+)", done.stdout, re.MULTILINE))
        unknown = sorted(names - known)
        right = done.returncode == 0 and not unknown
        checks.check(f"flags of {' '.join(command)}", right, f"unknown: {unknown}" if unknown else sorted(names))


def main():
    parser = argparse.ArgumentParser(description="Checks the manifests of this folder.")
    parser.add_argument("--program", metavar="PATH", help="the packaged program, to look up flags in its help")
    arguments = parser.parse_args()
    texts = {file: (HERE / file).read_text() for file in MANIFESTS}
    checks = Checks()
    checks.run(manifests, texts)
    checks.run(with_gpus, texts)
    checks.run(versions)
    if checks.failed == 0:
        checks.run(rejected, texts)
    else:
        print("SKIP  rejected: the manifests are wrong as they are")
    if arguments.program:
        checks.run(flags, texts, arguments.program)
    else:
        print("SKIP  flags: no --program")
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(checks.failed > 0)


if __name__ == "__main__":
    main()
