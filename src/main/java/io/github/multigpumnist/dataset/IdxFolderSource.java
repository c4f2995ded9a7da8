package io.github.multigpumnist.dataset;

import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code idx:DIR}: a training and a test pair of IDX files, of any picture size. The number of
 * classes is the largest label plus one.
 */
final class IdxFolderSource implements Source {
  private static final Pattern NAME =
      Pattern.compile("(.*?)(train|t10k|test)-(images|labels)[-.]idx\\d-ubyte(\\.gz)?");

  private final String name;
  private final Path folder;
  private final Path cache;

  IdxFolderSource(String name, Path folder, Path cache) {
    this.name = name;
    this.folder = folder;
    this.cache = cache;
  }

  @Override
  public Dataset load(Progress.Reporter progress) throws IOException {
    Map<String, Path> files = find();
    IdxPair train = IdxPair.open(files.get("train-images"), files.get("train-labels"), cache);
    IdxPair test = IdxPair.open(files.get("test-images"), files.get("test-labels"), cache);
    int classes = Math.max(train.largestLabel(), test.largestLabel()) + 1;
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return IdxPair.toDataset(name, train, test, names);
  }

  @Override
  public Optional<String> identity() throws IOException {
    return Optional.of(Source.identity(find().values()));
  }

  @Override
  public List<FileCheck> verify() throws IOException {
    List<FileCheck> checks = new ArrayList<>();
    find()
        .forEach(
            (role, path) -> {
              String file = path.getFileName().toString();
              try {
                if (role.endsWith("images")) {
                  IdxPair.checkImages(path);
                } else {
                  IdxPair.readLabels(path);
                }
                checks.add(FileCheck.right(file, path, "structure is right"));
              } catch (IOException e) {
                checks.add(FileCheck.wrong(file, path, e.getMessage()));
              }
            });
    return checks;
  }

  /** The four files by role; an uncompressed one comes before its compressed twin. */
  private Map<String, Path> find() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + ": no such folder");
    }
    List<Path> paths;
    try (Stream<Path> list = Files.list(folder)) {
      paths = list.filter(Files::isRegularFile).sorted().toList();
    }
    Map<String, Path> files = new TreeMap<>();
    for (Path path : paths) {
      Matcher matcher = NAME.matcher(path.getFileName().toString());
      if (matcher.matches()) {
        String part = matcher.group(2).equals("train") ? "train" : "test";
        add(files, part + "-" + matcher.group(3), path);
      }
    }
    for (String role : List.of("train-images", "train-labels", "test-images", "test-labels")) {
      if (!files.containsKey(role)) {
        String pattern = role.replace("test-", "t10k-").replace("images", "images-idx3");
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: no %s-ubyte[.gz] in it",
                folder,
                pattern.replace("labels", "labels-idx1")));
      }
    }
    return files;
  }

  private void add(Map<String, Path> files, String role, Path path) throws IOException {
    Path other = files.putIfAbsent(role, path);
    if (other != null && !path.toString().equals(other + ".gz")) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: both %s and %s, expected one",
              folder,
              other.getFileName(),
              path.getFileName()));
    }
  }
}
