package io.github.multigpumnist.dataset;

import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds a published data set in the folders of the user, or downloads it. All files come from one
 * folder, so that pictures are never paired with another folder's labels.
 */
final class PublishedSource implements Source {
  private static final String ARCHIVE = ".tar.gz";

  private final Published published;
  private final DataLocations locations;

  PublishedSource(Published published, DataLocations locations) {
    this.published = published;
    this.locations = locations;
  }

  @Override
  public Dataset load(Progress.Reporter progress) throws IOException {
    Map<String, Path> files = findOrDownload(progress);
    return published
        .format()
        .read(published.name(), published.classNames(), files, locations.cache());
  }

  @Override
  public Optional<String> identity() throws IOException {
    Map<String, Path> found = best();
    return found.size() == published.files().size()
        ? Optional.of(Source.identity(found.values()))
        : Optional.empty();
  }

  @Override
  public List<FileCheck> fetch(Progress.Reporter progress) throws IOException {
    findOrDownload(progress);
    return verify();
  }

  @Override
  public List<FileCheck> verify() throws IOException {
    Map<String, Path> found = best();
    List<FileCheck> checks = new ArrayList<>();
    for (String file : published.files()) {
      Path path = found.get(file);
      checks.add(path == null ? FileCheck.missing(file) : verify(file, path));
    }
    return checks;
  }

  private FileCheck verify(String file, Path path) {
    try {
      published.format().check(file, path);
      Checksum sum = published.contents().get(file);
      if (sum != null) {
        sum.check(path);
        return FileCheck.right(file, path, sum.title() + " is right");
      }
      return FileCheck.right(file, path, "structure is right; no checksum of it is known");
    } catch (IOException e) {
      return FileCheck.wrong(file, path, e.getMessage());
    }
  }

  private Map<String, Path> findOrDownload(Progress.Reporter progress) throws IOException {
    Map<String, Path> found = best();
    if (found.size() == published.files().size()) {
      return found;
    }
    download(new Downloader(progress));
    Map<String, Path> downloaded = best();
    if (downloaded.size() < published.files().size()) {
      throw new IOException(
          "data set "
              + published.name()
              + ": downloaded, but not all files are in "
              + cacheFolder());
    }
    return downloaded;
  }

  private void download(Downloader downloader) throws IOException {
    Path folder = cacheFolder();
    try {
      for (RemoteFile remote : published.remotes()) {
        if (remote.name().endsWith(ARCHIVE)) {
          Path archive = downloader.fetch(remote, folder);
          TarGz.extract(archive, Set.copyOf(published.files()), folder);
          Files.delete(archive);
        } else if (in(folder, uncompressed(remote.name())).isEmpty()) {
          downloader.fetch(remote, folder);
        }
      }
    } catch (IOException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "data set %s: %s; it needs the files %s, plain or .gz, together in one of %s: put them"
                  + " into %s, name their folder by --data-dir, or use --dataset digits",
              published.name(),
              Reason.of(e),
              String.join(", ", published.files()),
              locations.folders(published.name()).stream()
                  .map(Path::toString)
                  .collect(Collectors.joining(", ")),
              folder),
          e);
    }
  }

  private Path cacheFolder() {
    return locations.cache().resolve(published.name());
  }

  private static String uncompressed(String name) {
    return name.substring(0, name.length() - ".gz".length());
  }

  /** The files of the first folder that has all of them, else of the one that has most. */
  private Map<String, Path> best() {
    Map<String, Path> best = Map.of();
    for (Path folder : folders()) {
      Map<String, Path> files = new LinkedHashMap<>();
      for (String file : published.files()) {
        in(folder, file).ifPresent(path -> files.put(file, path));
      }
      if (files.size() > best.size()) {
        best = files;
      }
    }
    return best;
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    for (Path folder : locations.folders(published.name())) {
      folders.add(folder);
      published.subfolders().stream().map(folder::resolve).forEach(folders::add);
    }
    return folders;
  }

  /** Under the published name, or with a dot in it as some unpackers and mirrors have it. */
  private static Optional<Path> in(Path folder, String file) {
    return Stream.of(file, file.replace("-idx", ".idx"))
        .flatMap(name -> Stream.of(name, name + ".gz"))
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
