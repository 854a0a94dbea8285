package dev.barrage.engine;

import dev.barrage.engine.http1.CookieJar;
import dev.barrage.engine.http1.RequestBytes;
import dev.barrage.engine.http1.RequestBytes.Binding;
import dev.barrage.engine.schedule.Draw;
import dev.barrage.engine.schedule.RandomBytes;
import dev.barrage.engine.schedule.SizeDraw;
import dev.barrage.plan.Body;
import dev.barrage.plan.Client;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Request;
import dev.barrage.plan.Target.Connections;
import dev.barrage.plan.Template;
import dev.barrage.plan.Templates;
import dev.barrage.plan.User;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns the requests of a plan into bytes for one of its target's URLs each. */
final class RequestCompiler {
  static final String CLIENT_IP = "client.ip";
  static final Set<String> WITH_CONTENT = Set.of("POST", "PUT", "PATCH");
  private static final String USER_AGENT = "barrage/0.1";
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private final Plan plan;

  /** Bytes that payloads are pieces of; requests with the same sizes share them. */
  private final Map<Body.Payload, byte[]> pools = new HashMap<>();

  RequestCompiler(Plan plan) {
    this.plan = plan;
  }

  /**
   * The request that a redirect leads to: its path is a whole one.
   *
   * @param first whose body it has; null: none
   */
  RequestBytes redirected(
      Client client,
      Request request,
      URI url,
      Function<String, Binding> bindings,
      @Nullable RequestBytes first) {
    RequestBytes.Builder builder = new RequestBytes.Builder(bindings);
    WrongBytes wrong = new WrongBytes(request); // nothing: faults are the first request's
    builder.requestLine(request.method(), "", request.path(), wrong.behind(request.path()));
    headers(client, request, url, wrong, builder);
    return (first == null ? builder : builder.bodyOf(first)).build();
  }

  /**
   * The request of one class of user.
   *
   * @param bindings how its variables are known
   */
  RequestBytes compile(User user, Request request, URI url, Function<String, Binding> bindings) {
    String basePath = Optional.ofNullable(url.getRawPath()).orElse("").replaceAll("/+$", "");
    RequestBytes.Builder builder = new RequestBytes.Builder(bindings);
    WrongBytes wrong = new WrongBytes(request);
    builder.requestLine(request.method(), basePath, request.path(), wrong.behind(request.path()));
    headers(user.client(), request, url, wrong, builder);
    if (wrong.hasBody()) {
      body(user, request, builder);
    }
    wrong.body(builder);
    return builder.build();
  }

  private void headers(
      Client client, Request request, URI url, WrongBytes wrong, RequestBytes.Builder builder) {
    Set<String> own = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    request.headers().forEach(header -> own.add(header.name()));
    Set<String> given = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    given.addAll(own);
    client.headers().forEach(header -> given.add(header.name()));
    Optional<String> otherHost = plan.target().reach().host();
    if (!given.contains("Host") && wrong.hasHost()) {
      builder.header("Host", otherHost.orElseGet(() -> authority(url)));
    }
    if (plan.target().reach().forwardedFor() && !given.contains(FORWARDED_FOR)) {
      builder.header(FORWARDED_FOR, Templates.parse("${" + CLIENT_IP + "}", Template.Encoding.RAW));
    }
    if (plan.observation().diagnostics().traceparent() && !given.contains("traceparent")) {
      builder.traceparent();
    }
    if (!given.contains("User-Agent")) {
      builder.header("User-Agent", USER_AGENT);
    }
    if (!given.contains("Accept")) {
      builder.header("Accept", "*/*");
    }
    if (!given.contains("Authorization")) {
      client.auth().ifPresent(auth -> authorize(auth, builder));
    }
    if (!given.contains("Content-Type")) {
      contentType(request.body()).ifPresent(type -> builder.header("Content-Type", type));
    }
    if (plan.target().connections() == Connections.NEW && !given.contains("Connection")) {
      builder.header("Connection", "close");
    }
    for (Request.Header header : client.headers()) {
      if (!own.contains(header.name())) {
        builder.header(header.name(), header.value());
      }
    }
    request.headers().forEach(header -> builder.header(header.name(), header.value()));
    wrong.fields(builder);
    if (client.cookies()) {
      String host = otherHost.map(h -> h.replaceFirst(":\\d+$", "")).orElse(Addresses.host(url));
      CookieJar.Origin origin = CookieJar.Origin.of(host, Addresses.isTls(url));
      builder.cookies(origin, !given.contains("Cookie"));
    }
  }

  private static void authorize(Client.Auth auth, RequestBytes.Builder builder) {
    switch (auth) {
      case Client.Auth.Basic basic -> builder.basicAuth(basic.user(), basic.password());
      case Client.Auth.Bearer(Template token) -> {
        Template value =
            new Template(
                java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(new Template.Part.Literal("Bearer ")),
                        token.parts().stream())
                    .toList());
        builder.header("Authorization", value);
      }
    }
  }

  private static Optional<String> contentType(Body body) {
    return switch (body) {
      case Body.None none -> Optional.empty();
      case Body.Text text -> Optional.empty();
      case Body.File file -> Optional.empty();
      case Body.Json json -> Optional.of("application/json");
      case Body.Form form -> Optional.of("application/x-www-form-urlencoded");
      case Body.Multipart multipart ->
          Optional.of("multipart/form-data; boundary=" + Bodies.boundary(multipart));
      case Body.Payload payload ->
          Optional.of(payload.text() ? "text/plain" : "application/octet-stream");
    };
  }

  private void body(User user, Request request, RequestBytes.Builder builder) {
    switch (request.body()) {
      case Body.None none -> {
        if (WITH_CONTENT.contains(request.method())) {
          builder.body(new byte[0]);
        }
      }
      case Body.Text text -> builder.body(text.text());
      case Body.Json json -> builder.body(json.text());
      case Body.File file -> builder.body(Bodies.read(file.path()));
      case Body.Form form -> Bodies.write(form, builder);
      case Body.Multipart multipart -> Bodies.write(multipart, builder);
      case Body.Payload payload -> {
        String stream = "payload/" + user.name() + "/" + request.name();
        Draw draw = new Draw(plan.inputs().seed(), Draw.stream(stream));
        Draw places = new Draw(plan.inputs().seed(), Draw.stream("place of " + stream));
        builder.payload(pool(payload), new SizeDraw(draw, payload.sizes()), places);
      }
    }
  }

  private byte[] pool(Body.Payload payload) {
    return pools.computeIfAbsent(
        payload,
        p ->
            RandomBytes.of(
                new Draw(plan.inputs().seed(), Draw.stream("payload")),
                p.sizes().maxBytes(),
                p.text()));
  }

  /** Host, with the port unless it is the scheme's own (RFC 9110 section 7.2). */
  static String authority(URI url) {
    String host = Addresses.host(url);
    String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
    int port = Addresses.port(url);
    return port == (Addresses.isTls(url) ? 443 : 80) ? bracketed : bracketed + ":" + port;
  }
}
