package io.github.multigpumnist.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32C;

/** The program's version, from the jar's manifest. */
final class Version {
  private Version() {}

  static String number() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }

  static String line() {
    return "multigpu-mnist " + number();
  }

  /** Tells builds of one version apart; empty for one that runs without a jar. */
  static String jarChecksum() throws IOException {
    Path jar =
        Path.of(
            URI.create(
                Version.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    if (!Files.isRegularFile(jar)) {
      return "";
    }
    CRC32C crc = new CRC32C();
    crc.update(Files.readAllBytes(jar));
    return HexFormat.of().toHexDigits(crc.getValue(), 8);
  }
}
