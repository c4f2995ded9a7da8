package io.github.multigpumnist.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.space.Spaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyOpeningTest {
  private static final StudySettings SETTINGS =
      new StudySettings(
          "digits",
          50,
          "10+50+20 of 28x28x1 ab",
          Spaces.tiny(),
          7,
          new TrialSettings(128, 9, 5, false, Precision.FLOAT32, Pruning.NONE),
          new Method.Genetic(2, 3, 0.4, 0.1, 0.2, Duplicates.REPLACE));

  @TempDir Path folder;

  @Test
  void aWorkerThatWaitsTestsAsManyNetworksAsTheStudyAskedFor() throws Exception {
    try (TrialStore mine = TrialStore.open(storage());
        TrialStore workers = TrialStore.open(storage())) {
      for (int i = 0; i < 20; i++) {
        String name = "study " + i;
        CompletableFuture<StudyOpening> worker =
            CompletableFuture.supplyAsync(() -> joined(workers, name));
        StudyOpening.open(mine, name, SETTINGS, 2, Set.of("seed"));
        assertThat(worker.get().top()).as(name).isEqualTo(2);
      }
    }
  }

  private Storage storage() {
    return Storage.parse("sqlite:///" + folder.resolve("s.db"));
  }

  private static StudyOpening joined(TrialStore store, String name) {
    try {
      Optional<StudyOpening> opening = StudyOpening.join(store, name);
      while (opening.isEmpty()) {
        opening = StudyOpening.join(store, name);
      }
      return opening.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsNotAskedForIsTheStudys() throws Exception {
    StudySettings keeping = with(9, new Method.Genetic(2, 3, 0.4, 0.1, 0.2, Duplicates.KEEP));
    try (TrialStore store = TrialStore.open(storage())) {
      StudyOpening.open(store, "s", keeping, 2, Set.of());
      StudyOpening again = StudyOpening.open(store, "s", SETTINGS, 2, Set.of("seed", "duplicates"));
      assertThat(again.settings()).isEqualTo(keeping);
      assertThat(again.isNew()).isFalse();
      assertThatThrownBy(() -> StudyOpening.open(store, "s", SETTINGS, 2, Set.of("seed")))
          .hasMessage("study 's' was begun otherwise: duplicates is keep there, replace here");
    }
  }

  private static StudySettings with(long seed, Method method) {
    return new StudySettings(
        SETTINGS.dataset(),
        SETTINGS.validationSize(),
        SETTINGS.data(),
        SETTINGS.space(),
        seed,
        SETTINGS.trials(),
        method);
  }
}
