package io.github.multigpumnist.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariableShardsTest {
  @Test
  void largestFirstToTheLeastLoaded() {
    // d:8→0, b:5→1, e:4→1 (5 against 8), a:3→0 (8 against 9), c:1→1 (9 against 11)
    assertThat(VariableShards.bySize(sizes("a", 3, "b", 5, "c", 1, "d", 8, "e", 4), 2))
        .containsExactly(
            Map.entry("a", 0),
            Map.entry("b", 1),
            Map.entry("c", 1),
            Map.entry("d", 0),
            Map.entry("e", 1));
  }

  @Test
  void equalsGoInOrder() {
    assertThat(VariableShards.bySize(sizes("z", 4, "a", 4, "m", 4, "b", 4), 3))
        .containsExactly(
            Map.entry("z", 0), Map.entry("a", 1), Map.entry("m", 2), Map.entry("b", 0));
  }

  @Test
  void oneServerHasAll() {
    assertThat(VariableShards.bySize(sizes("a", 4, "b", 0), 1).values()).containsOnly(0);
  }

  @Test
  void whatCannotBeSpreadIsRefused() {
    assertThatThrownBy(() -> VariableShards.bySize(sizes("a", 1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shards is 0, expected 1 or more");
    assertThatThrownBy(() -> VariableShards.bySize(sizes("a", -1), 1))
        .hasMessage("size of variable a is -1 bytes, expected 0 or more");
  }

  private static Map<String, Long> sizes(Object... namesAndBytes) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (int i = 0; i < namesAndBytes.length; i += 2) {
      sizes.put((String) namesAndBytes[i], ((Number) namesAndBytes[i + 1]).longValue());
    }
    return sizes;
  }
}
