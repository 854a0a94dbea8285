package dev.barrage.testbed;

import dev.barrage.testbed.gateway.Gateway;
import dev.barrage.testbed.gateway.GatewayOptions;
import dev.barrage.testbed.process.Testbed;
import dev.barrage.testbed.upstream.Certificate;
import dev.barrage.testbed.upstream.Upstream;
import dev.barrage.testbed.upstream.UpstreamOptions;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Runs the upstream, the gateway, or both as child processes.
 *
 * <p>Prints one line of JSON on standard output when ready, with those of {@code upstream}, {@code
 * admin}, {@code token}, {@code gateway} and {@code cacert} (a PEM file, with {@code --tls}) that
 * apply; everything else goes to standard error. Ends when standard input ends, when the parent
 * process dies, or on SIGTERM.
 *
 * <p>The admin token, which is also the secret of session tokens, is taken from the environment
 * ({@link Testbed#TOKEN_VARIABLE}) where it is set; an upstream makes one where it is not.
 */
public final class Main {

  private Main() {}

  /** See {@link Arguments#USAGE}. Exit 2 when misused, 1 when it cannot start. */
  public static void main(String[] args) throws InterruptedException {
    // Only the line of JSON may reach standard output, whatever the libraries print.
    PrintStream out = System.out;
    System.setOut(System.err);
    int exit = 0;
    if (Boolean.getBoolean(Testbed.CHILD_PROPERTY)) {
      Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
    }
    try {
      run(Arguments.parse(args), out, new Lifeline(System.in));
    } catch (IllegalArgumentException e) {
      System.err.println("testbed: " + e.getMessage());
      exit = 2;
    } catch (IOException e) {
      System.err.println("testbed: " + e.getMessage());
      exit = 1;
    }
    System.exit(exit);
  }

  private static void run(Arguments arguments, PrintStream out, Lifeline lifeline)
      throws IOException, InterruptedException {
    switch (arguments.mode()) {
      case UPSTREAM -> upstream(arguments, out, lifeline);
      case GATEWAY -> gateway(arguments, out, lifeline);
      case TESTBED -> testbed(out, lifeline);
    }
  }

  private static void upstream(Arguments arguments, PrintStream out, Lifeline lifeline)
      throws IOException, InterruptedException {
    UpstreamOptions options =
        UpstreamOptions.DEFAULT.onPorts(arguments.port(), arguments.adminPort());
    String token = System.getenv(Testbed.TOKEN_VARIABLE);
    options = token == null || token.isEmpty() ? options : options.withToken(token);
    if (!arguments.tls()) {
      serve(options, "", out, lifeline);
      return;
    }
    Certificate certificate = Certificate.selfSigned();
    Path pem = Files.createTempFile("barrage-testbed", ".pem");
    pem.toFile().deleteOnExit();
    Files.writeString(pem, certificate.pem());
    serve(options.withTls(certificate), ",\"cacert\":\"" + pem + "\"", out, lifeline);
  }

  private static void serve(
      UpstreamOptions options, String more, PrintStream out, Lifeline lifeline)
      throws IOException, InterruptedException {
    try (Upstream upstream = Upstream.start(options)) {
      out.println(
          "{\"upstream\":\"%s\",\"admin\":\"%s\",\"token\":\"%s\"%s}"
              .formatted(upstream.uri(), upstream.adminUri(), upstream.token(), more));
      lifeline.await();
    }
  }

  private static void gateway(Arguments arguments, PrintStream out, Lifeline lifeline)
      throws IOException, InterruptedException {
    String token = System.getenv(Testbed.TOKEN_VARIABLE);
    if (token == null || token.isEmpty()) {
      throw new IllegalArgumentException(
          "set " + Testbed.TOKEN_VARIABLE + " to the upstream's token: it verifies sessions");
    }
    // Two event loops: the gateway shares the machine with what measures it.
    System.setProperty("reactor.netty.ioWorkerCount", "2");
    URI upstream = Objects.requireNonNull(arguments.upstream(), "checked when parsed");
    GatewayOptions options = GatewayOptions.of(upstream, token).onPort(arguments.port());
    // Not closed: Spring would wait for its connections, and this process is about to end.
    Gateway gateway = Gateway.start(options);
    out.println("{\"gateway\":\"%s\"}".formatted(gateway.uri()));
    lifeline.await();
  }

  private static void testbed(PrintStream out, Lifeline lifeline)
      throws IOException, InterruptedException {
    String own = System.getProperty("java.class.path");
    List<Path> classPath = Arrays.stream(own.split(File.pathSeparator)).map(Path::of).toList();
    try (Testbed testbed = Testbed.start(classPath, System.err::println)) {
      out.println(
          "{\"upstream\":\"%s\",\"admin\":\"%s\",\"token\":\"%s\",\"gateway\":\"%s\"}"
              .formatted(testbed.upstream(), testbed.admin(), testbed.token(), testbed.gateway()));
      lifeline.await();
    }
  }
}
