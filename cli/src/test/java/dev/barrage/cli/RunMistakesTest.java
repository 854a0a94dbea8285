package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake: one line, exit 2, no request, no directory. */
class RunMistakesTest {
  private static Target target;

  @TempDir Path folder;

  @BeforeAll
  static void open() throws Exception {
    target = new Target();
  }

  @AfterAll
  static void close() throws Exception {
    target.close();
  }

  private CommandLineRun run(String... more) {
    String[] args = new String[more.length + 4];
    System.arraycopy(
        new String[] {"run", target.url(), "-o", folder.resolve("record").toString()},
        0,
        args,
        0,
        4);
    System.arraycopy(more, 0, args, 4, more.length);
    return CommandLineRun.of(args);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --rat 5                          | --rate
          -u 5 --rate 5                    | exclude each other
          --resolve localhost:127.0.0.1    | --resolve: "localhost:127.0.0.1" is not HOST:PORT:ADDRESS
          --connect-to x:80                | --connect-to: "x:80" is not HOST1:PORT1:HOST2:PORT2
          --source-address 127.0.0         | --source-address: "127.0.0" is not an IP address
          --source-address 192.0.2.1       | 192.0.2.1 is not one of this machine's
          --client-address 10.0.0.0/33     | --client-address: "10.0.0.0/33"
          --proxy-protocol 3               | --proxy-protocol
          --forwarded-for                  | forwarded for needs client addresses
          --unix-socket s --resolve *:1:::1 | unix socket excludes
          --server-name a/b                | --server-name
          --rate 0                         | more than 0
          --rate -5                        | 500/s
          --rate 99999999999999999999      | 500/s
          -u 0                             | from 1 to
          -u -1                            | from 1 to
          -u 99999999999                   | is not a whole number up to 2147483647; see
          -r 0 -u 5                        | --spawn-rate
          -t 0s                            | more than 0
          -t -3s                           | 10s
          -t 10                            | 10s
          -t 99999999999h                  | 366d
          --timeout 0s                     | more than 0
          --connections 0                  | from 1 to
          --max-in-flight 0                | from 1 to
          --threads 0                      | from 1 to
          --seed x                         | '--seed': 'x' is not a whole number up to 9
          --set novalue                    | NAME=VALUE
          --header foo                     | Name: value
          --method GTE                     | did you mean "GET"
          --arrivals often                 | constant, poisson
          --http2                          | not supported
          --http1 --http2                  | exclude each other
          --data @/no/such/file            | cannot read
          --data @/proc                    | cannot read
          --data @                         | cannot read
          --cacert /no/such/file           | cannot read
          --cert /proc/version             | --key
          --objective p95<=banana          | 500ms
          --objective p95                  | --objective
          --no-record                      | --no-record and --out
          --json /proc/nope/x              | cannot write
          --json /proc/version/x           | cannot write
          --html /proc                     | cannot write
          """)
  void isOneLineAndNothingHappens(String args, String says) {
    CommandLineRun run = run(args.split(" "));
    assertThat(run.err()).startsWith("barrage: ").contains(says).doesNotContain("Exception");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(target.connections()).isZero();
    assertThat(folder.resolve("record")).doesNotExist();
  }

  @Test
  void emptyWordsAreMistakesToo() {
    for (String option : new String[] {"--json", "--html", "-o", "--data=@", "-t", "--target"}) {
      String[] args = option.endsWith("@") ? new String[] {option} : new String[] {option, ""};
      CommandLineRun run =
          CommandLineRun.of(
              java.util.stream.Stream.concat(
                      java.util.stream.Stream.of("run", target.url()), Arrays.stream(args))
                  .toArray(String[]::new));
      assertThat(run.err().lines()).as(option).hasSize(1);
      assertThat(run.exitCode()).as(option).isEqualTo(ExitCode.USAGE);
    }
    assertThat(CommandLineRun.of("run", "").err()).contains("neither a URL");
    assertThat(target.connections()).isZero();
  }

  @Test
  void aBodyBeyondTheMemoryIsAMistake() throws Exception {
    Path large = folder.resolve("large");
    try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
      file.setLength((256L << 20) + 1);
    }
    try (Target tried = new Target()) {
      CommandLineRun run =
          CommandLineRun.of("run", tried.url(), "--data", "@" + large, "--no-record");
      assertThat(run.err())
          .isEqualToNormalizingNewlines(
              "barrage: body file " + large + " is larger than 256 MiB, the most that is read\n");
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(tried.count()).isZero();
    }
  }

  @Test
  void everyMistakeOfAPlanIsOneLine() throws Exception {
    Path plan = folder.resolve("p.yaml");
    Files.writeString(
        plan,
        """
        target: %s
        usres: {}
        users: {u: {tasks: [{get: hello}]}}
        load: [hold -5/s for 1s]
        """
            .formatted(target.url()));
    CommandLineRun run =
        CommandLineRun.of("run", plan.toString(), "-o", folder.resolve("record").toString());
    assertThat(run.err().lines())
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(line -> line.startsWith("barrage: " + plan + ":"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(folder.resolve("record")).doesNotExist();
    assertThat(target.connections()).isZero();
  }

  @Test
  void aPlanOfOnesOwnIsNotOverwritten() throws Exception {
    Path plan = folder.resolve("plan.yaml");
    String text =
        "target: %s\nusers: {u: {tasks: [{get: /}]}}\nload: [hold 5/s for 1s]\n"
            .formatted(target.url());
    Files.writeString(plan, text);
    CommandLineRun run = CommandLineRun.of("run", plan.toString(), "-o", folder.toString());
    assertThat(run.err()).startsWith("barrage: --out: ").contains("no run wrote");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(plan).hasContent(text);
  }

  @Test
  void aFileInTheWayIsSaidBeforeTheLoad() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    for (String out : new String[] {file.toString(), file.resolve("deeper").toString()}) {
      CommandLineRun run = CommandLineRun.of("run", target.url(), "-o", out);
      assertThat(run.err()).startsWith("barrage: cannot write to " + out);
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }
    assertThat(target.connections()).isZero();
    assertThat(file).hasContent("mine");
  }
}
