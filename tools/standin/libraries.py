"""Which of CUDA's libraries are unpacked and loaded."""

# Opened by TensorFlow 2.18, by cuBLAS or by cuDNN.
NEEDED = ("libcudart.so.12", "libnvJitLink.so.12", "libnvrtc.so.12", "libcublasLt.so.12", "libcublas.so.12",
          "libcufft.so.11", "libcusparse.so.12", "libcusolver.so.11", "libcudnn.so.9")
OPENED = tuple(name for name in NEEDED if name not in ("libnvJitLink.so.12", "libnvrtc.so.12"))
NOT_OPENED = "Cannot dlopen some GPU libraries"


def cuda_files(machine):
    """What the cache holds of CUDA."""
    return [file for file in machine.cache.glob("**/*.so*") if file.is_file() and "org/bytedeco/cuda" in str(file)]


def missing(mapped, names, folder):
    """Which of these are not mapped from a file under the folder."""
    there = {file.name for file in mapped if folder in file.parents}
    return [name for name in names if name not in there]


def gpus_of(found):
    return [device["name"].split("device:")[1] for device in found["devices"] if device["gpu"]]


def without_a_driver(checks, machine):
    found, _, _ = machine.doctor(gpus=None)
    checks.check("no driver: no GPU", not gpus_of(found), gpus_of(found) or "CPU alone")
    files = cuda_files(machine)
    checks.check("no driver: nothing of CUDA is unpacked", not files, f"{len(files)} files in the cache")


def with_the_driver_alone(checks, machine):
    """CUDA's real runtime does not work with a driver that is none: no GPU is registered, but all is opened."""
    _, said, mapped = machine.doctor(gpus=1, cuda=False)
    lacking = missing(mapped, NEEDED, machine.cache)
    checks.check("driver alone: the build's own libraries are loaded", not lacking,
                 f"not mapped from the cache: {', '.join(lacking)}" if lacking else f"{len(NEEDED)} from the cache")
    checks.check("driver alone: TensorFlow finds what it opens", NOT_OPENED not in said,
                 NOT_OPENED if NOT_OPENED in said else "nothing is missing")
    files = cuda_files(machine)
    size = sum(file.stat().st_size for file in files)
    checks.check("driver alone: what is unpacked", files, f"{len(files)} files, {size / 2**30:.2f} GiB")


def truncated_library(checks, machine):
    """Half a file, as a full disk or a kill while unpacking leaves it."""
    whole = next((file for file in cuda_files(machine) if file.name == "libcufft.so.11" and not file.is_symlink()), None)
    if whole is None:
        checks.check("truncated library: unpacked anew", False, "libcufft.so.11 is not in the cache")
        return
    size = whole.stat().st_size
    with open(whole, "r+b") as file:
        file.truncate(size // 2)
    _, said, mapped = machine.doctor(gpus=1, cuda=False)
    lacking = missing(mapped, NEEDED, machine.cache)
    now = whole.stat().st_size
    checks.check("truncated library: unpacked anew", now == size and not lacking and NOT_OPENED not in said,
                 f"{size // 2} bytes became {now}, whole: {size}")


def listed_by_doctor(checks, machine):
    for count in (1, 2, 4):
        found, _, mapped = machine.doctor(gpus=count)
        wanted = [f"GPU:{i}" for i in range(count)]
        checks.check(f"{count} GPU(s): doctor lists them", gpus_of(found) == wanted, ", ".join(gpus_of(found)) or "none")
        if count == 1:
            lacking = missing(mapped, OPENED, machine.libraries)
            checks.check("a CUDA on the loader's path is used", not lacking,
                         f"not from there: {', '.join(lacking)}" if lacking else "all that TensorFlow opens")
