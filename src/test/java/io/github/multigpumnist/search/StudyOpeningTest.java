package io.github.multigpumnist.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.store.Storage;
import io.github.multigpumnist.store.TrialStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyOpeningTest {
  private static final StudySettings SETTINGS =
      new StudySettings(
          "digits",
          50,
          "10+50+20 of 28x28x1 ab",
          new TrialSettings(128, 9, 5, false, Precision.FLOAT32, new Pruner.None()),
          new GeneticSearch(Spaces.tiny(), 2, 3, 0.4, 0.1, 0.2, 7));

  @TempDir Path folder;

  @Test
  void aWorkerThatWaitsTestsAsManyNetworksAsTheStudyAskedFor() throws Exception {
    Storage storage = Storage.parse("sqlite:///" + folder.resolve("s.db"));
    try (TrialStore mine = TrialStore.open(storage);
        TrialStore workers = TrialStore.open(storage)) {
      for (int i = 0; i < 20; i++) {
        String name = "study " + i;
        CompletableFuture<StudyOpening> worker =
            CompletableFuture.supplyAsync(() -> joined(workers, name));
        StudyOpening.open(mine, name, SETTINGS, 2, OptionalLong.empty());
        assertThat(worker.get().top()).as(name).isEqualTo(2);
      }
    }
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
}
