package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.NativeRuntime;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The program {@code multigpu-mnist}: finds the command, runs it, says what went wrong. */
public final class MultiGpuMnist {
  private static final List<Command> COMMANDS =
      List.of(
          new TrainCommand(),
          new EvalCommand(),
          new PredictCommand(),
          new ExportCommand(),
          SearchCommand.genetic(),
          SearchCommand.brute(),
          new CompareCommand(),
          new ServerCommand(),
          new StudyListCommand(),
          new StudyShowCommand(),
          new StudyBestCommand(),
          new StudyExportCommand(),
          new StudyReportCommand(),
          new DataFetchCommand(),
          new DataVerifyCommand(),
          new DataConvertCommand(),
          new ModelsListCommand(),
          new ModelsShowCommand(),
          new ModelsCheckCommand(),
          new DoctorCommand());

  private MultiGpuMnist() {}

  /**
   * Runs one command and ends the process: 0 done, 1 failed, 2 bad command line, 128 + signal when
   * interrupted.
   *
   * @param args the command and its flags; {@code --help} lists them
   */
  public static void main(String[] args) {
    List<String> words = List.of(args);
    System.setProperty("java.awt.headless", "true"); // pictures go to files, whatever $DISPLAY says
    ParentWatch.begin();
    NativeRuntime.prepare(words.contains("--verbose"));
    boolean terminal = NativeRuntime.stderrIsTerminal();
    int status = run(words, new Console(System.out, System.err, terminal, false));
    Interruption.programDone();
    System.exit(status);
  }

  static int run(List<String> words, Console console) {
    if (words.isEmpty() || List.of("--help", "-h", "help").contains(words.get(0))) {
      console.say(overview());
      return 0;
    }
    if (words.get(0).equals("--version")) {
      console.say(Version.line());
      return 0;
    }
    boolean verbose = words.contains("--verbose");
    try {
      Command command = find(words);
      List<String> rest = words.subList(command.name().split(" ").length, words.size());
      return run(command, rest, console);
    } catch (Throwable e) {
      return Failures.report(e, console, verbose);
    }
  }

  private static int run(Command command, List<String> words, Console console) throws Exception {
    Arguments arguments = command.flags().parse(command.name(), words);
    if (arguments.given("help")) {
      command.flags().printHelp(command, new PrintWriter(System.out));
      return 0;
    }
    if (command.operands().isEmpty()) {
      arguments.noOperands();
    }
    Console own = console.withJson(arguments.given("json"));
    Object result = command.run(arguments, own);
    if (result != null) {
      own.result(result);
    }
    return 0;
  }

  private static Command find(List<String> words) {
    Optional<Command> found =
        COMMANDS.stream()
            .filter(
                c -> {
                  List<String> name = Arrays.asList(c.name().split(" "));
                  return words.size() >= name.size() && words.subList(0, name.size()).equals(name);
                })
            .findFirst();
    return found.orElseThrow(
        () ->
            new UsageException(
                "unknown command '"
                    + words.get(0)
                    + "', expected one of "
                    + String.join(", ", COMMANDS.stream().map(Command::name).toList())));
  }

  private static String overview() {
    StringBuilder text =
        new StringBuilder(
            "Trains image classifiers on several GPUs by synchronous towers.\n\n"
                + "Usage: multigpu-mnist COMMAND [FLAGS]\n\n");
    for (Command command : COMMANDS) {
      text.append(String.format(Locale.ROOT, "  %-14s %s%n", command.name(), command.summary()));
    }
    return text.append("\n'multigpu-mnist COMMAND --help' lists a command's flags; --version.")
        .toString();
  }
}
