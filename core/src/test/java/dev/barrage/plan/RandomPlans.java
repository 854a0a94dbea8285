package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Draws valid plans that use the whole model; the same seed gives the same plan. */
public final class RandomPlans {
  private final Draw draw;
  private final RandomUsers users;

  public RandomPlans(long seed) {
    draw = new Draw(seed);
    users = new RandomUsers(draw);
  }

  public Plan next() {
    List<User> all = new ArrayList<>();
    for (int i = 0; i < 1 + draw.below(3); i++) {
      all.add(users.user(draw.pick(Draw.NAMES) + i));
    }
    Load load = draw.either() ? open() : closed();
    if (all.size() > 1 && load instanceof Load.Closed) {
      all.set(0, RandomUsers.counted(all.getFirst()));
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (String name : List.of("v", "w-1", "_x.y")) {
      variables.put(name, Template.literal(draw.pick(Draw.TEXTS)).source());
    }
    return new Plan(
        draw.pick(Draw.NAMES),
        target(),
        all,
        new LoadProfile(draw.either() ? Duration.ZERO : draw.duration(), load),
        new Criteria(
            objectives(all), abortRules(all), draw.either() ? Validity.DEFAULT : validity()),
        bounds(),
        new Inputs(variables, draw.anyLong()),
        new Hooks(hooks(), hooks(), injections()),
        observation(all));
  }

  private Observation observation(List<User> users) {
    return new Observation(
        monitors(),
        draw.either()
            ? Optional.empty()
            : Optional.of(
                new RateLimit(
                    draw.either() ? OptionalLong.empty() : OptionalLong.of(100),
                    Duration.ofSeconds(1 + draw.below(9)),
                    RateLimit.Per.values()[draw.below(2)],
                    0.05,
                    PlanNames.requests(users).stream().limit(1).toList())),
        draw.maybe("X-Upstream"),
        new Diagnostics(
            draw.either(),
            draw.either() ? List.of() : List.of("x-served-by", "x-cache"),
            draw.either()
                ? List.of()
                : List.of(
                    new Diagnostics.Breakdown.Address(),
                    new Diagnostics.Breakdown.Status(),
                    new Diagnostics.Breakdown.Header("x-cache"))));
  }

  private List<Injection> injections() {
    return Stream.concat(hooks().stream(), hooks().stream())
        .map(hook ->
            new Injection(
                draw.duration(), draw.maybe(draw.duration()), hook, hooks().stream().findFirst()))
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
    return all.subList(0, draw.below(all.size() + 1));
  }

  private List<Hook> hooks() {
    List<Hook> hooks = new ArrayList<>();
    for (int i = 0; i < draw.below(3); i++) {
      hooks.add(
          switch (draw.below(3)) {
            case 0 -> Hook.shell("x" + draw.pick(Draw.TEXTS).replace("\0", ""), draw.duration());
            case 1 ->
                new Hook.Command(
                    List.of("redis-cli", draw.pick(Draw.TEXTS), draw.pick(Draw.TEXTS)),
                    draw.duration());
            default -> {
              String address = draw.pick(List.of("/reset", "${v}/x?q=${w-1}", "http://h:1/a?b=c"));
              yield new Hook.Call(
                  draw.pick(List.of("GET", "POST", "DELETE")),
                  Paths.address(address),
                  List.of(new Request.Header("Accept", Templates.parse("${v}", Encoding.RAW))),
                  draw.either() ? new Body.None() : new Body.Json(JsonTemplate.of(Map.of())),
                  draw.maybe(new Check.Status(List.of(new Check.StatusRange(200, 299)))),
                  draw.duration());
            }
          });
    }
    return hooks;
  }

  private Target target() {
    List<URI> urls = new ArrayList<>();
    for (int i = 0; i <= draw.below(3); i++) {
      urls.add(
          URI.create(draw.pick(List.of("http://h", "https://[::1]:8443/base", "http://a.b:1"))));
    }
    Optional<Path> file = draw.maybe(Path.of("/etc/a b.pem"));
    Tls tls =
        new Tls(
            draw.either(),
            draw.maybe(Path.of("/ca: x.pem")),
            file,
            file,
            draw.maybe("api.example.com"),
            draw.either() ? Tls.VERSIONS : List.of("TLSv1.2"));
    Target.Connections connections = draw.pick(List.of(Target.Connections.values()));
    return new Target(urls, tls, connections, draw.maybe(draw.duration()), reach());
  }

  private Reach reach() {
    AddressSet clients =
        AddressSet.parse(draw.pick(List.of("10.0.0.0/24", "10.1.2.3, ::1", "2001:db8::/120")));
    Reach reach = Reach.DIRECT.clients(draw.either() ? clients : AddressSet.NONE);
    reach = draw.either() ? reach.host(draw.pick(List.of("api.example", "[::1]:8443"))) : reach;
    reach = reach.clients().isEmpty() || draw.either() ? reach : reach.forwardingFor();
    reach = draw.either() ? reach.proxyProtocol(draw.pick(List.of(ProxyProtocol.values()))) : reach;
    if (draw.either()) {
      return draw.either() ? reach.unixSocket(Path.of("/run/a: b.sock")) : reach;
    }
    return reach
        .sources(AddressSet.parse("127.0.0.2, 127.0.0.4..127.0.0.9"))
        .resolve(draw.pick(List.of("*:80:127.0.0.1", "a.b:1:127.0.0.1,[::1]")))
        .connectTo(draw.pick(List.of("h:80:127.0.0.1:8080", "::[::1]:", "[::1]:443::8443", ":::")));
  }

  private Load open() {
    List<Load.ArrivalStage> stages = new ArrayList<>();
    for (int i = 0; i <= draw.below(3); i++) {
      Load.Arrivals spread = draw.pick(List.of(Load.Arrivals.values()));
      stages.add(
          switch (draw.below(3)) {
            case 0 -> new Load.ArrivalStage.Hold(draw.rate(), draw.duration(), spread);
            case 1 -> new Load.ArrivalStage.Ramp(Rate.ZERO, draw.rate(), draw.duration(), spread);
            default ->
                new Load.ArrivalStage.Sine(
                    Rates.parse("1/h"), draw.rate(), draw.duration(), draw.duration(), spread);
          });
    }
    return new Load.Open(stages);
  }

  private Load closed() {
    List<Load.UserStage> stages = new ArrayList<>();
    for (int i = 0; i <= draw.below(3); i++) {
      stages.add(
          draw.either()
              ? new Load.UserStage.Ramp(draw.below(5), 1 + draw.below(100), draw.duration())
              : new Load.UserStage.Hold(
                  1 + draw.below(100), draw.either() ? Rate.ZERO : draw.rate(), draw.duration()));
    }
    return new Load.Closed(stages);
  }

  private List<Objective> objectives(List<User> users) {
    List<Objective> objectives = new ArrayList<>();
    String request = draw.pick(List.copyOf(PlanNames.requests(users)));
    for (int i = 0; i < draw.below(4); i++) {
      objectives.add(
          ObjectiveParser.parse(
              draw.pick(
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
        1 + draw.below(1000),
        1 + draw.below(1000),
        new Bounds.Loops(
            draw.either() ? OptionalInt.empty() : OptionalInt.of(1 + draw.below(9)),
            draw.either(),
            draw.either()),
        new Bounds.Timeouts(
            draw.duration(),
            draw.duration(),
            draw.either() ? Optional.empty() : Optional.of(Duration.ZERO)),
        1024 + draw.below(1 << 20),
        draw.below(1 << 22),
        draw.maybe(draw.rate()));
  }

  private List<AbortRule> abortRules(List<User> users) {
    String request =
        ObjectiveParser.quoteRequest(draw.pick(List.copyOf(PlanNames.requests(users))));
    List<String> rules =
        List.of(
            "error rate > 50% for 10s",
            "throughput < 1.5k/s for 1m30s including warmup",
            "p99.9 of " + request + " >= 2s for 5s");
    return rules.stream().limit(draw.below(4)).map(AbortParser::parse).toList();
  }

  private Validity validity() {
    return new Validity(
        draw.duration(),
        draw.below(1001) / 1000.0,
        draw.duration(),
        draw.duration(),
        draw.below(101) / 100.0,
        draw.duration());
  }
}
