package dev.barrage.testbed;

import dev.barrage.testbed.upstream.Certificate;
import dev.barrage.testbed.upstream.Upstream;
import dev.barrage.testbed.upstream.UpstreamOptions;
import java.io.IOException;

/**
 * Runs the upstream, the gateway, or both.
 *
 * <p>Prints one line of JSON on standard output when ready; everything else goes to standard error.
 * Ends when standard input ends, when the parent process dies, or on SIGTERM. The admin token, which is
 * also the secret of session tokens, is read from the environment ({@value #TOKEN_VARIABLE}) where it
 * is set.
 */
public final class Main {
  /** Environment variable with the token that upstream and gateway share. */
  public static final String TOKEN_VARIABLE = "BARRAGE_TESTBED_TOKEN";

  private Main() {}

  /** See {@link Arguments#USAGE}. Exit 2 when misused, 1 when it cannot start. */
  public static void main(String[] args) throws InterruptedException {
    Arguments arguments;
    try {
      arguments = Arguments.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("testbed: " + e.getMessage());
      System.exit(2);
      return;
    }
    try {
      run(arguments);
    } catch (IOException e) {
      System.err.println("testbed: " + e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  private static void run(Arguments arguments) throws IOException, InterruptedException {
    Lifeline lifeline = new Lifeline(System.in);
    switch (arguments.mode()) {
      case UPSTREAM -> upstream(arguments, lifeline);
      case GATEWAY, TESTBED -> throw new IOException("this mode comes with the next change");
    }
  }

  private static void upstream(Arguments arguments, Lifeline lifeline)
      throws IOException, InterruptedException {
    Certificate certificate = arguments.tls() ? Certificate.selfSigned() : null;
    UpstreamOptions options =
        UpstreamOptions.DEFAULT.onPorts(arguments.port(), arguments.adminPort());
    String token = System.getenv(TOKEN_VARIABLE);
    options = token == null || token.isEmpty() ? options : options.withToken(token);
    options = certificate == null ? options : options.withTls(certificate);
    try (Upstream upstream = Upstream.start(options)) {
      String line =
          "{\"upstream\":\"%s\",\"admin\":\"%s\",\"token\":\"%s\"}"
              .formatted(upstream.uri(), upstream.adminUri(), upstream.token());
      System.out.println(line);
      lifeline.await();
    }
  }
}
