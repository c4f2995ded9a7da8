package io.github.multigpumnist.cluster;

import java.util.List;

/**
 * One process of a cluster.
 *
 * @param job {@link #PS}, {@link #CHIEF} or {@link #WORKER}
 * @param index its place in the job's list of addresses, from 0
 */
public record Task(String job, int index) {
  /** The job of the parameter servers, which hold variables. */
  public static final String PS = "ps";

  /** The job of the one process that runs the training. */
  public static final String CHIEF = "chief";

  /** The job of the processes that hold towers. */
  public static final String WORKER = "worker";

  /** Every job there can be. */
  public static final List<String> JOBS = List.of(PS, CHIEF, WORKER);

  /** Checks the components. */
  public Task {
    if (!JOBS.contains(job)) {
      throw new IllegalArgumentException(
          "job is " + Quote.of(job) + ", expected one of " + String.join(", ", JOBS));
    }
    if (index < 0) {
      throw new IllegalArgumentException(
          "index of " + job + " is " + index + ", expected 0 or more");
    }
  }

  /**
   * The task's name as TensorFlow begins the names of its devices.
   *
   * @return such as {@code /job:worker/task:1}
   */
  public String device() {
    return "/job:" + job + "/task:" + index;
  }

  /**
   * The task's name in messages.
   *
   * @return such as {@code worker 1}
   */
  @Override
  public String toString() {
    return job + " " + index;
  }
}
