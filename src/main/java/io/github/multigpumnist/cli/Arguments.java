package io.github.multigpumnist.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;

/** A parsed command line; every getter's error names the flag, its value and what was expected. */
final class Arguments {
  private static final Pattern PLAIN_WORD = Pattern.compile("[\\w@%+=:,./-]+");

  private final CommandLine line;
  private final Map<String, String> defaults;
  private final List<String> typed;

  /**
   * @param typed the words of the command line, the program's name first
   */
  Arguments(CommandLine line, Map<String, String> defaults, List<String> typed) {
    this.line = line;
    this.defaults = defaults;
    this.typed = typed;
  }

  /** As typed, words quoted where a shell needs it. */
  String commandLine() {
    return typed.stream()
        .map(w -> PLAIN_WORD.matcher(w).matches() ? w : "'" + w.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  /** Whether the flag was typed. */
  boolean given(String name) {
    return line.hasOption(name);
  }

  /** The value typed last, else the default, else empty. */
  Optional<String> optional(String name) {
    String[] values = line.getOptionValues(name);
    return Optional.ofNullable(values == null ? defaults.get(name) : values[values.length - 1]);
  }

  String string(String name) {
    return optional(name).orElseThrow(() -> new UsageException("flag --" + name + " is required"));
  }

  Optional<Path> path(String name) {
    Optional<String> value = optional(name);
    if (value.isPresent() && value.get().isBlank()) { // else it would be the current folder
      throw bad(name, "'" + value.get() + "'", "a path");
    }
    return value.map(Path::of);
  }

  Path requiredPath(String name) {
    return path(name).orElseThrow(() -> new UsageException("flag --" + name + " is required"));
  }

  String choice(String name, List<String> allowed) {
    String value = string(name);
    if (!allowed.contains(value)) {
      throw bad(name, value, "one of " + String.join(", ", allowed));
    }
    return value;
  }

  /** One of an enum's values, typed in small letters. */
  <E extends Enum<E>> E choice(String name, E[] values) {
    List<String> names = Arrays.stream(values).map(v -> v.name().toLowerCase(Locale.ROOT)).toList();
    return values[names.indexOf(choice(name, names))];
  }

  int integer(String name, int least, int most) {
    return (int) longInteger(name, least, most);
  }

  long longInteger(String name, long least, long most) {
    String value = string(name);
    String expected =
        most == Integer.MAX_VALUE || most == Long.MAX_VALUE
            ? "a whole number of at least " + least
            : "a whole number from " + least + " to " + most;
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw bad(name, value, expected);
    }
    throw bad(name, value, expected);
  }

  /** A number with {@code least <= number <= most}. */
  double number(String name, double least, double most) {
    String value = string(name);
    String expected =
        (least == Double.MIN_VALUE ? "a number above 0, up to " : "a number from " + least + " to ")
            + most;
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw bad(name, value, expected);
    }
    throw bad(name, value, expected);
  }

  List<String> operands() {
    return line.getArgList();
  }

  /** Refuses operands, for a command that takes none. */
  void noOperands() {
    if (!operands().isEmpty()) {
      throw new UsageException("unexpected argument '" + operands().get(0) + "'");
    }
  }

  private static UsageException bad(String name, String value, String expected) {
    return new UsageException("--" + name + " " + value + ": expected " + expected);
  }
}
