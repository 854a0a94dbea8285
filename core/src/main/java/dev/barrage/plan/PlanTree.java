package dev.barrage.plan;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A plan as maps, lists, text, numbers and booleans in the grammar of plan files: what {@code
 * run.json} holds as {@code plan}, and what {@link PlanWriter} writes as YAML.
 */
public final class PlanTree {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private PlanTree() {}

  /**
   * The tree of a plan, secrets included: {@link Secrets#mask} the plan first where it is recorded.
   */
  public static Map<String, Object> of(Plan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", plan.name());
    tree.put("target", target(plan.target()));
    if (!plan.inputs().variables().isEmpty()) {
      tree.put("variables", new LinkedHashMap<>(plan.inputs().variables()));
    }
    Map<String, Object> users = new LinkedHashMap<>();
    plan.users().forEach(user -> users.put(user.name(), UserTree.of(user)));
    tree.put("users", users);
    tree.put("load", LoadText.of(plan.profile().load()));
    tree.put("warmup", Durations.format(plan.profile().warmup()));
    if (!plan.criteria().objectives().isEmpty()) {
      tree.put("objectives", plan.criteria().objectives().stream().map(Objective::text).toList());
    }
    plan.observation()
        .rateLimit()
        .ifPresent(limit -> tree.put("rate limit", RateLimitReader.tree(limit)));
    put(tree, "upstream header", plan.observation().upstreamHeader(), name -> name);
    DiagnosticsReader.write(plan.observation().diagnostics(), tree);
    if (!plan.criteria().abortWhen().isEmpty()) {
      tree.put("abort when", AbortParser.texts(plan.criteria().abortWhen()));
    }
    tree.put("bounds", bounds(plan.bounds()));
    tree.put("validity", validity(plan.criteria().validity()));
    tree.put("seed", plan.inputs().seed());
    if (!plan.observation().monitors().isEmpty()) {
      Map<String, Object> monitors = new LinkedHashMap<>();
      plan.observation().monitors().forEach(one -> monitors.put(one.name(), MonitorTree.of(one)));
      tree.put("monitors", monitors);
    }
    hooks(tree, "before", plan.hooks().before());
    hooks(tree, "after", plan.hooks().after());
    if (!plan.hooks().injections().isEmpty()) {
      tree.put("inject", plan.hooks().injections().stream().map(PlanTree::injection).toList());
    }
    return tree;
  }

