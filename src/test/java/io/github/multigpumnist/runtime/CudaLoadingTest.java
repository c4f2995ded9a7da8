package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose CUDA is loaded, and why none is. */
class CudaLoadingTest {
  @TempDir private Path scratch;
  private final FakeCuda machine = new FakeCuda();
  private final List<String> said = new ArrayList<>();
  private Path cache;
  private CudaArchive archive;

  @BeforeEach
  void driverIsInstalled() throws Exception {
    machine.installed.add("libcuda.so.1");
    cache = Files.createDirectories(scratch.resolve("cache"));
    archive = FakeCuda.archive(scratch, FakeCuda.CARRIED);
  }

  private CudaLoading loading() {
    return CudaLoading.with(machine, new CudaCache(archive, cache, 0, said::add));
  }

  private List<String> unpacked() throws Exception {
    Path folder = archive.folder(cache);
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void withoutADriverNothingIsUnpackedNorLoaded() throws Exception {
    machine.installed.clear();
    machine.installed.addAll(CudaArchive.OPENED_BY_TENSORFLOW);
    Cuda cuda = loading().run();
    assertThat(cuda)
        .isEqualTo(
            Cuda.none(
                "NVIDIA's driver is not installed (libcuda.so.1: cannot open shared object file)"));
    assertThat(machine.opened).isEmpty();
    assertThat(unpacked()).isEmpty();
    assertThat(said).isEmpty();
  }

  @Test
  void anOldDriverIsNamedWithWhatIsNeeded() throws Exception {
    machine.driverCuda = 11_040;
    Cuda cuda = loading().run();
    assertThat(cuda.driverCuda()).isEqualTo("11.4");
    assertThat(cuda.problem())
        .isEqualTo(
            "NVIDIA's driver is too old: it supports CUDA 11.4, expected 12.0 (driver 525.60.13)"
                + " or newer");
    assertThat(unpacked()).isEmpty();
  }

  @Test
  void aDriverWithoutGpusUnpacksNothing() throws Exception {
    machine.initialised = 100;
    assertThat(loading().run().problem())
        .startsWith("NVIDIA's driver shows no GPU")
        .endsWith(": cuInit: no CUDA-capable device is detected (100)");
    machine.initialised = 0;
    machine.gpus = 0;
    assertThat(loading().run().problem()).startsWith("NVIDIA's driver shows no GPU");
    assertThat(unpacked()).isEmpty();
  }

  @Test
  void theMachinesCudaIsTakenWhenItIsComplete() throws Exception {
    machine.installed.addAll(CudaArchive.OPENED_BY_TENSORFLOW);
    Cuda cuda = loading().run();
    assertThat(cuda)
        .isEqualTo(
            new Cuda(
                "12.6",
                List.of(
                    new CudaGpu(0, "Card 0", 8L << 30, "9.0"),
                    new CudaGpu(1, "Card 1", 8L << 30, "9.0")),
                CudaLibrary.Origin.MACHINE,
                null));
    assertThat(machine.opened).containsAll(CudaArchive.OPENED_BY_TENSORFLOW);
    assertThat(machine.closed).isEmpty();
    assertThat(unpacked()).isEmpty();
  }

  @Test
  void otherwiseTheWholeOfTheBuilds() throws Exception {
    machine.installed.addAll(CudaArchive.OPENED_BY_TENSORFLOW);
    machine.installed.remove("libcusolver.so.11"); // the last that is tried
    Cuda cuda = loading().run();
    assertThat(cuda.problem()).isNull();
    assertThat(cuda.origin()).isEqualTo(CudaLibrary.Origin.BUILD);
    assertThat(machine.closed)
        .containsExactlyInAnyOrderElementsOf(
            machine.opened.stream()
                .filter(file -> !file.startsWith("/"))
                .filter(file -> !file.equals("libcuda.so.1"))
                .toList());
    assertThat(machine.opened.stream().filter(file -> file.startsWith("/")).map(Path::of))
        .allMatch(file -> file.startsWith(cache))
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "libcudart.so.12",
            "libnvJitLink.so.12",
            "libnvrtc-builtins.so.12.6",
            "libnvrtc.so.12",
            "libcublasLt.so.12",
            "libcublas.so.12",
            "libcufft.so.11",
            "libcusparse.so.12",
            "libcusolver.so.11",
            "libcupti.so.12",
            "libcudnn_graph.so.9",
            "libcudnn_ops.so.9",
            "libcudnn.so.9");
    assertThat(unpacked()).hasSize(13).doesNotContain("libnppc.so.12", "libcusolverMg.so.11");
    assertThat(said).singleElement().asString().startsWith("unpacking CUDA (").endsWith(", once");
  }

  @Test
  void whatWasUnpackedBeforeIsTakenAsItIs() {
    loading().run();
    said.clear();
    assertThat(loading().run().problem()).isNull();
    assertThat(said).isEmpty();
  }

  @Test
  void aLibraryThatDoesNotLoadIsNamedWithTheReason() {
    FakeCuda broken =
        new FakeCuda() {
          @Override
          public Library open(String file) throws IOException {
            if (file.endsWith("/libcufft.so.11")) {
              throw new IOException("version `GLIBC_2.99' not found");
            }
            return super.open(file);
          }
        };
    broken.installed.add("libcuda.so.1");
    Cuda cuda = CudaLoading.with(broken, new CudaCache(archive, cache, 0, said::add)).run();
    assertThat(cuda.problem())
        .isEqualTo("libcufft.so.11 does not load: version `GLIBC_2.99' not found");
    assertThat(cuda.origin()).isNull();
    assertThat(broken.closed).hasSize(6).allMatch(file -> file.startsWith("/")); // none stays
  }

  @Test
  void aDamagedLibraryIsUnpackedAnewAndLoaded() throws Exception {
    loading().run();
    said.clear();
    Path file = archive.folder(cache).resolve("libcublas.so.12");
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, "X" + FakeCuda.content("libcublas.so.12").substring(1));
    Files.setLastModifiedTime(file, time);
    assertThat(loading().run().problem()).isNull();
    assertThat(file).hasContent(FakeCuda.content("libcublas.so.12"));
    assertThat(said).containsExactly(file + " is damaged: unpacking it anew");
  }

  @Test
  void aBuildForAnotherTensorFlowIsRefused() throws Exception {
    archive = FakeCuda.archive(scratch, List.of("libcudart.so.13", "libcudnn.so.9"));
    assertThat(loading().run().problem())
        .startsWith("the build's CUDA is another than TensorFlow's: it has no libcudart.so.12, ");
    assertThat(unpacked()).isEmpty();
  }

  @Test
  void withoutABuildsCudaTheMachineMustHaveIt() {
    assertThat(CudaLoading.withoutBuild(machine, "none is on the class path").run().problem())
        .isEqualTo(
            "this machine's CUDA is not complete (libcudnn.so.9: cannot open shared object file),"
                + " nor is the build's used: none is on the class path");
  }
}
