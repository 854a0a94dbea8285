package dev.barrage.cli.imports;

import dev.barrage.cli.UsageException;
import dev.barrage.cli.imports.CurlOptions.Option;
import dev.barrage.plan.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One curl command: what its options ask for, kept until its requests are made. */
final class CurlCommand {
  /** About curl's own output and patience; a plan has no use for them. */
  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          ("silent show-error verbose include fail fail-with-body fail-early output remote-name"
                  + " write-out dump-header no-buffer progress-bar no-progress-meter stderr trace"
                  + " trace-ascii trace-time output-dir create-dirs disable http1.1 ipv4"
                  + " ipv6 no-keepalive no-alpn remote-time path-as-is styled-output")
              .split(" "));

  /** Redirects that curl follows unless told otherwise. */
  private static final int CURLS_REDIRECTS = 50;

  /** What a part of a body was given as. */
  private record Part(String option, String text) {}

  private final List<String> urls = new ArrayList<>();
  final Map<String, Object> tls = new LinkedHashMap<>();
  private final Draft draft;
  private final List<DraftRequest.Header> headers = new ArrayList<>();
  private final List<Part> data = new ArrayList<>();
  private final List<String> forms = new ArrayList<>();
  private final Set<String> literalForms = new HashSet<>();
  private final List<String> query = new ArrayList<>();
  private Optional<String> method = Optional.empty();
  private Optional<String> upload = Optional.empty();
  private Optional<String> timeout = Optional.empty();
  Optional<String> connectTimeout = Optional.empty();
  private boolean follow;
  private int mostRedirects = CURLS_REDIRECTS;
  private boolean get;
  private boolean head;
  private boolean json;
  private boolean globoff;

  CurlCommand(Draft draft) {
    this.draft = draft;
  }

  /** As curl asks for them: sets and ranges of a URL are several. */
  List<String> urls() {
    return globoff ? urls : urls.stream().flatMap(url -> CurlGlob.urls(url).stream()).toList();
  }

  void take(Option option) {
    String value = option.value();
    switch (option.name()) {
      case "url" -> urls.add(value);
      case "request" -> method = Optional.of(value);
      case "header", "proxy-header" -> header(option.name(), value);
      case "data", "data-ascii", "data-raw", "data-binary", "data-urlencode" ->
          data.add(new Part(option.name(), value));
      case "json" -> {
        json = true;
        data.add(new Part("json", value));
      }
      case "form" -> forms.add(value);
      case "form-string" -> {
        forms.add(value);
        literalForms.add(value);
      }
      case "url-query" -> query.add(encoded(value));
      case "user" -> basic(value);
      case "oauth2-bearer" ->
          headers.add(new DraftRequest.Header("Authorization", "Bearer " + value));
      case "cookie" -> cookie(value);
      case "user-agent" -> headers.add(new DraftRequest.Header("User-Agent", value));
      case "referer" ->
          headers.add(new DraftRequest.Header("Referer", value.replaceFirst(";auto$", "")));
      case "range" -> headers.add(new DraftRequest.Header("Range", "bytes=" + value));
      case "compressed" ->
          headers.add(new DraftRequest.Header("Accept-Encoding", "deflate, gzip, br, zstd"));
      case "location", "location-trusted" -> {
        follow = true;
        if (option.name().equals("location-trusted")) {
          draft.note("--location-trusted: credentials do not go along to another host");
        }
      }
      case "max-redirs" -> mostRedirects = redirects(value);
      case "get" -> get = true;
      case "head" -> head = true;
      case "insecure" -> tls.put("insecure", true);
      case "cacert", "cert", "key" -> tls.put(option.name(), value);
      case "max-time" -> timeout = seconds(value);
      case "connect-timeout" -> connectTimeout = seconds(value);
      case "upload-file" -> upload = Optional.of(value).filter(file -> !file.isEmpty());
      case "globoff" -> globoff = true;
      default -> other(option);
    }
  }

  private void other(Option option) {
    if (WITHOUT_MEANING.contains(option.name())) {
      return;
    }
    String shown = option.name().startsWith("-") ? option.name() : "--" + option.name();
    draft.note(
        switch (option.name()) {
          case "http2", "http2-prior-knowledge", "http3" -> shown + ": HTTP/1.1 is spoken instead";
          case "proxy", "preproxy", "socks5", "socks5-hostname" ->
              shown + ": a load test goes to its target directly";
          case "cookie-jar" -> shown + ": use capture: {name: cookie NAME} to keep a cookie";
          case "config" -> shown + ": put the file's options into the command";
          default -> "option " + shown;
        });
  }

  /** Curl's -1 stands for any number. */
  private int redirects(String value) {
    if (value.matches("\\d{1,9}")) {
      return Math.min(Integer.parseInt(value), Request.Handling.MOST_FOLLOW);
    }
    if (!value.equals("-1")) {
      draft.note("--max-redirs " + value);
      return CURLS_REDIRECTS;
    }
    return Request.Handling.MOST_FOLLOW;
  }

  private static Optional<String> seconds(String value) {
    return value.matches("\\d{1,6}(\\.\\d{1,3})?") && !value.matches("0*(\\.0*)?")
        ? Optional.of(value + "s")
        : Optional.empty();
  }

  private void header(String option, String line) {
    int colon = line.indexOf(':');
    if (option.equals("proxy-header") || line.startsWith("@")) {
      draft.note("--" + option + (line.startsWith("@") ? " from a file" : ""));
    } else if (colon > 0 && line.substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")) {
      String value = line.substring(colon + 1).strip();
      if (!value.isEmpty()) { // curl takes "Name:" as the wish to leave a header out
        headers.add(new DraftRequest.Header(line.substring(0, colon), value));
      }
    } else if (line.endsWith(";")) {
      headers.add(new DraftRequest.Header(line.substring(0, line.length() - 1), ""));
    } else {
      draft.note("a header that is not \"Name: value\"");
    }
  }

  private void basic(String credential) {
    String basic =
        java.util.Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8));
    headers.add(
        new DraftRequest.Header(
            "Authorization", "Basic " + (Slots.isIn(credential) ? open() : basic)));
  }

  private String open() {
    return draft.leftOut.open("basic_credential", "Authorization: base64 of user:password");
  }

  private void cookie(String value) {
    if (value.contains("=")) {
      headers.add(new DraftRequest.Header("Cookie", value));
    } else {
      draft.note("--cookie from a file; send a Cookie header instead");
    }
  }

  /** The request to one of the URLs. */
  DraftRequest request(Address address) {
    String sent = method.orElse(implied()).toUpperCase(java.util.Locale.ROOT);
    if (!DraftRequest.isKnown(sent)) {
      throw new UsageException("the method " + sent + " has no place in a plan");
    }
    String where = DraftRequest.label(sent, address.path());
    List<String> all = new ArrayList<>(query);
    if (get) {
      data.forEach(part -> all.add(pair(part)));
    }
    if (!address.query().isEmpty()) {
      all.addFirst(address.query());
    }
    Address whole =
        new Address(address.target(), "", address.path(), Address.encoded(String.join("&", all)));
    DraftRequest request = new DraftRequest(sent, whole.pathAndQuery(draft.leftOut, where));
    if (!address.userInfo().isEmpty() && headers.stream().noneMatch(CurlCommand::authorizes)) {
      basic(Address.decoded(address.userInfo()));
    }
    headers.forEach(
        h -> request.header(h.name(), draft.leftOut.header(h.name(), h.value(), where)));
    timeout.ifPresent(request::timeout);
    if (follow) {
      request.follow(mostRedirects);
    }
    body(request, where);
    return request;
  }

  private static boolean authorizes(DraftRequest.Header header) {
    return header.name().equalsIgnoreCase("Authorization");
  }

  private String implied() {
    if (head) {
      return "HEAD";
    }
    if (upload.isPresent()) {
      return "PUT";
    }
    return (data.isEmpty() && forms.isEmpty()) || get ? "GET" : "POST";
  }

  /** One body: the upload, else the form, else the data. Curl refuses what has several. */
  private void body(DraftRequest request, String where) {
    boolean hasData = !data.isEmpty() && !get;
    if (upload.isPresent()) {
      file(request, upload.get());
      leaveOut(forms.isEmpty() ? List.of() : List.of("form"), "--upload-file");
    } else if (!forms.isEmpty()) {
      new MultipartForm(draft.leftOut).body(request, forms, literalForms, where);
    } else if (hasData) {
      data(request, where);
    }
    if (hasData && (upload.isPresent() || !forms.isEmpty())) {
      leaveOut(
          data.stream().map(Part::option).distinct().toList(),
          upload.isPresent() ? "--upload-file" : "--form");
    }
  }

  private void leaveOut(List<String> options, String kept) {
    for (String option : options) {
      draft.note("--" + option + " beside " + kept + ": a request has one body");
    }
  }

  private void data(DraftRequest request, String where) {
    if (json) {
      addHeader(request, "Content-Type", "application/json");
      addHeader(request, "Accept", "application/json");
    } else {
      addHeader(request, "Content-Type", "application/x-www-form-urlencoded");
    }
    Part first = data.getFirst();
    boolean file = first.text().startsWith("@") && !first.option().equals("data-raw");
    if (data.size() == 1 && file && !first.option().equals("data-urlencode")) {
      file(request, first.text().substring(1));
      return;
    }
    String joint = json ? "" : "&";
    String text = String.join(joint, data.stream().map(this::pair).toList());
    new Payload(draft.leftOut).body(request, text, where);
  }

  private static void addHeader(DraftRequest request, String name, String value) {
    if (request.header(name).isEmpty()) {
      request.header(name, value);
    }
  }

  private void file(DraftRequest request, String name) {
    if (name.equals("-")) {
      draft.note("a body from standard input: save it to a file and write file: NAME");
      return;
    }
    request.body("file", named(name));
    draft.note(
        "the content of " + name + ": put the file beside the plan, it is read when it runs");
  }

  /**
   * @throws UsageException the name is empty
   */
  static String named(String file) {
    if (file.isEmpty()) {
      throw new UsageException(
          "a curl command takes a file without a name; write e.g. -d @body.json");
    }
    return file;
  }

  private String pair(Part part) {
    if (part.option().equals("data-urlencode")) {
      return encoded(part.text());
    }
    boolean file = part.text().startsWith("@") && !part.option().equals("data-raw");
    if (file) {
      draft.note("the content of " + part.text().substring(1) + " among other data");
      return "";
    }
    return part.text();
  }

  /** {@code content}, {@code =content} or {@code name=content}. */
  private String encoded(String text) {
    int equals = text.indexOf('=');
    if (equals < 0 && text.indexOf('@') >= 0) {
      draft.note("--data-urlencode from a file");
      return "";
    }
    String content = text.substring(equals + 1);
    String safe = Slots.isIn(content) ? content : Address.percent(content);
    return equals <= 0 ? safe : text.substring(0, equals) + "=" + safe;
  }
}
