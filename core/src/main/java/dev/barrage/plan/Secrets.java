package dev.barrage.plan;

import dev.barrage.plan.Template.Part;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of a plan before it is recorded; each becomes {@code ***}.
 *
 * <p>Hidden are: literal values of headers that carry credentials (the scheme before a space
 * stays), user names and passwords in URLs, and literal values whose name sounds like a secret:
 * variables, members of JSON bodies (of text that looks like one too), and parameters of queries
 * and forms. Slots stay: they hold names, not values.
 */
public final class Secrets {
  public static final String MASK = "***";

  private static final Set<String> HEADERS =
      Set.of(
          "authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token", "api-key");
  private static final String WORD =
      "(?:password|passwd|pwd|secret|token|credential|api_?-?key|access_?-?key|private_?-?key)";
  private static final Pattern NAME =
      Pattern.compile(".*" + WORD + ".*|(?:.*[-_.])?key", Pattern.CASE_INSENSITIVE);
  private static final Pattern JSON_MEMBER =
      Pattern.compile(
          "(\"[^\"\\\\]{0,60}" + WORD + "[^\"\\\\]{0,60}\":)\"(?:[^\"\\\\]|\\\\.)*+\"",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern QUERY =
      Pattern.compile("([?&][^=&]*" + WORD + "[^=&]*=)[^&$]+", Pattern.CASE_INSENSITIVE);

  /** As other programs write JSON: with blanks, and of other types than text; perhaps cut off. */
  private static final Pattern WIRE_MEMBER =
      Pattern.compile(
          "(\"[^\"\\\\]{0,60}"
              + WORD
              + "[^\"\\\\]{0,60}\"\\s{0,9}:\\s{0,9})"
              + "(?:\"(?:[^\"\\\\]|\\\\.)*+(?:\"|$)|[^\\s\"{\\[,}\\]]++)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern WIRE_PARAMETER =
      Pattern.compile(
          "((?:^|[?&])[^=&\\s\"]{0,60}" + WORD + "[^=&\\s\"]{0,60}=)[^&\\s\"]++",
          Pattern.CASE_INSENSITIVE);

  /** Stands for a slot while a text is looked at; no plan file can hold it. */
  private static final char SLOT = '\uFFFF';

  private Secrets() {}

  /** Whether a variable, parameter or member of this name probably holds a secret. */
  public static boolean isSecretName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether a header of this name carries a credential. */
  public static boolean isSecretHeader(String name) {
    return HEADERS.contains(name.toLowerCase(Locale.ROOT)) || isSecretName(name);
  }

  /**
   * Hides, in text from a connection, the values of JSON members and of query or form parameters
   * that sound like secrets.
   */
  public static String maskMembers(String text) {
    String masked = WIRE_MEMBER.matcher(text).replaceAll("$1\"" + MASK + "\"");
    return WIRE_PARAMETER.matcher(masked).replaceAll("$1" + MASK);
  }

  /** As above, of a text with slots, which stay: a member's value may be one, or hold one. */
  private static Template maskMembers(Template template) {
    StringBuilder joined = new StringBuilder();
    List<Part.Slot> slots = new ArrayList<>();
    for (Part part : template.parts()) {
      switch (part) {
        case Part.Literal(String text) -> joined.append(text.replace(SLOT, '?'));
        case Part.Slot slot -> {
          slots.add(slot);
          joined.append(SLOT);
        }
      }
    }
    String masked = WIRE_MEMBER.matcher(joined).replaceAll(Secrets::maskAroundSlots);
    masked = WIRE_PARAMETER.matcher(masked).replaceAll(Secrets::maskAroundSlots);
    List<Part> parts = new ArrayList<>();
    String[] literals = masked.split(String.valueOf(SLOT), -1);
    for (int i = 0; i < literals.length; i++) {
      if (i > 0) {
        parts.add(slots.get(i - 1));
      }
      if (!literals[i].isEmpty()) {
        parts.add(new Part.Literal(literals[i]));
      }
    }
    return new Template(parts);
  }

  private static String maskAroundSlots(MatchResult found) {
    String value = found.group().substring(found.group(1).length());
    String quote = value.startsWith("\"") || found.group(1).contains(":") ? "\"" : "";
    String bare = value.replaceAll("^\"|\"$", "");
    String hidden = bare.isEmpty() ? "" : bare.replaceAll("[^" + SLOT + "]+", MASK);
    return Matcher.quoteReplacement(found.group(1) + quote + hidden + quote);
  }

  /** The same plan without its secrets. */
  public static Plan mask(Plan plan) {
    Target target = plan.target();
    return new Plan(
        plan.name(),
        new Target(
            target.urls().stream().map(Secrets::maskUrl).toList(),
            target.tls(),
            target.connections(),
            target.resolveEvery(),
            target.reach()),
        plan.users().stream().map(Secrets::mask).toList(),
        plan.profile(),
        plan.criteria(),
        plan.bounds(),
        mask(plan.inputs()),
        mask(plan.hooks()),
        mask(plan.observation()));
  }

  private static Inputs mask(Inputs inputs) {
    Map<String, String> variables = new LinkedHashMap<>(inputs.variables());
    variables.replaceAll((name, value) -> isSecretName(name) ? MASK : value);
    return new Inputs(variables, inputs.seed());
  }

  private static Observation mask(Observation observation) {
    return new Observation(
        observation.monitors().stream().map(Secrets::mask).toList(),
        observation.rateLimit(),
        observation.upstreamHeader(),
        observation.diagnostics());
  }

  /** Values of query parameters that sound like secrets, hidden. */
  static String maskQuery(String text) {
    return QUERY.matcher(text).replaceAll("$1" + MASK);
  }

  private static User mask(User user) {
    return new User(
        user.name(),
        user.weight(),
        user.waits(),
        mask(user.start()),
        user.tasks().stream().map(t -> new Task(t.weight(), mask(t.steps()), t.tags())).toList(),
        mask(user.stop()),
        user.fixed(),
        user.tags(),
        mask(user.client()),
        user.data());
  }

  private static Client mask(Client client) {
    return new Client(
        client.cookies(),
        client.auth().map(Secrets::mask),
        client.headers().stream().map(Secrets::mask).toList());
  }

  private static Client.Auth mask(Client.Auth auth) {
    return switch (auth) {
      case Client.Auth.Basic basic ->
          new Client.Auth.Basic(basic.user(), map(basic.password(), Secrets::maskCredential));
      case Client.Auth.Bearer bearer ->
          new Client.Auth.Bearer(map(bearer.token(), Secrets::maskCredential));
    };
  }

  private static List<Step> mask(List<Step> steps) {
    return steps.stream().map(Secrets::mask).toList();
  }

  private static Step mask(Step step) {
    return switch (step) {
      case Request request -> mask(request);
      case Step.Pause pause -> pause;
      case Step.Scripted script -> script;
      case Step.Group group -> new Step.Group(group.name(), mask(group.steps()));
      case Step.If choice ->
          new Step.If(mask(choice.condition()), mask(choice.then()), mask(choice.otherwise()));
      case Step.Repeat repeat -> new Step.Repeat(mask(repeat.times()), mask(repeat.steps()));
      case Step.Assign assign ->
          isSecretName(assign.variable())
              ? new Step.Assign(assign.variable(), map(assign.value(), text -> MASK))
              : assign;
    };
  }

  private static Step.Times mask(Step.Times times) {
    return switch (times) {
      case Step.Times.Count count -> count;
      case Step.Times.While loop -> new Step.Times.While(mask(loop.condition()), loop.atMost());
      case Step.Times.Until loop -> new Step.Times.Until(mask(loop.condition()), loop.atMost());
    };
  }

  private static Condition mask(Condition condition) {
    return condition instanceof Condition.TextIs(String name, boolean equal, String text)
            && isSecretName(name)
            && !text.isEmpty()
        ? new Condition.TextIs(name, equal, MASK)
        : condition;
  }

  private static Capture mask(Capture capture) {
    return isSecretName(capture.variable()) && capture.fallback().isPresent()
        ? new Capture(capture.variable(), capture.source(), Optional.of(MASK))
        : capture;
  }

  /** Commands stay as they are: their secrets belong into variables. */
  private static Hook mask(Hook hook) {
    return switch (hook) {
      case Hook.Command command -> command;
      case Hook.Call call ->
          new Hook.Call(
              call.method(),
              map(call.address(), Secrets::maskQuery),
              call.headers().stream().map(Secrets::mask).toList(),
              mask(call.body()),
              call.expected(),
              call.timeout());
    };
  }

  private static Hooks mask(Hooks hooks) {
    return new Hooks(
        hooks.before().stream().map(Secrets::mask).toList(),
        hooks.after().stream().map(Secrets::mask).toList(),
        hooks.injections().stream()
            .map(i ->
                new Injection(i.at(), i.lasts(), mask(i.action()), i.undo().map(Secrets::mask)))
            .toList());
  }

  private static Body mask(Body body) {
    return switch (body) {
      case Body.Json(Template text) -> new Body.Json(map(text, Secrets::maskJson));
      case Body.Text(Template text) -> new Body.Text(maskMembers(text));
      case Body.Form form -> new Body.Form(form.fields().stream().map(Secrets::mask).toList());
      case Body.Multipart multipart ->
          new Body.Multipart(multipart.parts().stream().map(Secrets::mask).toList());
      case Body.Payload payload -> payload;
      case Body.File file -> file;
      case Body.None none -> none;
    };
  }

  private static Request mask(Request request) {
    return new Request(
        request.name(),
        request.method(),
        map(request.path(), Secrets::maskQuery),
        request.headers().stream().map(Secrets::mask).toList(),
        mask(request.body()),
        request.checks(),
        request.captures().stream().map(Secrets::mask).toList(),
        request.tags(),
        request.handling());
  }

  private static Body.Field mask(Body.Field field) {
    return isSecretName(field.name())
        ? new Body.Field(field.name(), map(field.value(), Secrets::maskCredential))
        : field;
  }

  private static Body.Part mask(Body.Part part) {
    return isSecretName(part.name())
            && part.content() instanceof Body.Content.TextContent(Template text, String fileName)
        ? new Body.Part(
            part.name(),
            new Body.Content.TextContent(map(text, Secrets::maskCredential), fileName),
            part.type())
        : part;
  }

  private static Request.Header mask(Request.Header header) {
    return isSecretHeader(header.name())
        ? new Request.Header(header.name(), map(header.value(), Secrets::maskCredential))
        : header;
  }

  /** {@code Bearer abc} becomes {@code Bearer ***}; blanks and a lone scheme stay. */
  public static String maskCredential(String text) {
    if (text.isBlank() || text.matches("[A-Za-z]{1,20} +")) {
      return text;
    }
    return text.matches("(?i)(basic|bearer|digest|token|apikey) .*")
        ? text.substring(0, text.indexOf(' ') + 1) + MASK
        : MASK;
  }

  private static String maskJson(String json) {
    return JSON_MEMBER.matcher(json).replaceAll("$1\"" + MASK + "\"");
  }

  private static Template map(Template template, UnaryOperator<String> change) {
    List<Part> parts = new ArrayList<>();
    for (Part part : template.parts()) {
      parts.add(
          switch (part) {
            case Part.Literal(String text) -> new Part.Literal(change.apply(text));
            case Part.Slot slot -> slot;
          });
    }
    return new Template(parts);
  }

  private static Monitor mask(Monitor monitor) {
    return switch (monitor.source()) {
      case Monitor.Source.Prometheus(URI url, Map<String, SeriesQuery> queries) ->
          with(monitor, new Monitor.Source.Prometheus(maskQuery(url), queries));
      case Monitor.Source.Health(URI url) ->
          with(monitor, new Monitor.Source.Health(maskQuery(url)));
      case Monitor.Source.Process process -> monitor;
      case Monitor.Source.Log log -> monitor;
    };
  }

  private static Monitor with(Monitor monitor, Monitor.Source source) {
    return new Monitor(monitor.name(), source, monitor.every(), monitor.optional());
  }

  private static URI maskQuery(URI url) {
    return URI.create(maskQuery(url.toString()));
  }

  private static URI maskUrl(URI url) {
    return url.getRawUserInfo() == null
        ? url
        : URI.create(url.toString().replace(url.getRawUserInfo() + "@", MASK + "@"));
  }
}
