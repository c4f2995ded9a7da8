package io.github.multigpumnist.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/**
 * The flags of one command, in titled groups. A flag may be typed with dashes or underscores
 * ({@code --batch-size}, {@code --batch_size}), its value after a space or {@code =}; never
 * abbreviated.
 */
final class Flags {
  private static final String GENERAL = "General";
  private final Map<String, Options> groups = new LinkedHashMap<>();
  private final Map<String, String> defaults = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final List<String> switches = new ArrayList<>();
  private Options current;

  /** Flags that every command has are already in. */
  Flags() {
    group(GENERAL);
    toggle("json", "print one JSON object on stdout at the end, everything else on stderr");
    toggle("verbose", "print stack traces of errors and TensorFlow's own messages");
    toggle("help", "print this help");
  }

  Flags group(String title) {
    current = groups.computeIfAbsent(title, t -> new Options());
    return this;
  }

  /** A flag with a value; {@code fallback} may be null: then there is none. */
  Flags value(String name, String argument, String fallback, String description) {
    String shown = fallback == null ? description : description + " (default " + fallback + ")";
    current.addOption(Option.builder().longOpt(name).hasArg().argName(argument).desc(shown).get());
    if (fallback != null) {
      defaults.put(name, fallback);
    }
    return this;
  }

  /** A flag that is there or not. */
  Flags toggle(String name, String description) {
    current.addOption(Option.builder().longOpt(name).desc(description).get());
    switches.add(name);
    return this;
  }

  /** A second name of a flag that is already here. */
  Flags alias(String alias, String name) {
    aliases.put(alias, name);
    return this;
  }

  Arguments parse(String command, List<String> words) {
    Options all = new Options();
    groups.values().forEach(g -> g.getOptions().forEach(all::addOption));
    List<String> typed = new ArrayList<>(List.of("multigpu-mnist"));
    typed.addAll(List.of(command.split(" ")));
    typed.addAll(words);
    try {
      return new Arguments(
          DefaultParser.builder().setAllowPartialMatching(false).get().parse(all, normalise(words)),
          defaults,
          typed);
    } catch (UnrecognizedOptionException e) {
      throw new UsageException(
          "unknown flag " + e.getOption() + "; see 'multigpu-mnist " + command + " --help'");
    } catch (MissingArgumentException e) {
      throw new UsageException("flag --" + e.getOption().getLongOpt() + " needs a value");
    } catch (ParseException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** Underscores to dashes, aliases to names, {@code --switch=true} to {@code --switch}. */
  private String[] normalise(List<String> words) {
    List<String> result = new ArrayList<>();
    boolean operandsOnly = false;
    for (String word : words) {
      operandsOnly |= word.equals("--");
      if (operandsOnly || !word.startsWith("--")) {
        result.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String name = word.substring(2, equals < 0 ? word.length() : equals).replace('_', '-');
      name = aliases.getOrDefault(name, name);
      if (equals >= 0 && switches.contains(name)) {
        addSwitch(result, name, word.substring(equals + 1));
      } else {
        result.add("--" + name + (equals < 0 ? "" : word.substring(equals)));
      }
    }
    return result.toArray(String[]::new);
  }

  private static void addSwitch(List<String> result, String name, String value) {
    switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> result.add("--" + name);
      case "false", "0" -> {}
      default -> throw new UsageException("--" + name + "=" + value + ": expected true or false");
    }
  }

  void printHelp(Command command, PrintWriter out) {
    out.println(command.summary());
    out.println();
    String usage = "Usage: multigpu-mnist " + command.name() + " [FLAGS] " + command.operands();
    out.println(usage.strip());
    groups.forEach(
        (title, options) -> {
          if (!title.equals(GENERAL)) {
            printGroup(title, options, out);
          }
        });
    printGroup(GENERAL, groups.get(GENERAL), out);
    aliases.forEach((alias, name) -> out.println("  --" + alias + " is another name of --" + name));
    out.flush();
  }

  private static void printGroup(String title, Options options, PrintWriter out) {
    out.println();
    out.println(title + ":");
    for (Option option : options.getOptions()) {
      String head =
          "  --" + option.getLongOpt() + (option.hasArg() ? " " + option.getArgName() : "");
      out.printf(Locale.ROOT, "%-34s %s%n", head, option.getDescription());
    }
  }
}
