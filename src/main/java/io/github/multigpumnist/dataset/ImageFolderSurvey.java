package io.github.multigpumnist.dataset;

import io.github.multigpumnist.dataset.ImageFolderFiles.LeftOut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every file below a data set's folder: a picture of a class, or left out for a reason. */
final class ImageFolderSurvey {
  private static final String NO_PICTURE = "no picture by its name";

  private final Path folder;
  private final ImageFolderParts parts;
  private final String noClass;
  private final Map<Path, List<Path>> pictures = new HashMap<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final List<Path> furtherDown = new ArrayList<>();

  private ImageFolderSurvey(Path folder, ImageFolderParts parts) {
    this.folder = folder;
    this.parts = parts;
    this.noClass =
        "not in a class's folder"
            + parts
                .test()
                .map(test -> " of " + parts.train().getFileName() + " or " + test.getFileName())
                .orElse("");
  }

  /** Looks at all names; hidden files and what is in hidden folders do not count. */
  static ImageFolderSurvey of(Path folder, ImageFolderParts parts) throws IOException {
    ImageFolderSurvey survey = new ImageFolderSurvey(folder, parts);
    try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      paths
          .filter(path -> Files.isRegularFile(path) && !survey.hidden(path))
          .sorted(Comparator.comparing(Path::toString)) // a folder's own order is the machine's
          .forEach(path -> survey.add(path));
    } catch (UncheckedIOException e) {
      throw new IOException(
          e.getCause() instanceof FileSystemLoopException loop
              ? loop.getFile() + ": a link to a folder above it"
              : Reason.of(e.getCause()),
          e);
    }
    return survey;
  }

  private boolean hidden(Path path) {
    for (Path name : folder.relativize(path)) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private void add(Path path) {
    Optional<Path> of = classFolder(path);
    if (!PictureFile.isNamedAsOne(path)) {
      leftOut.add(new LeftOut(path, NO_PICTURE));
    } else if (of.isEmpty()) {
      leftOut.add(new LeftOut(path, noClass));
    } else {
      pictures.computeIfAbsent(of.get(), f -> new ArrayList<>()).add(path);
      if (!path.getParent().equals(of.get())) {
        furtherDown.add(path);
      }
    }
  }

  private Optional<Path> classFolder(Path path) {
    return Stream.concat(Stream.of(parts.train()), parts.test().stream())
        .filter(part -> path.startsWith(part) && path.getNameCount() > part.getNameCount() + 1)
        .map(part -> part.resolve(part.relativize(path).getName(0)))
        .findFirst();
  }

  /** Those of a class, or none. */
  List<Path> pictures(Path classFolder) {
    return pictures.getOrDefault(classFolder, List.of());
  }

  List<LeftOut> leftOut() {
    return leftOut;
  }

  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (!furtherDown.isEmpty()) {
      remarks.add(
          count(furtherDown.size(), "picture")
              + " in folders of a class's folder, "
              + suchAs(furtherDown.get(0))
              + ": taken for the class");
    }
    for (String reason : List.of(noClass, NO_PICTURE)) {
      List<LeftOut> files = leftOut.stream().filter(l -> l.reason().equals(reason)).toList();
      if (!files.isEmpty()) {
        remarks.add(
            count(files.size(), "file")
                + " left out, "
                + suchAs(files.get(0).path())
                + ": "
                + reason);
      }
    }
    return remarks;
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private String suchAs(Path path) {
    return "such as " + folder.relativize(path);
  }
}
