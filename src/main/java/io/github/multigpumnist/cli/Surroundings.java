package io.github.multigpumnist.cli;

import io.github.multigpumnist.compare.Circumstances;
import io.github.multigpumnist.runtime.CpuFeatures;
import io.github.multigpumnist.runtime.MemoryInfo;
import io.github.multigpumnist.runtime.NvidiaDriver;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

/**
 * The machine and the program that figures come from.
 *
 * @param machine the computer
 * @param program the program's version, and a checksum of its jar: a changed program is another one
 */
record Surroundings(Circumstances.Machine machine, String program) {

  static Surroundings read() throws IOException {
    CpuFeatures cpu = CpuFeatures.read();
    return new Surroundings(
        new Circumstances.Machine(
            cpu.model(),
            cpu.cores(),
            MemoryInfo.read().totalBytes() / 1e9,
            NvidiaDriver.find().map(NvidiaDriver::cards).orElse(List.of()),
            System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + " "
                + System.getProperty("os.arch")),
        Version.line() + " " + Version.jarChecksum());
  }

  /** By name, all that decides the speed of a run here. */
  Map<String, String> settings() {
    return Map.of(
        "program",
        program,
        "java",
        System.getProperty("java.version"),
        "java options",
        String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()),
        "cpu",
        machine.cpu(),
        "cores",
        Integer.toString(machine.cores()),
        "gpus",
        String.join(", ", machine.gpus()),
        "system",
        machine.system());
  }
}
