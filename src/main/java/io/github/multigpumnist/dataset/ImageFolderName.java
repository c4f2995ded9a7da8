package io.github.multigpumnist.dataset;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What follows {@code images:} — {@code DIR}, {@code DIR?size=HEIGHTxWIDTH}, {@code DIR?depth=1} or
 * {@code DIR?size=HEIGHTxWIDTH&depth=3}.
 */
record ImageFolderName(Path folder, Optional<PictureShape> size, Optional<Integer> depth) {
  private static final Pattern SIZE = Pattern.compile("size=([1-9]\\d{0,3})x([1-9]\\d{0,3})");
  private static final Pattern DEPTH = Pattern.compile("depth=([13])");

  /** Height and width of every picture, in pixels, and its channels. */
  record PictureShape(int height, int width, int depth) {}

  static ImageFolderName parse(String text) {
    int question = text.lastIndexOf('?');
    Path folder = Path.of(question < 0 ? text : text.substring(0, question));
    Optional<PictureShape> size = Optional.empty();
    Optional<Integer> depth = Optional.empty();
    String options = question < 0 ? "" : text.substring(question + 1);
    for (String option : options.isEmpty() ? new String[0] : options.split("&")) {
      Matcher sizes = SIZE.matcher(option);
      Matcher depths = DEPTH.matcher(option);
      if (sizes.matches()) {
        int height = Integer.parseInt(sizes.group(1));
        size = Optional.of(new PictureShape(height, Integer.parseInt(sizes.group(2)), 1));
      } else if (depths.matches()) {
        depth = Optional.of(Integer.valueOf(depths.group(1)));
      } else {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "data set images:%s: '%s', expected size=HEIGHTxWIDTH (1 to 9999) or depth=1 or depth=3",
                text,
                option));
      }
    }
    return new ImageFolderName(folder, size, depth);
  }

  /** What is not asked for: 28x28x1 when all pictures are grey, else 32x32x3. */
  PictureShape shape(boolean allGrey) {
    int side = allGrey ? 28 : 32;
    int channels = depth.orElse(allGrey ? 1 : 3);
    return size.map(s -> new PictureShape(s.height(), s.width(), channels))
        .orElse(new PictureShape(side, side, channels));
  }
}
