package io.github.multigpumnist.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the text is, it is read, or refused in one line that names its source. Ordinary builds
 * run the good texts only; JAZZER_FUZZ=1 searches on from them.
 */
class ClusterFuzzTest {
  private static final String CLUSTER =
      "{\"ps\": [\"[::1]:2222\"], \"chief\": [\"a.b:1\"], \"worker\": [\"10.0.0.1:1\", \"c:65535\"]}";

  @MethodSource("goodClusters")
  @FuzzTest(maxDuration = "1m")
  void cluster(byte[] bytes) {
    try {
      ClusterSpec cluster = ClusterSpec.parse(text(bytes), "source");
      assertThat(cluster.toProto().getJobCount()).isEqualTo(cluster.jobs().size());
      assertThat(cluster.tasks()).allMatch(task -> cluster.port(task) > 0);
    } catch (IOException e) {
      assertThat(e.getMessage()).startsWith("source:").hasLineCount(1);
    }
  }

  static Stream<byte[]> goodClusters() {
    return Stream.of(CLUSTER.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("goodMemberships")
  @FuzzTest(maxDuration = "1m")
  void membership(byte[] bytes) {
    try {
      Membership membership = Membership.parseTfConfig(text(bytes));
      assertThat(membership.task().stream()).allMatch(membership.cluster()::has);
    } catch (IOException e) {
      assertThat(e.getMessage()).startsWith("TF_CONFIG:").hasLineCount(1);
    }
  }

  static Stream<byte[]> goodMemberships() {
    return Stream.of("0", "\"1\"")
        .map(
            index ->
                "{\"cluster\": %s, \"task\": {\"type\": \"worker\", \"index\": %s}}"
                    .formatted(CLUSTER, index))
        .map(json -> json.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
