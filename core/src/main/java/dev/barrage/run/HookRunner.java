package dev.barrage.run;

import dev.barrage.engine.Addresses;
import dev.barrage.engine.http1.RequestBytes;
import dev.barrage.engine.tls.TlsContexts;
import dev.barrage.plan.Body;
import dev.barrage.plan.Check;
import dev.barrage.plan.Durations;
import dev.barrage.plan.Hook;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Reach;
import dev.barrage.plan.Request;
import dev.barrage.plan.Secrets;
import dev.barrage.plan.Template;
import dev.barrage.plan.Variables;
import dev.barrage.report.HookResult;
import dev.barrage.report.Printable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Does single hooks and tells what came of them; never throws for what a hook does. */
final class HookRunner {
  /** Of an output or a response, this much is kept. */
  static final int KEPT_BYTES = 4096;

  private static final int TOLD_CHARS = 200;
  private static final int MAX_RESPONSE_BYTES = 1 << 20;

  /** How long to wait for the output of a command that has ended: others may hold its pipe. */
  private static final Duration LAST_OUTPUT = Duration.ofMillis(500);

  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Plan plan;
  private final Map<String, String> variables;

  HookRunner(Plan plan) {
    this.plan = plan;
    this.variables = Variables.values(plan.inputs().variables());
  }

  /** What is told of a hook that an interruption left undone. */
  static HookResult leftOut(String phase, Hook hook) {
    return new HookResult(
        phase,
        hook.text(),
        false,
        OptionalInt.empty(),
        "was not done to its end: interrupted",
        Duration.ZERO,
        "");
  }

  /**
   * Does it and waits for its end.
   *
   * @throws InterruptedException the thread was interrupted; what the hook had begun was ended
   */
  HookResult run(String phase, Hook hook) throws InterruptedException {
    long startNs = System.nanoTime();
    Done done =
        switch (hook) {
          case Hook.Command command -> command(command);
          case Hook.Call call -> call(call);
        };
    Duration took = Duration.ofNanos(System.nanoTime() - startNs);
    return new HookResult(
        phase, hook.text(), done.ok(), done.code(), done.message(), took, done.output());
  }

  private record Done(boolean ok, OptionalInt code, String message, String output) {
    static Done failed(String message, String output) {
      return new Done(false, OptionalInt.empty(), message, output);
    }
  }

