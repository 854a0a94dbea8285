package dev.barrage.rehearsal;

import dev.barrage.engine.Redirects;
import dev.barrage.engine.http1.Inspection;
import dev.barrage.engine.http1.Interest;
import dev.barrage.engine.http1.KnownHead;
import dev.barrage.engine.http1.ResponseParser;
import dev.barrage.plan.Capture;
import dev.barrage.plan.Check;
import dev.barrage.plan.Check.StatusRange;
import dev.barrage.plan.Masks;
import dev.barrage.plan.Request;
import dev.barrage.plan.Secrets;
import dev.barrage.rehearsal.Dialogue.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks each check and capture of a request apart, with the classes that ask them in a run, and says
 * what there was.
 */
final class Findings {
  private static final int SHOWN_CHARS = 120;

  private final Request request;
  private final byte[] response;
  private final Optional<String> problem;
  private final int bodyLimit;
  private final Set<String> secretVariables;
  private final Masks masks;

  /**
   * @param response as it came, head and body
   * @param problem what the engine says of it; empty: it was good
   * @param secretVariables captures whose values are hidden from now on
   */
  Findings(
      Request request,
      byte[] response,
      Optional<String> problem,
      int bodyLimit,
      Set<String> secretVariables,
      Masks masks) {
    this.request = request;
    this.response = response;
    this.problem = problem;
    this.bodyLimit = bodyLimit;
    this.secretVariables = secretVariables;
    this.masks = masks;
  }

