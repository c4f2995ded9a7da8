package io.github.multigpumnist.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One malformed cluster file per failure. */
class ClusterJsonTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1: cluster is empty, expected an object such as {\"ps\": [\"10.0.0.1:2222\"], \"worker\":"
            + " [\"10.0.0.2:2222\"]}|``",
        "1: cluster is a list, expected an object such as|[\"a:1\"]",
        "1: cluster is null, expected an object such as|null",
        "2: job is \"wroker\", expected one of ps, chief, worker|{\"ps\": [\"a:1\"],;\"wroker\":"
            + " [\"b:1\"]}",
        "1: job worker is an empty list, expected an address for worker 0|{\"worker\": []}",
        "1: job worker is missing, expected the addresses of at least one worker; listed are"
            + " [ps]|{\"ps\": [\"a:1\"]}",
        "1: job worker is missing, expected the addresses of at least one worker; listed are []|{}",
        "3: job chief has 2 addresses, expected one|{\"worker\": [\"a:1\"],;\"chief\": [\"b:1\","
            + " \"c:1\"];}",
        "1: Duplicate field 'worker'|{\"worker\": [\"a:1\"], \"worker\": [\"b:1\"]}",
        "2: address of worker 1 is \"b\", expected host:port, the host a name, an IPv4 address or [an"
            + " IPv6 address]|{\"worker\": [\"a:1\",;\"b\"]}",
        "3: address of ps 0 is \"b:99999\", expected a port from 1 to 65535|{;\"worker\":"
            + " [\"a:1\"],;\"ps\": [\"b:99999\"]}",
        "1: address of ps 0 is \"A:1\", which is that of worker 0 too, expected one for"
            + " each|{\"worker\": [\"a:1\"], \"ps\": [\"A:1\"]}",
        "1: address of worker 0 is 2222, expected text host:port|{\"worker\": [2222]}",
        "1: address of worker 0 is null, expected text host:port|{\"worker\": [null]}",
        "1: job worker is \"a:1\", expected a list of addresses|{\"worker\": \"a:1\"}",
        "1: job worker is an object, expected a list of the addresses of all tasks; TensorFlow's"
            + " sparse form isn't read|{\"worker\": {\"1\": \"a:1\"}}",
        "1: something stands after the end, expected nothing|{\"worker\": [\"a:1\"]} {}",
        "2: Unexpected end-of-input|{\"worker\":;[\"a:1\"",
        "1: Unrecognized token 'worker'|worker: [a:1]",
      })
  void eachFaultIsOneClearLine(String expected, String content) throws IOException {
    Path file = folder.resolve("cluster.json");
    Files.writeString(file, content.replace(';', '\n'));
    assertThatThrownBy(() -> ClusterSpec.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ":" + expected)
        .message()
        .hasLineCount(1);
  }

  @Test
  void missingFileIsNamed() {
    Path file = folder.resolve("cluster.json");
    assertThatThrownBy(() -> ClusterSpec.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": no such file, expected a cluster such as {\"ps\"");
    assertThatThrownBy(() -> ClusterSpec.read(folder))
        .hasMessageStartingWith(folder + ": no such file");
  }

  @Test
  void bytesThatAreNoTextAreNamed() throws IOException {
    Path file = Files.write(folder.resolve("cluster.json"), new byte[] {'{', (byte) 0xff, '}'});
    assertThatThrownBy(() -> ClusterSpec.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": is no text, expected UTF-8");
  }
}