  private Done command(Hook.Command command) throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command.words());
    builder.redirectErrorStream(true).redirectInput(new File("/dev/null"));
    builder.environment().put("BARRAGE_TARGET", plan.target().urls().getFirst().toString());
    variables.forEach((name, value) -> put(builder.environment(), name, value));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return Done.failed("cannot be started: " + e.getMessage(), "");
    }
    Tail tail = new Tail(KEPT_BYTES);
    Thread reader = Thread.startVirtualThread(() -> drain(process.getInputStream(), tail));
    try {
      boolean ended = process.waitFor(command.timeout().toNanos(), TimeUnit.NANOSECONDS);
      if (!ended) {
        end(process);
      }
      var _ = reader.join(LAST_OUTPUT);
      return ended
          ? exited(process.exitValue(), masked(tail.text()))
          : Done.failed(notEnded(command.timeout()), masked(tail.text()));
    } finally {
      if (process.isAlive()) {
        end(process);
      }
    }
  }

  private static void put(Map<String, String> environment, String name, String value) {
    if (ENVIRONMENT_NAME.matcher(name).matches() && value.indexOf('\0') < 0) {
      environment.put(name, value);
    }
  }

  /** With all that it has started. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void drain(InputStream in, Tail tail) {
    byte[] bytes = new byte[4096];
    try (in) {
      for (int n; (n = in.read(bytes)) >= 0; ) {
        tail.add(bytes, n);
      }
    } catch (IOException e) {
      // The process was ended; what came until then is kept.
    }
  }

  /** Without the values of variables that sound like secrets: a command may print what it got. */
  private String masked(String output) {
    String masked = output;
    for (var variable : variables.entrySet()) {
      if (Secrets.isSecretName(variable.getKey()) && variable.getValue().length() >= 3) {
        masked = masked.replace(variable.getValue(), Secrets.MASK);
      }
    }
    return masked;
  }

  private static Done exited(int code, String output) {
    String last = output.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b).strip();
    String message = "ended with " + code + (last.isEmpty() ? "" : ": " + told(last));
    return new Done(code == 0, OptionalInt.of(code), message, output);
  }

  private static String told(String line) {
    return Printable.line(line, TOLD_CHARS);
  }

  private static String notEnded(Duration timeout) {
    return "had not ended after " + Durations.format(timeout) + ", its timeout; it was stopped";
  }

  private Done call(Hook.Call call) throws InterruptedException {
    try {
      URI url = uri(call);
      Optional<String> detour = detour(url);
      if (detour.isPresent()) {
        String how = detour.get();
        return Done.failed(
            "cannot be sent: the run goes there by \""
                + how
                + "\", which requests of hooks cannot;"
                + " use a command, e.g. run: curl --"
                + how.replace(' ', '-')
                + " …",
            "");
      }
    } catch (IllegalArgumentException e) {
      return Done.failed("cannot be sent: " + e.getMessage(), "");
    }
    return sent(call);
  }

  /** What leads the run elsewhere than this URL says: a hook there would reach somebody else. */
  private Optional<String> detour(URI url) {
    Reach reach = plan.target().reach();
    String host = Addresses.host(url);
    int port = Addresses.port(url);
    boolean target =
        plan.target().urls().stream()
            .anyMatch(each ->
                Addresses.host(each).equalsIgnoreCase(host) && Addresses.port(each) == port);
    if (target && reach.unixSocket().isPresent()) {
      return Optional.of("unix socket");
    }
    if (reach.connectTo().stream().anyMatch(each -> each.matches(host, port))) {
      return Optional.of("connect to");
    }
    return reach.resolve().stream().anyMatch(each -> each.matches(host, port))
        ? Optional.of("resolve")
        : Optional.empty();
  }

  private Done sent(Hook.Call call) throws InterruptedException {
    try (HttpClient client = client(call)) {
      CompletableFuture<HttpResponse<byte[]>> answer =
          client.sendAsync(
              request(call), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_RESPONSE_BYTES));
      try {
        return answered(call, answer.get(call.timeout().toNanos(), TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        return Done.failed(notEnded(call.timeout()), "");
      } catch (ExecutionException e) {
        return Done.failed("had no answer: " + reason(e.getCause()), "");
      } finally {
        client.shutdownNow();
      }
    } catch (IllegalArgumentException e) {
      return Done.failed("cannot be sent: " + e.getMessage(), "");
    } catch (IOException e) {
      return Done.failed("cannot be sent: its body cannot be read: " + e.getMessage(), "");
    }
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause == null) {
      return "unknown";
    }
    if (cause instanceof ConnectException && cause.getMessage() == null) {
      return "nothing listens there";
    }
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }

  private HttpClient client(Hook.Call call) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(call.timeout());
    if (uri(call).getScheme().equals("https")) {
      builder.sslContext(TlsContexts.of(plan.target().tls()));
    }
    return builder.build();
  }

  /** The address itself, or that path of the first target. */
  private URI uri(Hook.Call call) {
    String address = text(call.address());
    if (address.startsWith("http://") || address.startsWith("https://")) {
      return URI.create(address);
    }
    if (!address.startsWith("/")) {
      throw new IllegalArgumentException(
          "\"" + address + "\" is neither an http URL nor a path that begins with /");
    }
    return URI.create(plan.target().urls().getFirst().toString().replaceAll("/+$", "") + address);
  }

  private HttpRequest request(Hook.Call call) throws IOException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri(call)).method(call.method(), body(call.body()));
    if (call.body() instanceof Body.Json) {
      builder.header("Content-Type", "application/json");
    }
    for (Request.Header header : call.headers()) {
      builder.setHeader(header.name(), text(header.value()));
    }
    return builder.build();
  }

  private BodyPublisher body(Body body) throws IOException {
    return switch (body) {
      case Body.None none -> BodyPublishers.noBody();
      case Body.Text(Template text) -> BodyPublishers.ofString(text(text));
      case Body.Json(Template text) -> BodyPublishers.ofString(text(text));
      case Body.File(var path) -> BodyPublishers.ofFile(path);
      case Body.Form form -> throw noHookBody();
      case Body.Multipart multipart -> throw noHookBody();
      case Body.Payload payload -> throw noHookBody();
    };
  }

  private static IllegalArgumentException noHookBody() {
    return new IllegalArgumentException("a hook sends json, text or file");
  }

  private String text(Template template) {
    return RequestBytes.text(template, variables);
  }

  private Done answered(Hook.Call call, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    boolean good = call.expected().map(expected -> allows(expected, status)).orElse(status < 400);
    byte[] bytes = answer.body();
    String output =
        masked(new String(bytes, 0, Math.min(bytes.length, KEPT_BYTES), StandardCharsets.UTF_8));
    String first = output.lines().findFirst().orElse("").strip();
    String message = "was answered " + status + (first.isEmpty() ? "" : ": " + told(first));
    return new Done(good, OptionalInt.of(status), message, output);
  }

  private static boolean allows(Check.Status expected, int status) {
    return expected.allowed().stream().anyMatch(r -> r.first() <= status && status <= r.last());
  }
}
