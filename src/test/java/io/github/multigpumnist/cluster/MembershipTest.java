package io.github.multigpumnist.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTest {
  private static final String CLUSTER =
      "\"cluster\": {\"ps\": [\"a:1\"], \"worker\": [\"b:1\", \"c:1\"]}";

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"1\""})
  void indexIsANumberOrItsText(String index) throws IOException {
    Membership membership =
        Membership.parseTfConfig(
            "{\"environment\": \"cloud\", \"task\": {\"type\": \"worker\", \"index\": "
                + index
                + ", \"trial\": [{}]}, \"rpc_layer\": {\"x\": [1]}, "
                + CLUSTER
                + "}");
    assertThat(membership.task()).contains(new Task("worker", 1));
    assertThat(membership.cluster().address(new Task("worker", 1))).isEqualTo("c:1");
  }

  @Test
  void taskMayBeMissing() throws IOException {
    assertThat(Membership.parseTfConfig("{" + CLUSTER + "}").task()).isEqualTo(Optional.empty());
  }

  /** What the operator writes, see TFJob's documentation; its evaluator is listed but no member. */
  @Test
  void operatorsFormIsRead() throws IOException {
    String json =
        """
        {"cluster":{"chief":["mnist-chief-0.kubeflow.svc:2222"],
        "evaluator":["mnist-evaluator-0.kubeflow.svc:2222"],
        "ps":["mnist-ps-0.kubeflow.svc:2222"],
        "worker":["mnist-worker-0.kubeflow.svc:2222","mnist-worker-1.kubeflow.svc:2222"]},
        "task":{"type":"ps","index":0},"environment":"cloud"}
        """;
    Membership membership = Membership.parseTfConfig(json);
    assertThat(membership.task()).contains(new Task("ps", 0));
    assertThat(membership.cluster().tasks().toString())
        .isEqualTo("[chief 0, ps 0, worker 0, worker 1]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "it is empty, expected an object|``",
        "it is a list, expected an object|[]",
        "cluster is missing, expected one such as {|{\"task\": {\"type\": \"ps\", \"index\": 0}}",
        "cluster is null, expected an object|{\"cluster\": null}",
        "job is \"master\", expected one of ps, chief, worker|{\"cluster\": {\"master\": [\"a:1\"]}}",
        "task is 1, expected {\"type\": \"worker\", \"index\": 0}|{\"task\": 1}",
        "task has no type, expected both|{\"task\": {\"index\": 0}}",
        "task has no index, expected both|{\"task\": {\"type\": \"ps\"}}",
        "task type is 1, expected one of ps, chief, worker|{\"task\": {\"type\": 1}}",
        "job is \"gpu\", expected one of ps, chief, worker|{\"task\": {\"type\": \"gpu\", \"index\": 0}}",
        "task type is \"evaluator\", expected one of ps, chief, worker: this program has no process"
            + " that only evaluates|{\"task\": {\"type\": \"evaluator\", \"index\": 0}}",
        "task index is \"one\", expected a whole number from 0|{\"task\": {\"index\": \"one\"}}",
        "task index is -1, expected a whole number from 0|{\"task\": {\"index\": -1}}",
        "task index is 1.0, expected a whole number from 0|{\"task\": {\"index\": 1.0}}",
        "task index is 9999999999, expected a whole number from 0|{\"task\": {\"index\": 9999999999}}",
        "task index is a list, expected a whole number from 0|{\"task\": {\"index\": [0]}}",
      })
  void eachFaultIsOneClearLine(String expected, String json) {
    assertThatThrownBy(() -> Membership.parseTfConfig(json))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("TF_CONFIG:1: " + expected)
        .message()
        .hasLineCount(1);
  }

  @Test
  void taskMustBeOneOfTheCluster() {
    String json = "{" + CLUSTER + ", \"task\": {\"type\": \"worker\", \"index\": 2}}";
    assertThatThrownBy(() -> Membership.parseTfConfig(json))
        .hasMessage("TF_CONFIG:1: task is worker 2, expected one of [ps 0, worker 0, worker 1]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // cluster's jobs | this process | the server it must be
        "ps worker|none|none",
        "ps worker chief|none|none",
        "ps worker chief|chief|none",
        "worker|none|none",
        "worker|worker|worker 0",
        "worker chief|none|chief 0",
        "worker chief|chief|chief 0",
      })
  void whoTrainsIsAServerOnlyWhereItMustBe(String jobs, String own, String server) {
    Map<String, List<String>> addresses = new LinkedHashMap<>();
    for (String job : jobs.split(" ")) {
      addresses.put(job, List.of(job + ":1"));
    }
    Optional<Task> task = own.equals("none") ? Optional.empty() : Optional.of(new Task(own, 0));
    assertThat(new Membership(new ClusterSpec(addresses), task).trainingServer())
        .map(Task::toString)
        .isEqualTo(server.equals("none") ? Optional.empty() : Optional.of(server));
  }

  @Test
  void onlyTheChiefTrains() throws IOException {
    Membership worker =
        Membership.parseTfConfig(
            "{" + CLUSTER + ", \"task\": {\"type\": \"worker\", \"index\": 1}}");
    assertThatThrownBy(worker::trainingServer)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "this process is worker 1 of the cluster, expected worker 0 to run the training;"
                + " the others run 'server'");
  }
}
