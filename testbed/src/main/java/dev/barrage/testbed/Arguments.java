package dev.barrage.testbed;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line of {@link Main}.
 *
 * @param mode what to run
 * @param port port of the upstream or the gateway, 0 for a free one
 * @param adminPort port of the upstream's admin listener, 0 for a free one
 * @param upstream where the gateway sends requests
 * @param tls whether the upstream serves TLS with a certificate made at start
 */
record Arguments(Mode mode, int port, int adminPort, @Nullable URI upstream, boolean tls) {

  static final String USAGE =
      "usage: upstream [--port N] [--admin-port N] [--tls]"
          + " | gateway --upstream-url URL [--port N]"
          + " | testbed";

  enum Mode {
    UPSTREAM,
    GATEWAY,
    TESTBED
  }

  /**
   * @throws IllegalArgumentException with one line that says what is wrong and what is allowed
   */
  static Arguments parse(String... args) {
    if (args.length == 0) {
      throw new IllegalArgumentException("nothing to run; " + USAGE);
    }
    Mode mode = mode(args[0]);
    int port = 0;
    int adminPort = 0;
    URI upstream = null;
    boolean tls = false;
    List<String> rest = Arrays.asList(args).subList(1, args.length);
    for (int i = 0; i < rest.size(); i++) {
      String flag = rest.get(i);
      require(flagsOf(mode).contains(flag), "unknown option " + flag + "; " + USAGE);
      if (flag.equals("--tls")) {
        tls = true;
        continue;
      }
      i++;
      require(i < rest.size(), flag + " needs a value; " + USAGE);
      switch (flag) {
        case "--port" -> port = port(flag, rest.get(i));
        case "--admin-port" -> adminPort = port(flag, rest.get(i));
        default -> upstream = url(flag, rest.get(i));
      }
    }
    require(mode != Mode.GATEWAY || upstream != null, "gateway needs --upstream-url URL");
    return new Arguments(mode, port, adminPort, upstream, tls);
  }

  private static Mode mode(String text) {
    return switch (text) {
      case "upstream" -> Mode.UPSTREAM;
      case "gateway" -> Mode.GATEWAY;
      case "testbed" -> Mode.TESTBED;
      default -> throw new IllegalArgumentException("unknown mode " + text + "; " + USAGE);
    };
  }

  private static List<String> flagsOf(Mode mode) {
    return switch (mode) {
      case UPSTREAM -> List.of("--port", "--admin-port", "--tls");
      case GATEWAY -> List.of("--port", "--upstream-url");
      case TESTBED -> List.of();
    };
  }

  private static int port(String flag, String text) {
    require(
        text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535,
        flag + " is " + text + "; must be 0 to 65535");
    return Integer.parseInt(text);
  }

  private static URI url(String flag, String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      require(http && url.getHost() != null, flag + " is " + text + "; must be http://host:port");
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(flag + " is " + text + "; must be http://host:port", e);
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
