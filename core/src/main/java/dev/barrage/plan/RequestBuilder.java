package dev.barrage.plan;

import dev.barrage.plan.Request.OnFailure;
import dev.barrage.plan.Template.Encoding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Request}; see {@link Plans}. For one thread. */
public final class RequestBuilder implements Plans.StepSource {
  private final String method;
  private final Template path;
  private Optional<String> name = Optional.empty();
  private final List<Request.Header> headers = new ArrayList<>();
  private Body body = new Body.None();
  private final List<Check> checks = new ArrayList<>();
  private final List<Capture> captures = new ArrayList<>();
  private Optional<Duration> timeout = Optional.empty();
  private final List<String> tags = new ArrayList<>();
  private OnFailure onFailure = OnFailure.END_ITERATION;
  private Optional<Fault> fault = Optional.empty();
  private int follow;
  private final @Nullable Throwable made = PlanMistakes.here();

  RequestBuilder(String method, String path) {
    this.method = method;
    this.path = PlanMistakes.attempt(Template.literal("/"), () -> Paths.parse(path));
  }

  /** Groups results; default {@code METHOD path}. */
  public RequestBuilder name(String name) {
    this.name = Optional.of(name);
    return this;
  }

  /** One more header field. */
  public RequestBuilder header(String name, String value) {
    var _ = PlanMistakes.attempt(() -> headers.add(checkedHeader(name, value)));
    return this;
  }

  static Request.Header checkedHeader(String name, String value) {
    String checked = HeaderNames.checkValue(value);
    return new Request.Header(HeaderNames.checkSent(name), Templates.parse(checked, Encoding.RAW));
  }

  /** A JSON body of maps, lists, text, numbers, booleans and null. */
  public RequestBuilder json(@Nullable Object value) {
    var _ = PlanMistakes.attempt(() -> this.body = new Body.Json(JsonTemplate.of(value)));
    return this;
  }

  public RequestBuilder text(String text) {
    var _ =
        PlanMistakes.attempt(() -> this.body = new Body.Text(Templates.parse(text, Encoding.RAW)));
    return this;
  }

  public RequestBuilder file(Path file) {
    this.body = new Body.File(file.toAbsolutePath().normalize());
    return this;
  }

  /** One more field of a form. */
  public RequestBuilder form(String name, String value) {
    List<Body.Field> fields = new ArrayList<>();
    if (body instanceof Body.Form form) {
      fields.addAll(form.fields());
    }
    fields.add(new Body.Field(name, Templates.parse(value, Encoding.URI_COMPONENT)));
    this.body = new Body.Form(fields);
    return this;
  }

  /** One more part of a multipart body, of text. */
  public RequestBuilder part(String name, String text) {
    Template content = Templates.parse(text, Encoding.RAW);
    return part(new Body.Part(name, new Body.Content.TextContent(content), Optional.empty()));
  }

  /** One more part of a multipart body: text that the server is told is a file of this name. */
  public RequestBuilder part(String name, String text, String fileName, String type) {
    Template content = Templates.parse(text, Encoding.RAW);
    return part(
        new Body.Part(
            name,
            new Body.Content.TextContent(content, fileName),
            Optional.of(HeaderNames.checkValue(type))));
  }

  /** One more part of a multipart body, a file of a media type. */
  public RequestBuilder part(String name, Path file, String type) {
    return part(name, file, String.valueOf(file.toAbsolutePath().normalize().getFileName()), type);
  }

  /** The same with another name told to the server; {@code ""}: a field like others. */
  public RequestBuilder part(String name, Path file, String fileName, String type) {
    Path path = file.toAbsolutePath().normalize();
    return part(
        new Body.Part(
            name,
            new Body.Content.FileContent(path, fileName),
            Optional.of(HeaderNames.checkValue(type))));
  }

  private RequestBuilder part(Body.Part part) {
    List<Body.Part> parts = new ArrayList<>();
    if (body instanceof Body.Multipart multipart) {
      parts.addAll(multipart.parts());
    }
    parts.add(part);
    this.body = new Body.Multipart(parts);
    return this;
  }

  /** Bytes made by the seed: {@code payload("1KB..100KB")}, {@code payload("text 10KB")}. */
  public RequestBuilder payload(String sizes) {
    var _ = PlanMistakes.attempt(() -> this.body = BodyReader.payload(sizes));
    return this;
  }

  /** When the response counts as good; default: a status below 400. */
  public RequestBuilder expect(Check... checks) {
    this.checks.addAll(Arrays.asList(checks));
    return this;
  }

  /** Sets a variable of the user: {@code capture("token", json("$.token"))}. */
  public RequestBuilder capture(String variable, Capture.Source source) {
    var _ =
        PlanMistakes.attempt(
            () -> captures.add(new Capture(Templates.checkName(variable), source)));
    return this;
  }

  /** As above; where nothing is found, the variable gets the default, and nothing failed. */
  public RequestBuilder capture(String variable, Capture.Source source, String fallback) {
    var _ =
        PlanMistakes.attempt(() ->
            captures.add(
                new Capture(Templates.checkName(variable), source, Optional.of(fallback))));
    return this;
  }

  /** The flow goes on if the request fails. */
  public RequestBuilder continueOnFailure() {
    this.onFailure = OnFailure.CONTINUE;
    return this;
  }

  /** Redirects are followed, up to {@value Request#FOLLOW} of them. */
  public RequestBuilder follow() {
    return follow(Request.Handling.FOLLOW);
  }

  /** So many redirects are followed at most; 0: a redirect is the answer. */
  public RequestBuilder follow(int atMost) {
    this.follow = atMost;
    return this;
  }

  /** Words that {@code -T} and {@code -E} select tasks by. */
  public RequestBuilder tags(String... words) {
    var _ =
        PlanMistakes.attempt(() -> Arrays.stream(words).map(StepReader::tag).forEach(tags::add));
    return this;
  }

  public RequestBuilder timeout(Duration timeout) {
    this.timeout = Optional.of(timeout);
    return this;
  }

  /** What the client does wrong: {@code fault("slow body 10s")}, as plan files write it. */
  public RequestBuilder fault(String text) {
    this.fault = Optional.of(FaultParser.parse(text));
    return this;
  }

  @Override
  public Request step() {
    Request request = PlanMistakes.attempt(Request.bare("GET /", "GET", path), this::request);
    PlanMistakes.remember(made, VariableUse.templates(request));
    return request;
  }

  private Request request() {
    return new Request(
        name.orElse(Secrets.maskQuery(method + " " + path.source())),
        method,
        path,
        headers,
        body,
        checks,
        captures,
        tags,
        new Request.Handling(timeout, onFailure, fault, follow));
  }
}
