package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TensorFlowException;

/** Messages as TensorFlow 2.18 gave them when servers were killed, stopped and started again. */
class ClusterFaultTest {
  private static final String REMOTE =
      "\nAdditional GRPC error information from remote target /job:worker/replica:0/task:0 while"
          + " calling /tensorflow.WorkerService/RunGraph:\n"
          + ":{\"created\":\"@1795495802.6\",\"description\":\"Error received from peer";

  @ParameterizedTest
  @CsvSource({
    "'From /job:worker/replica:0/task:0:|Socket closed', Socket closed",
    "'|=====================|UNAVAILABLE: From /job:ps/replica:0/task:0:|Connection reset by peer',"
        + " Connection reset by peer",
    "'From /job:ps/replica:0/task:0:|failed to connect to all addresses',"
        + " failed to connect to all addresses",
    "'|=====================|ABORTED: From /job:worker/replica:0/task:1:|Session handle is not"
        + " found: 494e.', Session handle is not found: 494e.",
    "'From /job:ps/replica:0/task:0:|RecvTensor expects a different device incarnation: 1 vs. 2.',"
        + " RecvTensor expects a different device incarnation: 1 vs. 2.",
    "Deadline Exceeded, Deadline Exceeded",
    "Session 22bb189256499c73 is not found., Session 22bb189256499c73 is not found.",
    "Operation timed out., Operation timed out.",
  })
  void knowsWhatComesOfTheCluster(String message, String line) {
    TensorFlowException problem = new TensorFlowException(message.replace('|', '\n') + REMOTE);
    assertThat(ClusterFault.isOne(problem)).isTrue();
    assertThat(ClusterFault.firstLine(problem)).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({
    "'From /job:worker/replica:0/task:0:|/data/train.tfrecords; No such file or directory'",
    "'Key conv1/weights is not found in the session checkpoint'",
    "'corrupted record at 0'",
  })
  void leavesOrdinaryErrorsAlone(String message) {
    assertThat(ClusterFault.isOne(new TensorFlowException(message.replace('|', '\n') + REMOTE)))
        .isFalse();
  }

  @Test
  void leavesErrorsOfAKindOfTheirOwnAlone() {
    assertThat(ClusterFault.isOne(new TFInvalidArgumentException("Socket closed"))).isFalse();
    assertThat(ClusterFault.isOne(new IllegalStateException("Socket closed"))).isFalse();
  }
}
