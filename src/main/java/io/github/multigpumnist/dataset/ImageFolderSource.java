package io.github.multigpumnist.dataset;

import io.github.multigpumnist.dataset.ImageFolderName.PictureShape;
import io.github.multigpumnist.format.Digests;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** {@code images:DIR}: a folder per class with pictures. */
final class ImageFolderSource implements Source {
  private final String name;
  private final ImageFolderName wanted;
  private final Path cache;

  ImageFolderSource(String options, Path cache) {
    this.cache = cache;
    this.name = "images:" + options;
    this.wanted = ImageFolderName.parse(options);
  }

  @Override
  public Dataset load(Progress.Reporter progress) throws IOException {
    ImageFolderFiles files = ImageFolderFiles.find(wanted.folder());
    files.remarks().forEach(remark -> progress.note(name + ": " + remark));
    DecodedPictures decoded = new DecodedPictures(files, folder(files));
    if (!decoded.areThere()) {
      PictureShape shape = wanted.shape(wanted.depth().isEmpty() && allGrey(files));
      decoded.write(shape, wanted.folder(), progress);
    }
    if (!decoded.remark().isEmpty()) {
      progress.note(name + ": " + decoded.remark());
    }
    return new Dataset(name, decoded.train(), decoded.test(), files.classes());
  }

  /** Of the decoded pictures; another one when a file, or how they are decoded, has changed. */
  private Path folder(ImageFolderFiles files) throws IOException {
    byte[] key = (name + "\n" + identity(files)).getBytes(StandardCharsets.UTF_8);
    String hash = HexFormat.of().formatHex(Digests.of("SHA-256").digest(key), 0, 16);
    return cache.resolve("pictures").resolve(hash);
  }

  @Override
  public Optional<String> identity() throws IOException {
    return Optional.of(identity(ImageFolderFiles.find(wanted.folder())));
  }

  private static String identity(ImageFolderFiles files) throws IOException {
    return "first edition\n"
        + Source.identity(files.all().stream().map(ImageFolderFiles.Entry::path).toList());
  }

  private static boolean allGrey(ImageFolderFiles files) throws IOException {
    for (ImageFolderFiles.Entry entry : files.all()) {
      if (!PictureFile.isGrey(entry.path())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public List<FileCheck> verify() throws IOException {
    ImageFolderFiles files = ImageFolderFiles.find(wanted.folder());
    List<FileCheck> checks = new ArrayList<>();
    for (ImageFolderFiles.Entry entry : files.all()) {
      String file = wanted.folder().relativize(entry.path()).toString();
      Optional<String> fault = fault(entry.path());
      checks.add(
          fault.isEmpty()
              ? FileCheck.right(file, entry.path(), "class " + files.classes().get(entry.label()))
              : FileCheck.wrong(file, entry.path(), fault.get()));
    }
    for (ImageFolderFiles.LeftOut file : files.leftOut()) {
      String name = wanted.folder().relativize(file.path()).toString();
      checks.add(FileCheck.right(name, file.path(), "left out: " + file.reason()));
    }
    return checks;
  }

  private static Optional<String> fault(Path path) {
    try {
      Picture.read(path, new PictureShape(1, 1, 1));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }
}
