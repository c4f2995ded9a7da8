"""What no schema says of the manifests. Takes documents that fit theirs; functions yield what is wrong."""

import json
import pathlib
import re
import xml.etree.ElementTree

import schemas

# What the operator and the program agree on; the operator's source gives the first three.
CONTAINER, PORT_NAME, PORT = "tensorflow", "tfjob-port", 2222
JOB_NAME = "training.kubeflow.org/job-name"
PROGRAM = "multigpu-mnist"
COMMANDS = {"Chief": "train", "PS": "server", "Worker": "server"}
RESTARTS = ("Always", "OnFailure", "Never", "ExitCode")
CLEANUPS = ("All", "Running", "None")
POM = pathlib.Path(__file__).resolve().parents[2] / "pom.xml"


def one(documents, kind):
    found = [d for d in documents if d["kind"] == kind]
    if len(found) != 1:
        raise ValueError(f"{len(found)} documents of kind {kind}, expected one")
    return found[0]


def operator(job):
    """What the operator's webhook refuses, and names it would take without finding a use for them."""
    if not re.fullmatch(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?", job["metadata"]["name"]):
        yield f"TFJob: name {job['metadata']['name']!r} is no DNS label"
    cleanup = job["spec"]["runPolicy"].get("cleanPodPolicy")
    if cleanup not in CLEANUPS:
        yield f"TFJob: cleanPodPolicy {cleanup!r}, expected one of {CLEANUPS}"
    for replica, spec in job["spec"]["tfReplicaSpecs"].items():
        if spec.get("restartPolicy") not in RESTARTS:
            yield f"{replica}: restartPolicy {spec.get('restartPolicy')!r}, expected one of {RESTARTS}"
        pod = spec.get("template", {}).get("spec", {})
        if "restartPolicy" in pod:
            yield f"{replica}: the operator overwrites restartPolicy in a template"
        containers = pod.get("containers", [])
        if [c["name"] for c in containers] != [CONTAINER]:
            yield f"{replica}: containers {[c['name'] for c in containers]}, expected one named {CONTAINER}"
        for container in containers:
            if not container.get("image"):
                yield f"{replica}: the container has no image"


def cluster(job):
    """What the program expects of TF_CONFIG and of its command line."""
    if job["spec"].get("enableDynamicWorker"):
        yield "TFJob: enableDynamicWorker makes TF_CONFIG sparse, which the program doesn't read"
    replicas = job["spec"]["tfReplicaSpecs"]
    if replicas.keys() != COMMANDS.keys():
        yield f"TFJob: replica types {sorted(replicas)}, expected {sorted(COMMANDS)}"
        return
    if replicas["Chief"].get("replicas") != 1:
        yield f"Chief: {replicas['Chief'].get('replicas')} replicas, expected 1"
    for replica, spec in replicas.items():
        container = spec["template"]["spec"]["containers"][0]
        ports = [(p.get("name"), p.get("containerPort")) for p in container.get("ports", [])]
        if ports != [(PORT_NAME, PORT)]:
            yield f"{replica}: ports {ports}, expected {[(PORT_NAME, PORT)]}"
        if container.get("command") != [PROGRAM, COMMANDS[replica]]:
            yield f"{replica}: command {container.get('command')}, expected {[PROGRAM, COMMANDS[replica]]}"
        consent = "--listen-on-all-interfaces" in container.get("args", [])
        if consent != (COMMANDS[replica] == "server"):
            yield f"{replica}: --listen-on-all-interfaces is for servers, and required there"
        if any(e["name"] == "TF_CONFIG" for e in container.get("env", [])):
            yield f"{replica}: sets TF_CONFIG, which the operator sets"


def reach(policy, job):
    """Only the job's own pods may reach its servers, and only their port."""
    own = {"podSelector": {"matchLabels": {JOB_NAME: job["metadata"]["name"]}}}
    expected = {
        **own,
        "policyTypes": ["Ingress"],
        "ingress": [{"from": [own], "ports": [{"protocol": "TCP", "port": PORT}]}],
    }
    if policy["spec"] != expected:
        yield f"NetworkPolicy: {json.dumps(policy['spec'])}, expected {json.dumps(expected)}"


def mounts(pod):
    """Path to claim, and whether it can be written."""
    claims = {v["name"]: v["persistentVolumeClaim"]["claimName"] for v in pod.get("volumes", [])}
    return {
        m["mountPath"]: (claims.get(m["name"]), not m.get("readOnly", False))
        for m in pod["containers"][0].get("volumeMounts", [])
    }


def value(pod, flag):
    values = [a.partition("=")[2] for a in pod["containers"][0].get("args", []) if a.startswith(f"--{flag}=")]
    return values[0] if len(values) == 1 else ""


def volumes(documents, job):
    """The chief and the workers find the same records under one path; the run outlives the chief."""
    modes = {d["metadata"]["name"]: d["spec"]["accessModes"] for d in documents if d["kind"] == "PersistentVolumeClaim"}
    pods = {r: s["template"]["spec"] for r, s in job["spec"]["tfReplicaSpecs"].items()}
    writer = one(documents, "Job")["spec"]["template"]["spec"]
    for name, pod in [*pods.items(), ("Job", writer)]:
        for path, (claim, _) in mounts(pod).items():
            if claim not in modes:
                yield f"{name}: {path} is of claim {claim!r}, expected one of {sorted(modes)}"
    data, runs = pathlib.PurePath(value(pods["Chief"], "data-dir")), pathlib.PurePath(value(pods["Chief"], "train-dir"))

    def mounted(pod, folder):
        return next((m for path, m in mounts(pod).items() if folder.is_relative_to(path)), (None, None))

    records = mounted(pods["Chief"], data)[0]
    if not {"ReadWriteMany", "ReadOnlyMany"} & set(modes.get(records, [])):
        yield f"Chief: {data} is on claim {records!r} of {modes.get(records)}, expected one for many nodes"
    for replica in ("Chief", "Worker"):
        if mounted(pods[replica], data) != (records, False):
            yield f"{replica}: {data} is {mounted(pods[replica], data)}, expected {records!r}, read only"
    if value(writer, "output") != str(data) or mounted(writer, data) != (records, True):
        yield f"Job: writes {value(writer, 'output')} on {mounted(writer, data)}, expected {data} on {records!r}"
    if mounted(pods["Chief"], runs)[1] is not True:
        yield f"Chief: --train-dir {runs} is on no volume that can be written"


def security(name, pod):
    """A TensorFlow server does for others what its user may."""
    if pod.get("automountServiceAccountToken") is not False:
        yield f"{name}: the service account's token is mounted"
    if pod.get("securityContext", {}).get("runAsNonRoot") is not True:
        yield f"{name}: may run as root"


def image(name, pod, version):
    if pod["containers"][0]["image"] != f"{PROGRAM}:{version}":
        yield f"{name}: image {pod['containers'][0]['image']}, expected {PROGRAM}:{version} as in pom.xml"


def version():
    return xml.etree.ElementTree.parse(POM).findtext("{*}version")


def rules(documents):
    job = one(documents, "TFJob")
    wrong = [*operator(job)] or [*cluster(job)]
    if wrong:
        return wrong  # what follows looks into the pods
    pods = {r: s["template"]["spec"] for r, s in job["spec"]["tfReplicaSpecs"].items()}
    pods["Job"] = one(documents, "Job")["spec"]["template"]["spec"]
    wrong += [*reach(one(documents, "NetworkPolicy"), job), *volumes(documents, job)]
    for name, pod in pods.items():
        wrong += [*security(name, pod), *image(name, pod, version())]
    return wrong


def problems(documents, releases=schemas.RELEASES):
    """Everything that is wrong; the rules are asked only of what fits its schema."""
    wrong = [p for d in documents for p in schemas.schema(d, releases)]
    if not wrong:
        try:
            wrong = rules(documents)
        except ValueError as e:
            wrong = [str(e)]
    return wrong
