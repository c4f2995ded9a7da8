package io.github.multigpumnist.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a cluster must fulfil. */
final class ClusterChecks {
  private ClusterChecks() {}

  static void check(Map<String, List<String>> jobs) {
    Map<String, Task> byAddress = new HashMap<>();
    jobs.forEach((job, addresses) -> checkJob(job, addresses, byAddress));
    if (!jobs.containsKey(Task.WORKER)) {
      throw new IllegalArgumentException(
          "job worker is missing, expected the addresses of at least one worker; listed are "
              + jobs.keySet());
    }
    int chiefs = jobs.getOrDefault(Task.CHIEF, List.of()).size();
    if (chiefs > 1) {
      throw new IllegalArgumentException("job chief has " + chiefs + " addresses, expected one");
    }
  }

  private static void checkJob(String job, List<String> addresses, Map<String, Task> byAddress) {
    Task first = new Task(job, 0);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException(
          "job " + job + " is an empty list, expected an address for " + first);
    }
    for (int index = 0; index < addresses.size(); index++) {
      Task task = new Task(job, index);
      Address.parse(task, addresses.get(index));
      Task before = byAddress.put(addresses.get(index).toLowerCase(Locale.ROOT), task);
      if (before != null) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "address of %s is %s, which is that of %s too, expected one for each",
                task,
                Quote.of(addresses.get(index)),
                before));
      }
    }
  }
}
