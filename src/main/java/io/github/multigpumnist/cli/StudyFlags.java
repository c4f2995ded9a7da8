package io.github.multigpumnist.cli;

import io.github.multigpumnist.report.StudySummary;
import io.github.multigpumnist.study.Storage;
import io.github.multigpumnist.study.Study;
import io.github.multigpumnist.study.TrialStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The flags of the commands that look at a study; none of them changes a database. */
final class StudyFlags {
  static final String STORAGE = "storage";
  static final String STUDY = "study";

  private StudyFlags() {}

  static Flags storage() {
    return new Flags()
        .group("Study")
        .value(STORAGE, "URL", SearchFlags.USUAL_STORAGE, Storage.FORMS);
  }

  static Flags study() {
    return storage().value(STUDY, "NAME", null, "which study; may be left out when there is one");
  }

  static TrialStore open(Arguments arguments) throws IOException {
    return TrialStore.openExisting(SearchFlags.storage(arguments));
  }

  /** Reads the study that the flags name, or the only one there is. */
  static StudySummary summary(Arguments arguments) throws IOException {
    try (TrialStore store = open(arguments)) {
      return StudySummary.of(choose(store, arguments));
    }
  }

  private static Study choose(TrialStore store, Arguments arguments) throws IOException {
    List<String> names = store.studyNames();
    String storage = SearchFlags.storage(arguments).toString();
    if (names.isEmpty()) {
      throw new IOException(storage + ": there is no study yet");
    }
    if (!arguments.given(STUDY) && names.size() > 1) {
      throw new UsageException(
          "flag --study is required: " + storage + " has " + String.join(", ", names));
    }
    String name = arguments.given(STUDY) ? arguments.string(STUDY) : names.get(0);
    Optional<Study> study = store.study(name);
    return study.orElseThrow(
        () ->
            new IOException(
                storage + ": there is no study '" + name + "', only " + String.join(", ", names)));
  }
}
