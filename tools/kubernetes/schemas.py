"""Whether documents fit their schemas. Each function yields what is wrong."""

import re

import kubernetes_validate
import yaml
from kubeflow.training import models

# The oldest release that the operator's 1.9 is tested on, and the newest known here.
RELEASES = ("1.28", kubernetes_validate.latest_version())
SCALARS = {"str": str, "int": int, "bool": bool}


class Loader(yaml.SafeLoader):
    """Refuses a key given twice, of which PyYAML would drop one; kubectl refuses it too."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if len(keys) != len(set(keys)):
            raise yaml.YAMLError(f"a key is given twice among {keys}")
        return super().construct_mapping(node, deep)


def load(text):
    return list(yaml.load_all(text, Loader))


def core(document, where, releases):
    """A document of a kind of Kubernetes' own."""
    for release in releases:
        try:
            kubernetes_validate.validate(document, release, strict=True)
        except kubernetes_validate.ValidationError as e:
            path = ".".join(map(str, e.absolute_path))
            yield f"{where}: {path}: {e.message.splitlines()[0]} (Kubernetes {release})"
        except kubernetes_validate.SchemaNotFoundError as e:
            yield f"{where}: {e.message}"


def model(value, type_name, where, releases):
    """A part of a TFJob, and the model that it must fit."""
    mapping = re.fullmatch(r"dict\(str, (\w+)\)", type_name)
    if type_name in SCALARS:
        # type(): to Python, True is an int.
        if type(value) is not SCALARS[type_name]:
            yield f"{where}: {value!r} is not of type {type_name}"
    elif not isinstance(value, dict):
        yield f"{where}: {value!r} is no mapping, expected {type_name}"
    elif mapping:
        for key, item in value.items():
            yield from model(item, mapping[1], f"{where}.{key}", releases)
    elif type_name == "V1ObjectMeta":
        yield from core({"apiVersion": "v1", "kind": "PodTemplate", "metadata": value}, where, releases)
    elif type_name == "V1PodTemplateSpec":
        # The schema of a bare template has no kind to find it by.
        yield from core({"apiVersion": "v1", "kind": "PodTemplate", "template": value}, where, releases)
    else:
        kind = getattr(models, type_name)
        names = {key: name for name, key in kind.attribute_map.items()}
        for key in value.keys() - names.keys():
            yield f"{where}: {key!r} is unknown, expected one of {sorted(names)}"
        known = {key: item for key, item in value.items() if key in names}
        try:
            kind(**{names[key]: item for key, item in known.items()})  # it knows what is required
        except ValueError as e:
            yield f"{where}: {e}"
        for key, item in known.items():
            yield from model(item, kind.openapi_types[names[key]], f"{where}.{key}", releases)


def schema(document, releases=RELEASES):
    where = f"{document.get('kind')} {document.get('metadata', {}).get('name')}"
    if (document.get("apiVersion"), document.get("kind")) == ("kubeflow.org/v1", "TFJob"):
        yield from model(document, "KubeflowOrgV1TFJob", where, releases)
    else:
        yield from core(document, where, releases)
