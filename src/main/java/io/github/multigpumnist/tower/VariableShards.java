package io.github.multigpumnist.tower;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spreads variables over parameter servers, so that each carries about the same load. */
final class VariableShards {
  private VariableShards() {}

  /**
   * Gives each variable, the largest first, to the server that has the fewest bytes so far. Among
   * equals the first goes first, so that the same variables are always spread in the same way.
   *
   * @param bytesByName sizes of the variables, in their order
   * @param shards number of servers, 1 or more
   * @return the server of each variable, from 0, in the order of the variables
   * @throws IllegalArgumentException when there is no server, or a size is negative
   */
  static Map<String, Integer> bySize(Map<String, Long> bytesByName, int shards) {
    if (shards < 1) {
      throw new IllegalArgumentException("shards is " + shards + ", expected 1 or more");
    }
    bytesByName.forEach(VariableShards::checkSize);
    Map<String, Integer> shardByName = new LinkedHashMap<>();
    bytesByName.keySet().forEach(name -> shardByName.put(name, 0));
    long[] load = new long[shards];
    for (String name : largestFirst(bytesByName)) {
      int least = leastLoaded(load);
      shardByName.put(name, least);
      load[least] += bytesByName.get(name);
    }
    return shardByName;
  }

  private static void checkSize(String name, long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "size of variable " + name + " is " + bytes + " bytes, expected 0 or more");
    }
  }

  private static List<String> largestFirst(Map<String, Long> bytesByName) {
    return bytesByName.keySet().stream()
        .sorted(Comparator.comparing(bytesByName::get, Comparator.reverseOrder()))
        .toList();
  }

  private static int leastLoaded(long[] load) {
    int least = 0;
    for (int shard = 1; shard < load.length; shard++) {
      least = load[shard] < load[least] ? shard : least;
    }
    return least;
  }
}
