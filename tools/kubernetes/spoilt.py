"""Manifests spoilt in many ways, each of which must be rejected."""

from rules import COMMANDS, PROGRAM, one


def job_of(documents):
    return one(documents, "TFJob")


def replicas_of(documents):
    return job_of(documents)["spec"]["tfReplicaSpecs"]


def pod_of(documents, replica):
    return replicas_of(documents)[replica]["template"]["spec"]


def container_of(documents, replica):
    return pod_of(documents, replica)["containers"][0]


def policy_of(documents):
    return one(documents, "NetworkPolicy")["spec"]


def claim_of(documents, name):
    """The specification of the claim to a volume."""
    return one([d for d in documents if d["metadata"]["name"] == name], "PersistentVolumeClaim")["spec"]


def rename(mapping, old, new):
    mapping[new] = mapping.pop(old)


# What is spoilt, how, and what the complaint must contain.
SPOILT = [
    (
        "misspelt field of TFJob",
        lambda d: rename(job_of(d)["spec"], "tfReplicaSpecs", "tfReplicaSpec"),
        "'tfReplicaSpec' is unknown",
    ),
    (
        "misspelt field of runPolicy",
        lambda d: job_of(d)["spec"]["runPolicy"].update(cleanupPolicy="All"),
        "'cleanupPolicy' is unknown",
    ),
    (
        "misspelt field of a replica",
        lambda d: rename(replicas_of(d)["PS"], "replicas", "replica"),
        "'replica' is unknown",
    ),
    (
        "misspelt field of a pod",
        lambda d: rename(pod_of(d, "Chief"), "volumes", "volume"),
        "'volume' was unexpected",
    ),
    (
        "misspelt field of a container",
        lambda d: rename(container_of(d, "Worker"), "volumeMounts", "volumeMount"),
        "'volumeMount' was unexpected",
    ),
    ("misspelt field of the metadata", lambda d: job_of(d)["metadata"].update(label={}), "'label' was unexpected"),
    (
        "misspelt field of the NetworkPolicy",
        lambda d: rename(policy_of(d)["ingress"][0], "ports", "port"),
        "'port' was unexpected",
    ),
    (
        "misspelt field of a claim",
        lambda d: rename(claim_of(d, "mnist-runs"), "accessModes", "accessMode"),
        "'accessMode' was unexpected",
    ),
    ("misspelt kind", lambda d: job_of(d).update(kind="TfJob"), "schema for kind TfJob"),
    (
        "string for a number of replicas",
        lambda d: replicas_of(d)["Worker"].update(replicas="2"),
        "'2' is not of type int",
    ),
    (
        "boolean for a number of replicas",
        lambda d: replicas_of(d)["Worker"].update(replicas=True),
        "True is not of type int",
    ),
    (
        "string for a port",
        lambda d: container_of(d, "PS")["ports"][0].update(containerPort="2222"),
        "'2222' is not of type",
    ),
    ("number for an argument", lambda d: container_of(d, "Chief")["args"].append(600), "600 is not of type"),
    ("list for the replica types", lambda d: job_of(d)["spec"].update(tfReplicaSpecs=[]), "is no mapping"),
    ("no containers", lambda d: pod_of(d, "Worker").pop("containers"), "'containers' is a required property"),
    ("empty list of containers", lambda d: pod_of(d, "Worker").update(containers=[]), "Worker: containers []"),
    (
        "misspelt container list",
        lambda d: rename(pod_of(d, "PS"), "containers", "container"),
        "'containers' is a required property",
    ),
    ("no template", lambda d: replicas_of(d)["PS"].pop("template"), "PS: containers []"),
    ("no image", lambda d: container_of(d, "PS").pop("image"), "PS: the container has no image"),
    ("no TFJob", lambda d: d.remove(job_of(d)), "0 documents of kind TFJob"),
    ("no NetworkPolicy", lambda d: d.remove(one(d, "NetworkPolicy")), "0 documents of kind NetworkPolicy"),
    *[(f"no {r}", lambda d, r=r: replicas_of(d).pop(r), "replica types") for r in COMMANDS],
    ("misspelt replica type", lambda d: rename(replicas_of(d), "PS", "ParameterServer"), "replica types"),
    ("two chiefs", lambda d: replicas_of(d)["Chief"].update(replicas=2), "Chief: 2 replicas"),
    ("sparse TF_CONFIG", lambda d: job_of(d)["spec"].update(enableDynamicWorker=True), "enableDynamicWorker"),
    (
        "TF_CONFIG set by hand",
        lambda d: container_of(d, "PS").update(env=[{"name": "TF_CONFIG", "value": "{}"}]),
        "sets TF_CONFIG",
    ),
    (
        "other container name",
        lambda d: container_of(d, "Chief").update(name="train"),
        "expected one named tensorflow",
    ),
    ("other port name", lambda d: container_of(d, "PS")["ports"][0].update(name="grpc"), "PS: ports"),
    ("other command", lambda d: container_of(d, "Worker").update(command=[PROGRAM, "train"]), "Worker: command"),
    ("server without consent", lambda d: container_of(d, "PS").update(args=[]), "--listen-on-all-interfaces"),
    (
        "unknown restartPolicy",
        lambda d: replicas_of(d)["PS"].update(restartPolicy="OnFail"),
        "restartPolicy 'OnFail'",
    ),
    (
        "unknown cleanPodPolicy",
        lambda d: job_of(d)["spec"]["runPolicy"].update(cleanPodPolicy="Ended"),
        "cleanPodPolicy 'Ended'",
    ),
    ("job renamed, policy not", lambda d: job_of(d)["metadata"].update(name="other"), "NetworkPolicy"),
    (
        "policy open to the namespace",
        lambda d: policy_of(d)["ingress"][0].update({"from": [{"podSelector": {}}]}),
        "NetworkPolicy",
    ),
    ("policy open to all", lambda d: policy_of(d)["ingress"][0].pop("from"), "NetworkPolicy"),
    ("policy for another port", lambda d: policy_of(d)["ingress"][0]["ports"][0].update(port=22), "NetworkPolicy"),
    (
        "records elsewhere on workers",
        lambda d: container_of(d, "Worker")["volumeMounts"][0].update(mountPath="/records"),
        "Worker: /data/mnist",
    ),
    (
        "records can be written",
        lambda d: container_of(d, "Worker")["volumeMounts"][0].pop("readOnly"),
        "Worker: /data/mnist",
    ),
    (
        "records for one node",
        lambda d: claim_of(d, "mnist-records").update(accessModes=["ReadWriteOnce"]),
        "for many nodes",
    ),
    (
        "claim that is not there",
        lambda d: pod_of(d, "Chief")["volumes"][1]["persistentVolumeClaim"].update(claimName="runs"),
        "'runs'",
    ),
    (
        "run on no volume",
        lambda d: container_of(d, "Chief")["volumeMounts"][1].update(mountPath="/elsewhere"),
        "--train-dir",
    ),
    (
        "service account's token",
        lambda d: pod_of(d, "PS").pop("automountServiceAccountToken"),
        "PS: the service account's token",
    ),
    ("root", lambda d: pod_of(d, "Worker")["securityContext"].pop("runAsNonRoot"), "Worker: may run as root"),
    ("other image", lambda d: container_of(d, "PS").update(image=f"{PROGRAM}:latest"), "PS: image"),
]