  private static Map<String, Object> injection(Injection injection) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", Durations.format(injection.at()));
    put(tree, "for", injection.lasts(), Durations::format);
    tree.put("do", hook(injection.action()));
    injection.undo().ifPresent(undo -> tree.put("undo", hook(undo)));
    return tree;
  }

  private static void hooks(Map<String, Object> tree, String key, List<Hook> hooks) {
    if (!hooks.isEmpty()) {
      tree.put(key, hooks.stream().map(PlanTree::hook).toList());
    }
  }

  private static Map<String, Object> hook(Hook hook) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (hook) {
      case Hook.Command command ->
          tree.put("run", command.line().<Object>map(line -> line).orElse(command.words()));
      case Hook.Call call -> {
        tree.put(call.method().toLowerCase(java.util.Locale.ROOT), call.address().source());
        if (!call.headers().isEmpty()) {
          tree.put("headers", ClientTree.headers(call.headers()));
        }
        BodyTree.put(call.body(), tree);
        call.expected().ifPresent(status -> tree.put("expect", List.of(CheckTree.of(status))));
      }
    }
    tree.put("timeout", Durations.format(hook.timeout()));
    return tree;
  }

  private static Map<String, Object> target(Target target) {
    Map<String, Object> tree = new LinkedHashMap<>();
    List<String> urls = target.urls().stream().map(URI::toString).toList();
    if (urls.size() == 1) {
      tree.put("url", urls.getFirst());
    } else {
      tree.put("urls", urls);
    }
    Tls tls = target.tls();
    tree.put("insecure", !tls.verify());
    put(tree, "cacert", tls.caCert(), Path::toString);
    put(tree, "cert", tls.cert(), Path::toString);
    put(tree, "key", tls.key(), Path::toString);
    put(tree, "server name", tls.serverName(), name -> name);
    tree.put("versions", tls.versions());
    tree.put("connections", TargetReader.CONNECTIONS.get(target.connections().ordinal()));
    put(tree, "resolve every", target.resolveEvery(), Durations::format);
    reach(tree, target.reach());
    return tree;
  }

  private static void reach(Map<String, Object> tree, Reach reach) {
    put(tree, "host", reach.host(), host -> host);
    put(tree, "resolve", reach.resolve().stream().map(Pin::text).toList());
    put(tree, "connect to", reach.connectTo().stream().map(Detour::text).toList());
    put(tree, "unix socket", reach.unixSocket(), Path::toString);
    put(tree, "source addresses", reach.sources().texts());
    put(tree, "client addresses", reach.clients().texts());
    if (reach.forwardedFor()) {
      tree.put("forwarded for", true);
    }
    put(tree, "proxy protocol", reach.proxyProtocol(), ProxyProtocol::text);
  }

  private static void put(Map<String, Object> tree, String key, List<String> texts) {
    if (!texts.isEmpty()) {
      tree.put(key, texts);
    }
  }

  static Map<String, Object> request(Request request) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(request.method().toLowerCase(java.util.Locale.ROOT), request.path().source());
    tree.put("name", request.name());
    if (!request.headers().isEmpty()) {
      tree.put("headers", ClientTree.headers(request.headers()));
    }
    BodyTree.put(request.body(), tree);
    if (!request.checks().isEmpty()) {
      tree.put("expect", request.checks().stream().map(CheckTree::of).toList());
    }
    if (!request.captures().isEmpty()) {
      Map<String, Object> captures = new LinkedHashMap<>();
      request.captures().forEach(c -> captures.put(c.variable(), capture(c)));
      tree.put("capture", captures);
    }
    put(tree, "timeout", request.handling().timeout(), Durations::format);
    if (request.handling().follow() > 0) {
      tree.put("follow", request.handling().follow());
    }
    if (!request.tags().isEmpty()) {
      tree.put("tags", request.tags());
    }
    if (request.handling().onFailure() == Request.OnFailure.CONTINUE) {
      tree.put("on failure", "continue");
    }
    put(tree, "fault", request.handling().fault(), Fault::text);
    return tree;
  }

  private static Object capture(Capture capture) {
    if (capture.fallback().isEmpty()) {
      return source(capture.source());
    }
    String[] words = source(capture.source()).split(" ", 2);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(words[0], words[1]);
    tree.put("default", CheckTree.escaped(capture.fallback().get()));
    return tree;
  }

  private static String source(Capture.Source source) {
    return switch (source) {
      case Capture.Source.Json json -> "json " + json.path().source();
      case Capture.Source.HeaderValue header -> "header " + header.name();
      case Capture.Source.Cookie cookie -> "cookie " + cookie.name();
      case Capture.Source.Regex regex -> "regex \"" + regex.pattern().pattern() + '"';
    };
  }

  /** What JSON text stands for, as maps, lists and scalars. */
  static @Nullable Object json(String text) {
    return JSON.readValue(text, Object.class);
  }

  private static Map<String, Object> bounds(Bounds bounds) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("connections", bounds.connections());
    tree.put("max in flight", bounds.maxInFlight());
    bounds.loops().threads().ifPresent(threads -> tree.put("threads", threads));
    tree.put("timeout", Durations.format(bounds.timeouts().request()));
    tree.put("connect timeout", Durations.format(bounds.timeouts().connect()));
    put(tree, "drain", bounds.timeouts().drain(), Durations::format);
    tree.put("header limit", Numbers.formatSize(bounds.headerBytes()));
    tree.put("body limit", Numbers.formatSize(bounds.bodyBytes()));
    if (bounds.loops().stayAwake()) {
      tree.put("stay awake", true);
    }
    if (bounds.loops().realTime()) {
      tree.put("real time", true);
    }
    put(tree, "max rate", bounds.maxRate(), Rates::format);
    return tree;
  }

  private static Map<String, Object> validity(Validity validity) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("send lag", Durations.format(validity.sendLag()));
    tree.put("send lag share", Numbers.formatShare(validity.sendLagShare()));
    tree.put("loop stall", Durations.format(validity.loopStall()));
    tree.put("gc pause", Durations.format(validity.gcPause()));
    tree.put("steal", Numbers.formatShare(validity.steal()));
    tree.put("clock jump", Durations.format(validity.clockJump()));
    return tree;
  }

  private static <T> void put(
      Map<String, Object> tree, String key, Optional<T> value, Function<T, String> format) {
    value.ifPresent(present -> tree.put(key, format.apply(present)));
  }
}
