package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A plan out of one URL: {@code barrage run http://127.0.0.1:8080/hello --rate 2000 -t 10s}.
 *
 * <pre>
 *   Plan plan = new UrlPlan("http://127.0.0.1:8080/hello").method("POST").data("hi").plan(overrides);
 * </pre>
 *
 * <p>Without options it is 10 users for 10 s. The warm-up is {@code min(2s, D/5)} unless given.
 * URL, header values and data may hold slots such as <code>${user.id}</code>. Filled by one thread.
 */
public final class UrlPlan {
  private static final Duration MAX_WARMUP = Duration.ofSeconds(2);
  private static final String FORM = "application/x-www-form-urlencoded";

  private final URI base;
  private final Template path;
  private final List<Request.Header> headers = new ArrayList<>();
  private Optional<String> method = Optional.empty();
  private Body body = new Body.None();
  private int follow;

  /**
   * @throws IllegalArgumentException if it is not an http or https URL with a host
   */
  public UrlPlan(String url) {
    String withoutFragment = url.replaceFirst("#.*$", "");
    int hostAt = withoutFragment.indexOf("://") + 3;
    int pathAt = withoutFragment.length();
    for (char c : new char[] {'/', '?'}) {
      int at = withoutFragment.indexOf(c, hostAt);
      pathAt = at >= 0 ? Math.min(pathAt, at) : pathAt;
    }
    String origin = withoutFragment.substring(0, pathAt);
    String rest = withoutFragment.substring(pathAt);
    int userEnd = origin.indexOf('@', hostAt);
    if (userEnd >= 0) {
      headers.add(basic(origin.substring(hostAt, userEnd)));
      origin = origin.substring(0, hostAt) + origin.substring(userEnd + 1);
    }
    if (origin.indexOf(',') >= 0) { // the second one's path would be taken for the first one's
      throw new IllegalArgumentException("one URL is needed; several targets go with --target");
    }
    this.base = TargetReader.urls(origin).getFirst();
    this.path = Paths.parse(rest.startsWith("/") ? rest : "/" + rest);
  }

  /** {@code -X}; default GET, or POST with data. */
  public UrlPlan method(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    List<String> allowed =
        RequestReader.METHODS.stream().map(one -> one.toUpperCase(Locale.ROOT)).toList();
    if (!name.matches("[A-Za-z]{1,20}") || !allowed.contains(upper)) {
      throw new IllegalArgumentException(
          "--method is "
              + Quoted.of(name)
              + "; allowed: "
              + String.join(", ", allowed)
              + NearestWord.hint(name, allowed));
    }
    this.method = Optional.of(upper);
    return this;
  }

  /** {@code --header 'K: V'}. */
  public UrlPlan addHeader(String line) {
    headers.add(header(line));
    return this;
  }

  /**
   * {@code --data}: text, or {@code @FILE} for the bytes of a file; a form unless a header says.
   */
  public UrlPlan data(String text) {
    this.body =
        text.startsWith("@") && text.length() > 1
            ? new Body.File(Path.of(text.substring(1)).toAbsolutePath().normalize())
            : new Body.Text(Templates.parse(text, Encoding.RAW));
    return this;
  }

  /** {@code -L}: so many redirects are followed at most. */
  public UrlPlan follow(int atMost) {
    if (atMost < 0 || atMost > Request.Handling.MOST_FOLLOW) {
      throw new IllegalArgumentException(
          "--max-redirs is " + atMost + "; allowed: 0 to " + Request.Handling.MOST_FOLLOW);
    }
    this.follow = atMost;
    return this;
  }

  /**
   * The plan, changed as the command line says.
   *
   * @throws IllegalArgumentException if options contradict each other or a variable has no value
   */
  public Plan plan(PlanOverrides overrides) {
    List<Request.Header> sent = new ArrayList<>(headers);
    boolean typed = headers.stream().anyMatch(h -> h.name().equalsIgnoreCase("Content-Type"));
    if (!(body instanceof Body.None) && !typed) {
      sent.add(new Request.Header("Content-Type", Template.literal(FORM)));
    }
    String verb = method.orElse(body instanceof Body.None ? "GET" : "POST");
    Request request =
        new Request(
            Secrets.maskQuery(verb + " " + path.source()),
            verb,
            path,
            sent,
            body,
            List.of(),
            List.of(),
            List.of(),
            Request.Handling.DEFAULT.withFollow(follow));
    User user = User.of("user", List.of(Task.of(request)));
    Plan plain =
        new Plan(
            base.getHost().replaceAll("[\\[\\]]", ""),
            Target.at(base),
            List.of(user),
            new LoadProfile(warmup(overrides.timeOrDefault()), PlanOverrides.defaultLoad()),
            Criteria.DEFAULT,
            Bounds.DEFAULT,
            new Inputs(overrides.variables(), Inputs.DEFAULT.seed()),
            Hooks.NONE,
            Observation.NONE);
    Map<String, String> values = Variables.values(overrides.variables());
    new VariableUse(values, overrides.hasClients(), UrlPlan::refuse).check(user);
    return overrides.apply(plain);
  }

  private static Duration warmup(Duration measured) {
    Duration fifth = measured.dividedBy(5);
    return fifth.compareTo(MAX_WARMUP) < 0 ? fifth : MAX_WARMUP;
  }

  private static void refuse(Object asking, String message) {
    throw new IllegalArgumentException(message + "; give it with --set");
  }

  /**
   * Reads {@code Name: value}.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static Request.Header header(String line) {
    int colon = line.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          Quoted.of(line) + " is not a header; write Name: value, e.g. Accept: text/plain");
    }
    String value = HeaderNames.checkValue(line.substring(colon + 1).strip());
    return new Request.Header(
        HeaderNames.checkSent(line.substring(0, colon).strip()),
        Templates.parse(value, Encoding.RAW));
  }

  private static Request.Header basic(String userInfo) {
    byte[] decoded = decoded(userInfo).getBytes(StandardCharsets.UTF_8);
    String value = "Basic " + Base64.getEncoder().encodeToString(decoded);
    return new Request.Header("Authorization", Template.literal(value));
  }

  private static String decoded(String userInfo) {
    try {
      return new URI("http://" + userInfo + "@h").getUserInfo();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the URL's user name or password must be percent-encoded");
    }
  }
}
