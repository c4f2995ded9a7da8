package io.github.multigpumnist.training;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.multigpumnist.format.TfRecordFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.Summary;

/** A TensorBoard event file: Event messages in TFRecord framing, on disk one by one. */
final class EventFile implements AutoCloseable {
  private static final String PREFIX = "events.out.tfevents.";
  private final Path path;
  private final OutputStream out;
  private final Clock clock;

  private EventFile(Path path, OutputStream out, Clock clock) {
    this.path = path;
    this.out = out;
    this.clock = clock;
  }

  /** Begins a new file in a folder. */
  static EventFile create(Path directory, Clock clock) throws IOException {
    Files.createDirectories(directory);
    String name =
        PREFIX
            + String.format(Locale.ROOT, "%010d", clock.instant().getEpochSecond())
            + "."
            + hostName()
            + "."
            + ProcessHandle.current().pid();
    Path path = directory.resolve(name);
    EventFile file =
        new EventFile(
            path,
            new BufferedOutputStream(
                Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)),
            clock);
    file.write(Event.newBuilder().setFileVersion("brain.Event:2"));
    return file;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  void graph(GraphDef graph) throws IOException {
    write(Event.newBuilder().setGraphDef(graph.toByteString()));
  }

  /** Adds a serialized Summary. */
  void summary(long step, byte[] summary) throws IOException {
    write(Event.newBuilder().setStep(step).setSummary(Summary.parseFrom(summary)));
  }

  void scalar(long step, String tag, double value) throws IOException {
    Summary.Value.Builder one =
        Summary.Value.newBuilder().setTag(tag).setSimpleValue((float) value);
    write(Event.newBuilder().setStep(step).setSummary(Summary.newBuilder().addValue(one)));
  }

  private void write(Event.Builder event) throws IOException {
    event.setWallTime(clock.millis() / 1000.0);
    try {
      TfRecordFile.append(out, event.build().toByteArray());
      out.flush();
    } catch (IOException e) {
      throw new IOException("cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  /** Takes the events of later steps out of a folder's files, which a killed run left behind. */
  static void cut(Path directory, long lastStep) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(f -> f.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path file : files) {
      List<byte[]> kept = new ArrayList<>();
      boolean whole = readUpTo(file, lastStep, kept);
      if (!whole) {
        TfRecordFile.write(file, sink -> writeAll(kept, sink));
      }
    }
  }

  private static void writeAll(List<byte[]> records, TfRecordFile.RecordConsumer sink)
      throws IOException {
    for (byte[] record : records) {
      sink.accept(record);
    }
  }

  /** True when nothing need be taken out. */
  private static boolean readUpTo(Path file, long lastStep, List<byte[]> kept) {
    int[] later = {0};
    try {
      TfRecordFile.read(
          file,
          bytes -> {
            if (stepOf(bytes) <= lastStep) {
              kept.add(bytes);
            } else {
              later[0]++;
            }
          });
      return later[0] == 0;
    } catch (IOException e) {
      return false; // the last record is half written
    }
  }

  private static long stepOf(byte[] event) throws InvalidProtocolBufferException {
    return Event.parseFrom(ByteString.copyFrom(event)).getStep();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
