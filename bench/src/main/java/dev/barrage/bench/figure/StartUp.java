package dev.barrage.bench.figure;

import dev.barrage.bench.machine.Bench;
import dev.barrage.bench.machine.Launch;
import dev.barrage.bench.statistics.Median;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How long the help takes, and how long the first request of a URL run. On any CPU. */
final class StartUp implements Figure {
  private static final double HELP_GOAL_S = 0.15;
  private static final double FIRST_GOAL_S = 0.6;
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @Override
  public String name() {
    return "start-up";
  }

  @Override
  public List<Finding> measure(Bench bench, Size size) throws IOException, InterruptedException {
    int runs = size.pick(3, 10);
    double[] help = new double[runs];
    double[] first = new double[runs];
    for (int i = 0; i < runs; i++) {
      help[i] = helpS(bench);
      first[i] = firstRequestS(bench);
    }
    return List.of(
        finding("barrage --help", help, HELP_GOAL_S),
        finding("first request of a URL run", first, FIRST_GOAL_S));
  }

  private static Finding finding(String what, double[] seconds, double goalS) {
    Median median = Median.of(seconds);
    return new Finding(
        what,
        median.text(3) + " s (median of " + seconds.length + ")",
        "<= " + goalS + " s",
        median.value() <= goalS,
        Map.of("s", Arrays.stream(seconds).boxed().toList()));
  }

  private static double helpS(Bench bench) throws IOException, InterruptedException {
    try (Launch launch = Launch.on(Launch.ANY_CPU, bench.barrage("--help"), bench.scratch())) {
      int code = launch.await(30);
      double seconds = (System.nanoTime() - launch.startNs()) / 1e9;
      if (code != 0) {
        throw new IOException("--help ended with " + code + ": " + launch.output());
      }
      return seconds;
    }
  }

  /** From the start of the process to the first byte of a request at the server. */
  private static double firstRequestS(Bench bench) throws IOException, InterruptedException {
    try (ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
      AtomicLong firstByteNs = new AtomicLong();
      Thread acceptor = Thread.ofPlatform().daemon().unstarted(() -> accept(server, firstByteNs));
      acceptor.start();
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/";
      List<String> command =
          bench.barrage("run", url, "--rate", "10", "-t", "1s", "--warmup", "0s", "--no-record");
      try (Launch launch = Launch.on(Launch.ANY_CPU, command, bench.scratch())) {
        int code = launch.await(30);
        if (firstByteNs.get() == 0) {
          throw new IOException("no request came, exit code " + code + ": " + launch.output());
        }
        return (firstByteNs.get() - launch.startNs()) / 1e9;
      }
    }
  }

  private static void accept(ServerSocket server, AtomicLong firstByteNs) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket, firstByteNs));
      }
    } catch (IOException e) {
      // The server was closed: the measurement is over.
    }
  }

  private static void answer(Socket socket, AtomicLong firstByteNs) {
    byte[] bytes = new byte[8192];
    try (socket) {
      while (socket.getInputStream().read(bytes) > 0) {
        firstByteNs.compareAndSet(0, System.nanoTime());
        socket.getOutputStream().write(ANSWER);
      }
    } catch (IOException e) {
      // A connection that is cut is none of the measurement's business.
    }
  }
}
