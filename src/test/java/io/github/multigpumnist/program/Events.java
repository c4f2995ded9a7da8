package io.github.multigpumnist.program;

import io.github.multigpumnist.format.TfRecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.Summary;

/** A folder's TensorBoard event files, every record parsed. */
record Events(List<Event> all) {

  static Events read(Path folder) throws IOException {
    List<Event> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().startsWith("events.out.tfevents.")) {
          TfRecordFile.read(file, bytes -> events.add(Event.parseFrom(bytes)));
        }
      }
    }
    return new Events(events);
  }

  int graphs() throws IOException {
    int count = 0;
    for (Event event : all) {
      if (event.hasGraphDef() && GraphDef.parseFrom(event.getGraphDef()).getNodeCount() > 0) {
        count++;
      }
    }
    return count;
  }

  Set<String> histograms() {
    Set<String> tags = new TreeSet<>();
    all.forEach(
        event ->
            event.getSummary().getValueList().stream()
                .filter(Summary.Value::hasHisto)
                .forEach(value -> tags.add(value.getTag())));
    return tags;
  }

  /** The steps at which a scalar was written, in the files' order. */
  List<Long> steps(String tag) {
    return all.stream()
        .filter(
            event ->
                event.getSummary().getValueList().stream()
                    .anyMatch(value -> value.getTag().equals(tag)))
        .map(Event::getStep)
        .toList();
  }
}
