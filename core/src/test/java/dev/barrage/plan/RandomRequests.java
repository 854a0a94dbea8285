package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Draws valid requests that use the whole model. */
final class RandomRequests {
  private final Draw draw;

  RandomRequests(Draw draw) {
    this.draw = draw;
  }

  Request request() {
    Body body =
        switch (draw.below(7)) {
          case 0 -> new Body.None();
          case 1 -> new Body.Text(draw.template(Encoding.RAW, Draw.TEXTS));
          case 2 -> new Body.Json(JsonTemplate.of(json(3)));
          case 3 -> new Body.Payload(draw.sizes(), draw.either());
          case 4 -> new Body.Form(fields());
          case 5 -> new Body.Multipart(parts());
          default -> new Body.File(Path.of("/tmp/it's a \"file\".bin"));
        };
    List<Capture> captures = new ArrayList<>();
    for (int i = 0; i < draw.below(3); i++) {
      captures.add(new Capture("c" + i, source(), draw.maybe(draw.pick(Draw.TEXTS))));
    }
    Optional<Fault> wrong = fault(body);
    String path = draw.pick(List.of("/", "/a/${v}", "/x?q=${w-1}&r=$${", "/%20", "/a:b"));
    return new Request(
        draw.either() ? "name " + draw.pick(Draw.NAMES) : "GET " + path,
        draw.pick(List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")),
        Templates.parse(path, Encoding.URI_COMPONENT),
        headers(),
        body,
        checks(),
        captures,
        draw.tags(),
        new Request.Handling(
            draw.maybe(draw.duration()),
            draw.pick(List.of(Request.OnFailure.values())),
            wrong,
            wrong.isPresent() ? 0 : draw.below(3)));
  }

  private Optional<Fault> fault(Body body) {
    Fault fault =
        switch (draw.below(6)) {
          case 0 -> new Fault.Malformed(draw.pick(List.of(Fault.Part.values())));
          case 1 ->
              new Fault.Oversize(
                  draw.pick(List.of(Fault.Place.values())),
                  1 + draw.below(Fault.Oversize.MAX_BYTES));
          case 2 ->
              new Fault.Slow(
                  draw.pick(List.of(Fault.Section.values())), draw.duration().plusNanos(1));
          case 3 -> new Fault.Abort(draw.below(1 << 20), draw.either());
          default -> new Fault.Malformed(Fault.Part.HEADER);
        };
    boolean given = !(body instanceof Body.None);
    boolean fits = given ? !fault.makesBody() : !fault.needsBody();
    return fits && draw.either() ? Optional.of(fault) : Optional.empty();
  }

  List<Request.Header> headers() {
    List<Request.Header> headers = new ArrayList<>();
    for (int i = 0; i < draw.below(4); i++) {
      headers.add(
          new Request.Header(
              draw.pick(List.of("X", "Accept", "Authorization", "~")),
              draw.template(
                  Encoding.RAW, List.of("a", "Bearer x", "a: b", "$", "{", "é", "\"", "7"))));
    }
    return headers;
  }

  private List<Body.Field> fields() {
    List<Body.Field> fields = new ArrayList<>();
    for (int i = 0; i < draw.below(4); i++) {
      fields.add(
          new Body.Field(draw.pick(Draw.NAMES), draw.template(Encoding.URI_COMPONENT, Draw.TEXTS)));
    }
    return fields;
  }

  private List<Body.Part> parts() {
    List<Body.Part> parts = new ArrayList<>();
    for (int i = 0; i <= draw.below(3); i++) {
      Body.Content content =
          draw.either()
              ? new Body.Content.TextContent(
                  draw.template(Encoding.RAW, Draw.TEXTS),
                  draw.maybe(draw.pick(Draw.NAMES)).orElse(""))
              : new Body.Content.FileContent(
                  Path.of("/tmp/it's \"a\" file"), draw.pick(Draw.NAMES));
      parts.add(new Body.Part(draw.pick(Draw.NAMES), content, draw.maybe("text/x: y")));
    }
    return parts;
  }

  private List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < draw.below(5); i++) {
      Check check =
          switch (draw.below(11)) {
            case 10 -> new Check.Closed();
            case 0 -> new Check.Status(List.of(new Check.StatusRange(200, 299)));
            case 1 ->
                new Check.Status(
                    List.of(new Check.StatusRange(200, 200), new Check.StatusRange(201, 204)));
            case 2 -> new Check.HeaderPresent("X-Id");
            case 3 -> new Check.HeaderIs("X", draw.pick(Draw.TEXTS));
            case 4 -> new Check.HeaderContains("X", draw.pick(Draw.TEXTS));
            case 5 -> new Check.BodyContains(draw.pick(Draw.TEXTS));
            case 6 -> new Check.BodyMatches(regex());
            case 7 -> new Check.SizeAtMost(draw.below(1 << 20));
            case 8 -> new Check.SizeAtLeast(draw.below(1 << 20));
            default ->
                draw.either()
                    ? new Check.JsonPresent(path())
                    : new Check.JsonEquals(path(), constantJson());
          };
      boolean has =
          !(check instanceof Check.Status
              || check instanceof Check.Closed
              || check instanceof Check.SizeAtMost
              || check instanceof Check.SizeAtLeast);
      checks.add(has && draw.either() ? new Check.Not(check) : check);
    }
    return checks;
  }

  /** As the reader makes it: dollars undone. */
  private String constantJson() {
    Object value = draw.pick(List.of(1, -2.50, "a $ b", "007", true, List.of(), Map.of("k", "v")));
    return JsonTemplate.of(value).parts().stream()
        .map(part -> ((Template.Part.Literal) part).text())
        .reduce("", String::concat);
  }

  private Capture.Source source() {
    return switch (draw.below(4)) {
      case 0 -> new Capture.Source.Json(path());
      case 1 -> new Capture.Source.HeaderValue("X-Id");
      case 2 -> new Capture.Source.Cookie("SID");
      default -> new Capture.Source.Regex(regex());
    };
  }

  private @Nullable Object json(int depth) {
    return switch (draw.below(depth == 0 ? 5 : 7)) {
      case 0 -> null;
      case 1 -> draw.either();
      case 2 -> draw.pick(List.of(0, 7, -1.5, 1e300, 5L << 40));
      case 3 -> "${" + draw.pick(Draw.VARIABLES) + "}";
      case 4 ->
          Template.literal(draw.pick(Draw.TEXTS)).source()
              + "${"
              + draw.pick(Draw.VARIABLES)
              + "} x";
      case 5 -> {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < draw.below(3); i++) {
          list.add(json(depth - 1));
        }
        yield list;
      }
      default -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < draw.below(3); i++) {
          map.put(Template.literal(draw.pick(Draw.TEXTS)).source(), json(depth - 1));
        }
        yield map;
      }
    };
  }

  private Pattern regex() {
    return Pattern.compile(draw.pick(List.of("a", "\"x\"", "^\\d{3}$", "(a|b): #", " ", "'\\s")));
  }

  private JsonPath path() {
    return JsonPaths.parse(
        draw.pick(List.of("$", "$.a", "$['a b'][0]", "$.items[-1].id", "$[\"'\"]")));
  }
}
