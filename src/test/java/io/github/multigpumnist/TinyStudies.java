package io.github.multigpumnist;

import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.space.SpaceFile;
import io.github.multigpumnist.study.Claim;
import io.github.multigpumnist.study.Duplicates;
import io.github.multigpumnist.study.Method;
import io.github.multigpumnist.study.NewTrial;
import io.github.multigpumnist.study.Outcome;
import io.github.multigpumnist.study.Pruning;
import io.github.multigpumnist.study.Study;
import io.github.multigpumnist.study.StudyOpening;
import io.github.multigpumnist.study.StudySettings;
import io.github.multigpumnist.study.TrialSettings;
import io.github.multigpumnist.study.TrialStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/**
 * Studies as the searches write them, without any training: the accuracies are made up, and better
 * the more neurons and the later the generation.
 */
public final class TinyStudies {
  private TinyStudies() {}

  /** A finished genetic search; the fourth network was pruned, the fifth failed. */
  public static Study genetic(TrialStore store, String name, int generations, int population)
      throws IOException {
    Space space = SpaceFile.load("mlp");
    Study study = create(store, name, "genetic", space);
    Random random = new Random(1);
    Set<Genome> known = new LinkedHashSet<>();
    List<NewTrial> trials = new ArrayList<>();
    for (int generation = 0; generation < generations; generation++) {
      while (known.size() < population + generation * population / 2) {
        Genome genome = space.random(random);
        if (known.add(genome)) {
          trials.add(trial(genome, generation));
        }
      }
    }
    study.enqueue(space, trials);
    for (int i = 0; i < trials.size(); i++) {
      Claim claim = study.claim("test").orElseThrow();
      if (i == 3) {
        claim.report(1, 0.5);
        claim.prune(new Outcome(1, 1, 0.5, 1.5, 101770));
      } else if (i == 4) {
        claim.fail("loss is NaN at step 7");
      } else {
        end(claim);
      }
    }
    return study;
  }

  /** Brute force over the first networks of the space in a random order. */
  public static Study brute(TrialStore store, String name, int networks) throws IOException {
    Space space = SpaceFile.load("mlp");
    Study study = create(store, name, "brute", space);
    List<NewTrial> trials = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      trials.add(trial(space.at(i * 89L % space.size()), -1));
    }
    study.enqueue(space, trials);
    for (int i = 0; i < networks; i++) {
      end(study.claim("test").orElseThrow());
    }
    return study;
  }

  /** With the settings that a search begins a study with; nothing queued. */
  public static Study create(TrialStore store, String name, String kind, Space space)
      throws IOException {
    Method method =
        kind.equals("genetic")
            ? new Method.Genetic(10, 20, 0.4, 0.1, 0.2, Duplicates.REPLACE)
            : new Method.Brute(true, OptionalInt.empty());
    TrialSettings trials = new TrialSettings(128, 10000, 5, false, Precision.FLOAT32, Pruning.NONE);
    StudySettings settings = new StudySettings("mnist", 5000, "made up", space, 7, trials, method);
    return StudyOpening.open(store, name, settings, 5, Set.of()).study();
  }

  /** A trial to be queued; a negative generation is none. */
  public static NewTrial trial(Genome genome, int generation) {
    return new NewTrial(
        genome, 1, generation < 0 ? OptionalInt.empty() : OptionalInt.of(generation));
  }

  private static void end(Claim claim) throws IOException {
    Random random = new Random(claim.trial().number());
    Genome genome = claim.trial().genome().orElseThrow();
    double neurons = (Integer) genome.value("nb_neurons");
    double sigmoid = genome.value("activation").equals("sigmoid") ? 0.02 : 0;
    double later = claim.trial().generation().orElse(0) * 0.0015;
    double accuracy =
        0.96 + 0.018 * Math.sqrt(neurons / 1024) + later - sigmoid + 0.004 * random.nextGaussian();
    int epochs = 6 + random.nextInt(6);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      claim.report(epoch, accuracy - 0.08 * Math.exp(-epoch / 3.0));
    }
    claim.complete(accuracy, new Outcome(epochs, epochs - 5, 1 - accuracy, epochs * 1.5, 101770));
  }
}
