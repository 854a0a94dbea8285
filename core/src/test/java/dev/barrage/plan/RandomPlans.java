package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.data.Table;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws valid plans that use the whole model; the same seed gives the same plan. Text holds what
 * writers get wrong: quotes, colons, dollars, words and numbers that YAML reads as something else.
 */
public final class RandomPlans {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "hi",
          "true",
          "null",
          "~",
          "no",
          "007",
          "1e5",
          "-",
          "- a",
          "a: b",
          "a #b",
          "#",
          "'",
          "\"",
          "\\",
          "$",
          "${",
          "$${",
          "$$",
          "{",
          "}",
          "a\nb",
          "a\tb",
          "é",
          "😀",
          "\u0085",
          "\u2028",
          "&a",
          "*a",
          "!x",
          "%",
          "@",
          "`",
          "|",
          ">",
          "?",
          "? x",
          ", ",
          "[",
          "{}",
          "x ",
          " x",
          "1..2",
          "0x1F",
          "1_000",
          "12:30",
          "=",
          "<<",
          "\u0001",
          "\ufeff",
          "text/plain");
  private static final List<String> NAMES =
      List.of("shopper", "a b", "7", "true", "x: y", "ünï", "\"q\"", "-", "[u]", "GET /x");
  private static final List<String> VARIABLES =
      List.of("user.id", "user.name", "iteration", "v", "w-1", "_x.y");

  private final RandomGenerator random;

  public RandomPlans(long seed) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  public Plan next() {
    List<User> users = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      users.add(user(pick(NAMES) + i));
    }
    Load load = random.nextBoolean() ? open() : closed();
    if (users.size() > 1 && load instanceof Load.Closed) {
      users.set(0, counted(users.getFirst()));
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (String name : List.of("v", "w-1", "_x.y")) {
      variables.put(name, Template.literal(pick(TEXTS)).source());
    }
    return new Plan(
        pick(NAMES),
        target(),
        users,
        new LoadProfile(random.nextBoolean() ? Duration.ZERO : duration(), load),
        new Criteria(
            objectives(users),
            abortRules(users),
            random.nextBoolean() ? Validity.DEFAULT : validity()),
        bounds(),
        new Inputs(variables, random.nextLong()),
        new Hooks(hooks(), hooks(), injections()),
        observation(users));
  }

  private Observation observation(List<User> users) {
    return new Observation(
        monitors(),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new RateLimit(
                    random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(100),
                    Duration.ofSeconds(1 + random.nextInt(9)),
                    RateLimit.Per.values()[random.nextInt(2)],
                    0.05,
                    PlanNames.requests(users).stream().limit(1).toList())),
        maybe("X-Upstream"),
        new Diagnostics(
            random.nextBoolean(),
            random.nextBoolean() ? List.of() : List.of("x-served-by", "x-cache"),
            random.nextBoolean()
                ? List.of()
                : List.of(
                    new Diagnostics.Breakdown.Address(),
                    new Diagnostics.Breakdown.Status(),
                    new Diagnostics.Breakdown.Header("x-cache"))));
  }

  private List<Injection> injections() {
    return Stream.concat(hooks().stream(), hooks().stream())
        .map(hook ->
            new Injection(duration(), maybe(duration()), hook, hooks().stream().findFirst()))
        .toList();
  }

  private List<Monitor> monitors() {
    List<Monitor> all =
        List.of(
            new Monitor("gw", new Monitor.Source.Process(new Monitor.Selector.Port(8080))),
            new Monitor(
                "heap",
                new Monitor.Source.Prometheus(
                    URI.create("http://h:1/metrics"),
                    Map.of("used", SeriesQuery.parse("rate(a_total{b=\"c\",d=\"\"})"))),
                Duration.ofMillis(500),
                true),
            new Monitor("up", new Monitor.Source.Health(URI.create("http://h/health"))),
            new Monitor(
                "log", new Monitor.Source.Log(Path.of("/x.log"), Pattern.compile("E|\"F\""))),
            new Monitor("box", new Monitor.Source.Process(new Monitor.Selector.Container("x"))),
            new Monitor("one", new Monitor.Source.Process(new Monitor.Selector.Pid(7))));
    return all.subList(0, random.nextInt(all.size() + 1));
  }

  private List<Hook> hooks() {
    List<Hook> hooks = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      hooks.add(
          switch (random.nextInt(3)) {
            case 0 -> Hook.shell("x" + pick(TEXTS).replace("\0", ""), duration());
            case 1 -> new Hook.Command(List.of("redis-cli", pick(TEXTS), pick(TEXTS)), duration());
            default -> {
              String address = pick(List.of("/reset", "${v}/x?q=${w-1}", "http://h:1/a?b=c"));
              yield new Hook.Call(
                  pick(List.of("GET", "POST", "DELETE")),
                  Paths.address(address),
                  List.of(new Request.Header("Accept", Templates.parse("${v}", Encoding.RAW))),
                  random.nextBoolean() ? new Body.None() : new Body.Json(JsonTemplate.of(Map.of())),
                  maybe(new Check.Status(List.of(new Check.StatusRange(200, 299)))),
                  duration());
            }
          });
    }
    return hooks;
  }

  private Target target() {
    List<URI> urls = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      urls.add(URI.create(pick(List.of("http://h", "https://[::1]:8443/base", "http://a.b:1"))));
    }
    Optional<Path> file = maybe(Path.of("/etc/a b.pem"));
    Tls tls =
        new Tls(
            random.nextBoolean(),
            maybe(Path.of("/ca: x.pem")),
            file,
            file,
            maybe("api.example.com"),
            random.nextBoolean() ? Tls.VERSIONS : List.of("TLSv1.2"));
    Target.Connections connections = pick(List.of(Target.Connections.values()));
    return new Target(urls, tls, connections, maybe(duration()), reach());
  }

  private Reach reach() {
    AddressSet clients =
        AddressSet.parse(pick(List.of("10.0.0.0/24", "10.1.2.3, ::1", "2001:db8::/120")));
    Reach reach = Reach.DIRECT.clients(random.nextBoolean() ? clients : AddressSet.NONE);
    reach = random.nextBoolean() ? reach.host(pick(List.of("api.example", "[::1]:8443"))) : reach;
    reach = reach.clients().isEmpty() || random.nextBoolean() ? reach : reach.forwardingFor();
    reach =
        random.nextBoolean() ? reach.proxyProtocol(pick(List.of(ProxyProtocol.values()))) : reach;
    if (random.nextBoolean()) {
      return random.nextBoolean() ? reach.unixSocket(Path.of("/run/a: b.sock")) : reach;
    }
    return reach
        .sources(AddressSet.parse("127.0.0.2, 127.0.0.4..127.0.0.9"))
        .resolve(pick(List.of("*:80:127.0.0.1", "a.b:1:127.0.0.1,[::1]")))
        .connectTo(pick(List.of("h:80:127.0.0.1:8080", "::[::1]:", "[::1]:443::8443", ":::")));
  }

  private User user(String name) {
    Wait wait =
        switch (random.nextInt(5)) {
          case 0 -> new Wait.None();
          case 1 -> new Wait.Constant(duration());
          case 2 -> new Wait.Between(Duration.ZERO, duration());
          case 3 -> new Wait.Pace(duration());
          default -> new Wait.PerSecond(rate());
        };
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      List<Step> steps = new ArrayList<>(List.of(request()));
      for (int j = 0; j < random.nextInt(3); j++) {
        steps.add(random.nextBoolean() ? request() : pause());
      }
      if (random.nextBoolean()) {
        steps.add(nesting(2));
      }
      tasks.add(new Task(1 + random.nextInt(10), steps, tags()));
    }
    List<Step> start = random.nextBoolean() ? List.of() : List.of(request(), pause(), scripted());
    return new User(
        name,
        1 + random.nextInt(5),
        wait,
        start,
        tasks,
        random.nextBoolean() ? List.of() : List.of(request()),
        OptionalInt.empty(),
        tags(),
        client(),
        data());
  }

  private Client client() {
    Optional<Client.Auth> auth =
        switch (random.nextInt(3)) {
          case 0 -> Optional.empty();
          case 1 ->
              Optional.of(
                  new Client.Auth.Basic(
                      template(Encoding.RAW, List.of("ann", "a b")),
                      template(Encoding.RAW, List.of("p:w", "$", "é"))));
          default ->
              Optional.of(new Client.Auth.Bearer(template(Encoding.RAW, List.of("t", "a.b"))));
        };
    return new Client(random.nextBoolean(), auth, headers());
  }

  private List<Feeder> data() {
    List<Feeder> data = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      Feeder.Take take = pick(List.of(Feeder.Take.NEXT, Feeder.Take.PER_USER));
      data.add(
          switch (random.nextInt(3)) {
            case 0 ->
                new Feeder(
                    "d" + i,
                    new Feeder.Source.File(
                        Path.of("/tmp/it's: some \"data\""),
                        pick(List.of(Table.Format.values())),
                        List.of()),
                    take,
                    pick(List.of(Feeder.AtEnd.values())));
            case 1 ->
                new Feeder(
                    "d" + i,
                    new Feeder.Source.Sequence(
                        random.nextInt(5),
                        pick(List.of(OptionalLong.empty(), OptionalLong.of(9))),
                        1 + random.nextInt(3)),
                    take,
                    pick(List.of(Feeder.AtEnd.values())));
            default -> new Feeder("d" + i, made(), take, Feeder.AtEnd.RECYCLE);
          });
    }
    return data;
  }

  private Feeder.Source made() {
    return pick(
        List.of(
            new Feeder.Source.Uuid(),
            new Feeder.Source.Hex(1 + random.nextInt(64)),
            new Feeder.Source.Integers(random.nextInt(5), 5 + random.nextInt(5)),
            new Feeder.Source.Name(pick(List.of(Feeder.NamePart.values()))),
            new Feeder.Source.Text(sizes())));
  }

  private Sizes sizes() {
    int bytes = random.nextInt(100_000);
    return pick(
        List.of(
            new Sizes.Fixed(bytes),
            new Sizes.Uniform(bytes, bytes + random.nextInt(1000)),
            new Sizes.Lognormal(1 + bytes, 2 + 2 * bytes),
            new Sizes.Weighted(List.of(new Sizes.Choice(1, bytes), new Sizes.Choice(99, 1024)))));
  }

  private Step scripted() {
    List<String> sets = random.nextBoolean() ? List.of() : List.of("by.script");
    return new Step.Scripted(pick(NAMES), Step.Scripted.ELSEWHERE, sets);
  }

  /** The same user, one of it whatever the load. */
  private static User counted(User user) {
    return new User(
        user.name(),
        1,
        user.waits(),
        user.start(),
        user.tasks(),
        user.stop(),
        OptionalInt.of(1),
        user.tags(),
        user.client(),
        user.data());
  }

  private List<String> tags() {
    return random.nextInt(3) > 0 ? List.of() : List.of(pick(List.of("smoke", "7", "a:b", "true")));
  }

  /** A step that holds others. */
  private Step nesting(int depth) {
    List<Step> inner = new ArrayList<>(List.of(request()));
    if (random.nextBoolean()) {
      inner.add(new Step.Assign("c0", template(Encoding.RAW, TEXTS)));
    }
    if (depth > 0) {
      inner.add(nesting(depth - 1));
    }
    return switch (random.nextInt(3)) {
      case 0 -> new Step.Group("group " + pick(NAMES), inner);
      case 1 -> new Step.If(condition(), inner, random.nextBoolean() ? List.of() : inner);
      default -> new Step.Repeat(times(), inner);
    };
  }

  private Step.Times times() {
    int atMost = 1 + random.nextInt(1000);
    return switch (random.nextInt(3)) {
      case 0 -> new Step.Times.Count(atMost);
      case 1 -> new Step.Times.While(condition(), atMost);
      default -> new Step.Times.Until(condition(), atMost);
    };
  }

  private Condition condition() {
    Condition.Order order = pick(List.of(Condition.Order.values()));
    boolean either = random.nextBoolean();
    return switch (random.nextInt(5)) {
      case 0 -> new Condition.TextIs(pick(VARIABLES), either, pick(TEXTS));
      case 1 ->
          new Condition.NumberIs(
              pick(VARIABLES),
              pick(List.of(Condition.Order.LESS, Condition.Order.GREATER_OR_EQUAL)),
              new BigDecimal(pick(List.of("0", "-1.50", "12"))));
      case 2 -> new Condition.IsSet(pick(VARIABLES), either);
      case 3 -> new Condition.StatusIs(order, either ? 0 : 429);
      default -> new Condition.LastFailed(either);
    };
  }

  private Step pause() {
    Duration min = duration();
    return new Step.Pause(min, random.nextBoolean() ? min : min.plus(duration()));
  }

  private Request request() {
    Body body =
        switch (random.nextInt(7)) {
          case 0 -> new Body.None();
          case 1 -> new Body.Text(template(Encoding.RAW, TEXTS));
          case 2 -> new Body.Json(JsonTemplate.of(json(3)));
          case 3 -> new Body.Payload(sizes(), random.nextBoolean());
          case 4 -> new Body.Form(fields());
          case 5 -> new Body.Multipart(parts());
          default -> new Body.File(Path.of("/tmp/it's a \"file\".bin"));
        };
    List<Capture> captures = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      captures.add(new Capture("c" + i, source(), maybe(pick(TEXTS))));
    }
    Optional<Fault> wrong = fault(body);
    String path = pick(List.of("/", "/a/${v}", "/x?q=${w-1}&r=$${", "/%20", "/a:b"));
    return new Request(
        random.nextBoolean() ? "name " + pick(NAMES) : "GET " + path,
        pick(List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")),
        Templates.parse(path, Encoding.URI_COMPONENT),
        headers(),
        body,
        checks(),
        captures,
        tags(),
        new Request.Handling(
            maybe(duration()),
            pick(List.of(Request.OnFailure.values())),
            wrong,
            wrong.isPresent() ? 0 : random.nextInt(3)));
  }

  private Optional<Fault> fault(Body body) {
    Fault fault =
        switch (random.nextInt(6)) {
          case 0 -> new Fault.Malformed(pick(List.of(Fault.Part.values())));
          case 1 ->
              new Fault.Oversize(
                  pick(List.of(Fault.Place.values())),
                  1 + random.nextInt(Fault.Oversize.MAX_BYTES));
          case 2 -> new Fault.Slow(pick(List.of(Fault.Section.values())), duration().plusNanos(1));
          case 3 -> new Fault.Abort(random.nextInt(1 << 20), random.nextBoolean());
          default -> new Fault.Malformed(Fault.Part.HEADER);
        };
    boolean given = !(body instanceof Body.None);
    boolean fits = given ? !fault.makesBody() : !fault.needsBody();
    return fits && random.nextBoolean() ? Optional.of(fault) : Optional.empty();
  }

  private List<Request.Header> headers() {
    List<Request.Header> headers = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      headers.add(
          new Request.Header(
              pick(List.of("X", "Accept", "Authorization", "~")),
              template(Encoding.RAW, List.of("a", "Bearer x", "a: b", "$", "{", "é", "\"", "7"))));
    }
    return headers;
  }

  private List<Body.Field> fields() {
    List<Body.Field> fields = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      fields.add(new Body.Field(pick(NAMES), template(Encoding.URI_COMPONENT, TEXTS)));
    }
    return fields;
  }

  private List<Body.Part> parts() {
    List<Body.Part> parts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      Body.Content content =
          random.nextBoolean()
              ? new Body.Content.TextContent(
                  template(Encoding.RAW, TEXTS), maybe(pick(NAMES)).orElse(""))
              : new Body.Content.FileContent(Path.of("/tmp/it's \"a\" file"), pick(NAMES));
      parts.add(new Body.Part(pick(NAMES), content, maybe("text/x: y")));
    }
    return parts;
  }

  private List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < random.nextInt(5); i++) {
      Check check =
          switch (random.nextInt(11)) {
            case 10 -> new Check.Closed();
            case 0 -> new Check.Status(List.of(new Check.StatusRange(200, 299)));
            case 1 ->
                new Check.Status(
                    List.of(new Check.StatusRange(200, 200), new Check.StatusRange(201, 204)));
            case 2 -> new Check.HeaderPresent("X-Id");
            case 3 -> new Check.HeaderIs("X", pick(TEXTS));
            case 4 -> new Check.HeaderContains("X", pick(TEXTS));
            case 5 -> new Check.BodyContains(pick(TEXTS));
            case 6 -> new Check.BodyMatches(regex());
            case 7 -> new Check.SizeAtMost(random.nextInt(1 << 20));
            case 8 -> new Check.SizeAtLeast(random.nextInt(1 << 20));
            default ->
                random.nextBoolean()
                    ? new Check.JsonPresent(path())
                    : new Check.JsonEquals(path(), constantJson());
          };
      boolean has =
          !(check instanceof Check.Status
              || check instanceof Check.Closed
              || check instanceof Check.SizeAtMost
              || check instanceof Check.SizeAtLeast);
      checks.add(has && random.nextBoolean() ? new Check.Not(check) : check);
    }
    return checks;
  }

  /** As the reader makes it: dollars undone. */
  private String constantJson() {
    Object value = pick(List.of(1, -2.50, "a $ b", "007", true, List.of(), Map.of("k", "v")));
    return JsonTemplate.of(value).parts().stream()
        .map(part -> ((Template.Part.Literal) part).text())
        .reduce("", String::concat);
  }

  private Capture.Source source() {
    return switch (random.nextInt(4)) {
      case 0 -> new Capture.Source.Json(path());
      case 1 -> new Capture.Source.HeaderValue("X-Id");
      case 2 -> new Capture.Source.Cookie("SID");
      default -> new Capture.Source.Regex(regex());
    };
  }

  private Pattern regex() {
    return Pattern.compile(pick(List.of("a", "\"x\"", "^\\d{3}$", "(a|b): #", " ", "'\\s")));
  }

  private JsonPath path() {
    return JsonPaths.parse(pick(List.of("$", "$.a", "$['a b'][0]", "$.items[-1].id", "$[\"'\"]")));
  }

  private @Nullable Object json(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> pick(List.of(0, 7, -1.5, 1e300, 5L << 40));
      case 3 -> "${" + pick(VARIABLES) + "}";
      case 4 -> Template.literal(pick(TEXTS)).source() + "${" + pick(VARIABLES) + "} x";
      case 5 -> {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < random.nextInt(3); i++) {
          list.add(json(depth - 1));
        }
        yield list;
      }
      default -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < random.nextInt(3); i++) {
          map.put(Template.literal(pick(TEXTS)).source(), json(depth - 1));
        }
        yield map;
      }
    };
  }

  private Template template(Encoding encoding, List<String> texts) {
    List<Template.Part> parts = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      parts.add(
          random.nextBoolean()
              ? new Template.Part.Literal(pick(texts))
              : new Template.Part.Slot(pick(VARIABLES), encoding));
    }
    return new Template(parts);
  }

  private Load open() {
    List<Load.ArrivalStage> stages = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      Load.Arrivals spread = pick(List.of(Load.Arrivals.values()));
      stages.add(
          switch (random.nextInt(3)) {
            case 0 -> new Load.ArrivalStage.Hold(rate(), duration(), spread);
            case 1 -> new Load.ArrivalStage.Ramp(Rate.ZERO, rate(), duration(), spread);
            default ->
                new Load.ArrivalStage.Sine(
                    Rates.parse("1/h"), rate(), duration(), duration(), spread);
          });
    }
    return new Load.Open(stages);
  }

  private Load closed() {
    List<Load.UserStage> stages = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      stages.add(
          random.nextBoolean()
              ? new Load.UserStage.Ramp(random.nextInt(5), 1 + random.nextInt(100), duration())
              : new Load.UserStage.Hold(
                  1 + random.nextInt(100), random.nextBoolean() ? Rate.ZERO : rate(), duration()));
    }
    return new Load.Closed(stages);
  }

  private List<Objective> objectives(List<User> users) {
    List<Objective> objectives = new ArrayList<>();
    String request = pick(List.copyOf(PlanNames.requests(users)));
    for (int i = 0; i < random.nextInt(4); i++) {
      objectives.add(
          ObjectiveParser.parse(
              pick(
                  List.of(
                      "p95 <= 200ms critical 500ms",
                      "p99.9 < 1s",
                      "mean <= 5ms",
                      "error rate < 0.1%",
                      "unanswered < 0.1%",
                      "gateway cpu < 50% critical 80% if known",
                      "limit overshoot <= 10% if known",
                      "throughput >= 10k/s critical 5k/s",
                      "max of " + ObjectiveParser.quoteRequest(request) + " <= 1m30s"))));
    }
    return objectives;
  }

  private Bounds bounds() {
    return new Bounds(
        1 + random.nextInt(1000),
        1 + random.nextInt(1000),
        new Bounds.Loops(
            random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(9)),
            random.nextBoolean(),
            random.nextBoolean()),
        new Bounds.Timeouts(
            duration(),
            duration(),
            random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ZERO)),
        1024 + random.nextInt(1 << 20),
        random.nextInt(1 << 22),
        maybe(rate()));
  }

  private List<AbortRule> abortRules(List<User> users) {
    String request = ObjectiveParser.quoteRequest(pick(List.copyOf(PlanNames.requests(users))));
    List<String> rules =
        List.of(
            "error rate > 50% for 10s",
            "throughput < 1.5k/s for 1m30s including warmup",
            "p99.9 of " + request + " >= 2s for 5s");
    return rules.stream().limit(random.nextInt(4)).map(AbortParser::parse).toList();
  }

  private Validity validity() {
    return new Validity(
        duration(),
        random.nextInt(1001) / 1000.0,
        duration(),
        duration(),
        random.nextInt(101) / 100.0,
        duration());
  }

  private Duration duration() {
    return switch (random.nextInt(3)) {
      case 0 -> Duration.ofSeconds(1 + random.nextInt(100_000));
      case 1 -> Duration.ofMillis(1 + random.nextInt(100_000));
      default -> Duration.ofNanos(1 + random.nextLong(10_000_000_000L));
    };
  }

  private Rate rate() {
    return new Rate(1 + random.nextInt(100_000), 1 + random.nextInt(1000));
  }

  private <T> Optional<T> maybe(T value) {
    return random.nextBoolean() ? Optional.of(value) : Optional.empty();
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