  /** Checks first; captures only if all of those hold, as in a run. */
  List<Finding> of(int status) {
    if (status == 0) {
      return List.of(new Finding("the connection may end without an answer", true, "it did"));
    }
    Optional<String> location = location(status);
    if (location.isPresent()) {
      boolean followed = problem.isEmpty();
      return List.of(new Finding("redirect is followed", followed, problem.orElse(location.get())));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(status(status));
    for (Check check : request.checks()) {
      if (!(check instanceof Check.Status || check instanceof Check.Closed)) {
        findings.add(check(check));
      }
    }
    boolean good = findings.stream().allMatch(Finding::good);
    for (Capture capture : request.captures()) {
      findings.add(good ? capture(capture) : notTried(capture));
    }
    return findings;
  }

  /** Where an answer led that was not the last, or was not to be followed. */
  private Optional<String> location(int status) {
    if (request.handling().follow() == 0 || !Redirects.isRedirect(status)) {
      return Optional.empty();
    }
    String to = find(new Capture.Source.HeaderValue("Location"));
    return Optional.ofNullable(to)
        .filter(text -> !text.isEmpty())
        .map(text -> status + " to " + shown(masks.headerValue("Location", text)));
  }

  private Finding status(int status) {
    List<StatusRange> allowed =
        request.checksInForce().stream()
            .filter(Check.Status.class::isInstance)
            .flatMap(check -> ((Check.Status) check).allowed().stream())
            .toList();
    if (allowed.isEmpty()) {
      return new Finding("status is below 400", status < 400, "" + status);
    }
    boolean good = allowed.stream().anyMatch(r -> r.first() <= status && status <= r.last());
    return new Finding("status is " + words(allowed), good, "" + status);
  }

  private static String words(List<StatusRange> ranges) {
    return ranges.stream()
        .map(r -> r.first() == r.last() ? "" + r.first() : r.first() + "-" + r.last())
        .collect(Collectors.joining(" or "));
  }

  private Finding check(Check check) {
    boolean good = inspect(Interest.of(List.of(check), List.of())).firstFailure() == null;
    return switch (check) {
      case Check.HeaderPresent c ->
          new Finding("header " + c.name() + " is there", good, header(c.name()));
      case Check.HeaderIs c ->
          new Finding("header " + c.name() + " is " + c.value(), good, header(c.name()));
      case Check.HeaderContains c ->
          new Finding("header " + c.name() + " contains " + c.text(), good, header(c.name()));
      case Check.BodyContains c -> new Finding("body contains " + c.text(), good, body(good));
      case Check.BodyMatches c -> new Finding("body matches " + c.pattern(), good, body(good));
      case Check.JsonPresent c ->
          new Finding("json " + c.path().source() + " is there", good, json(c.path()));
      case Check.JsonEquals c ->
          new Finding("json " + c.path().source() + " is " + c.json(), good, json(c.path()));
      case Check.SizeAtMost c ->
          new Finding("body has at most " + c.bytes() + " bytes", good, size());
      case Check.SizeAtLeast c ->
          new Finding("body has at least " + c.bytes() + " bytes", good, size());
      case Check.Not(Check opposite) -> {
        Finding holds = check(opposite);
        yield new Finding("not: " + holds.what(), good, holds.found());
      }
      case Check.Status c -> throw new IllegalStateException("statuses are told together");
      case Check.Closed c -> throw new IllegalStateException("closing is told beside them");
    };
  }

  private String header(String name) {
    String value = find(new Capture.Source.HeaderValue(name));
    return value == null ? "no such header" : shown(masks.headerValue(name, value));
  }

  private String json(dev.barrage.plan.JsonPath path) {
    String value = find(new Capture.Source.Json(path));
    if (value == null) {
      return "nothing there, or the body is not JSON";
    }
    return isSecret(path) ? Secrets.MASK : shown(masks.text(value));
  }

  private static boolean isSecret(dev.barrage.plan.JsonPath path) {
    return Secrets.isSecretName(path.source().replaceAll("['\"\\]]", ""));
  }

  private String body(boolean good) {
    if (good) {
      return "it does";
    }
    Inspection whole = inspect(Interest.of(List.of(new Check.BodyContains("")), List.of()));
    String text = whole.bodyText();
    return text.isEmpty() ? "an empty body" : "the body begins " + shown(masks.text(text));
  }

  private String size() {
    return inspect(Interest.of(List.of(new Check.SizeAtMost(0)), List.of())).bodySize() + " bytes";
  }

  private Finding capture(Capture capture) {
    String value = find(capture.source());
    if (value == null) {
      return capture
          .fallback()
          .map(text -> new Finding(words(capture), true, "nothing, so its default: " + text))
          .orElseGet(() -> new Finding(words(capture), false, "nothing"));
    }
    if (isSecret(capture)) {
      masks.add(value);
      return new Finding(words(capture), true, Secrets.MASK);
    }
    return new Finding(words(capture), true, shown(masks.text(value)));
  }

  private static Finding notTried(Capture capture) {
    return new Finding(words(capture), false, "not tried, as a check failed");
  }

  private boolean isSecret(Capture capture) {
    return secretVariables.contains(capture.variable())
        || Secrets.isSecretName(capture.variable())
        || switch (capture.source()) {
          case Capture.Source.Cookie cookie -> true;
          case Capture.Source.HeaderValue header -> Secrets.isSecretHeader(header.name());
          case Capture.Source.Json json -> isSecret(json.path());
          case Capture.Source.Regex regex -> false;
        };
  }

  private static String words(Capture capture) {
    String source =
        switch (capture.source()) {
          case Capture.Source.Cookie cookie -> "cookie " + cookie.name();
          case Capture.Source.HeaderValue header -> "header " + header.name();
          case Capture.Source.Json json -> "json " + json.path().source();
          case Capture.Source.Regex regex -> "regex " + regex.pattern();
        };
    return "capture " + capture.variable() + " from " + source;
  }

  /** The value that a capture of this source would have; null if it finds nothing. */
  private @Nullable String find(Capture.Source source) {
    StringBuilder found = new StringBuilder();
    Inspection inspection = inspect(Interest.of(List.of(), List.of(new Capture("x", source))));
    String failure =
        inspection.capture(
            0,
            (b, from, end, string) ->
                found.append(new String(b, from, end - from, StandardCharsets.UTF_8)));
    return failure == null ? found.toString() : null;
  }

  private Inspection inspect(Interest interest) {
    Inspection inspection = new Inspection(bodyLimit);
    inspection.begin(interest);
    ResponseParser parser = new ResponseParser(Integer.MAX_VALUE, new KnownHead());
    parser.begin(request.method().equals("HEAD"), inspection, null);
    parser.feed(response, 0, response.length);
    return inspection;
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= SHOWN_CHARS ? line : line.substring(0, SHOWN_CHARS) + "…";
  }
}
