package dev.barrage.cli.imports;

import dev.barrage.cli.UsageException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded browser session (HTTP Archive 1.2) as a plan: one task, a group of steps for each
 * page, think times as waits, statuses as checks, what answers gave to later requests as captures.
 */
public final class HarImport {
  private static final int MAX_ENTRIES = 2_000;
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int NOT_MODIFIED = 304;

  private static final Pattern STATIC_PATH =
      Pattern.compile(
          "(?i).*\\.(js|mjs|css|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|otf|eot|map|wasm"
              + "|mp4|webm|mp3)");

  private static final Pattern STATIC_TYPE =
      Pattern.compile(
          "(?i)(image|font|video|audio)/.*|text/css.*|(text|application)/(x-)?(javascript|wasm).*");

  /** About the browser that recorded, or what the engine says itself. */
  private static final Pattern BROWSERS_OWN =
      Pattern.compile("(?i)sec-.*|priority|dnt|upgrade-insecure-requests|host");

  /** When something was asked for, and how long it took. */
  private record Entry(JsonNode json, String url, Instant start, Duration took) {}

  /**
   * How to import.
   *
   * @param host only entries of this host (with or without its port); empty: of the most frequent
   * @param statics whether scripts, styles, images and fonts are kept
   * @param waits whether pauses between entries are kept
   */
  public record Options(Optional<String> host, boolean statics, boolean waits) {}

  private final Draft draft;
  private final Options options;
  private final Correlation correlation = new Correlation();

  private HarImport(String name, Options options) {
    this.draft = new Draft(name);
    this.options = options;
  }

  /**
   * @param name of the file
   * @throws UsageException it is no HAR file, or holds no request that can be imported
   */
  public static Imported read(String name, String text, Options options) {
    JsonNode log = JsonDocument.read(name, text).path("log");
    if (!log.path("entries").isArray()) {
      throw new UsageException(name + " is not a HAR file: it has no log.entries");
    }
    return new HarImport(name, options).plan(log);
  }

  private Imported plan(JsonNode log) {
    List<Entry> entries = wanted(entries(log));
    Map<String, String> titles = new LinkedHashMap<>();
    for (JsonNode page : log.path("pages")) {
      titles.put(page.path("id").asString(""), page.path("title").asString(""));
    }
    List<Object> steps = new ArrayList<>();
    List<DraftRequest> requests = requests(entries);
    Instant end = Instant.MAX;
    String page = "";
    List<Object> group = steps;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      String of = entry.json().path("pageref").asString("");
      if (!of.equals(page)) {
        pause(end, entry.start()).ifPresent(steps::add);
        group = page(of, titles, steps);
        page = of;
      } else {
        pause(end, entry.start()).ifPresent(group::add);
      }
      group.add(requests.get(i).tree());
      Instant ended = entry.start().plus(entry.took());
      end = end.equals(Instant.MAX) || ended.isAfter(end) ? ended : end;
    }
    return finish(steps);
  }

  private Imported finish(List<Object> steps) {
    List<Draft.Step> wrapped = new ArrayList<>();
    for (Object step : steps) {
      @SuppressWarnings("unchecked")
      Map<String, Object> tree = (Map<String, Object>) step;
      wrapped.add(new Draft.Step(tree, List.of()));
    }
    draft.users.add(new Draft.User("browser", List.of(new Draft.Task(wrapped, List.of()))));
    draft.load.add("hold 1 users for 1m");
    return Imported.of(draft);
  }

  private static List<Object> page(String id, Map<String, String> titles, List<Object> steps) {
    if (id.isEmpty()) {
      return steps;
    }
    String title = DraftText.printable(titles.getOrDefault(id, id)).replaceFirst("\\?.*", "");
    String name = title.isBlank() ? id : title;
    List<Object> within = new ArrayList<>();
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("group", Slots.template(name.substring(0, Math.min(100, name.length()))));
    group.put("steps", within);
    steps.add(group);
    return within;
  }

  private Optional<Object> pause(Instant before, Instant start) {
    if (!options.waits() || before.equals(Instant.MAX)) {
      return Optional.empty();
    }
    Duration gap = Duration.between(before, start);
    long tenths = (Math.min(gap.toMillis(), LONGEST_WAIT.toMillis()) + 50) / 100;
    boolean felt = gap.compareTo(SHORTEST_WAIT) >= 0;
    return felt
        ? Optional.of(Map.of("wait", (tenths % 10 == 0 ? tenths / 10 + "s" : tenths * 100 + "ms")))
        : Optional.empty();
  }

  private List<Entry> entries(JsonNode log) {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry : log.path("entries")) {
      String url = entry.path("request").path("url").asString("");
      String started = entry.path("startedDateTime").asString("");
      double took = Math.clamp(entry.path("time").asDouble(0), 0, 3_600_000);
      if (!url.matches("(?is)https?://.*")) {
        draft.note("an entry that is not http: " + url.replaceFirst(":.*", ":…"));
      } else if (entries.size() == MAX_ENTRIES) {
        draft.note("entries after the first " + MAX_ENTRIES);
      } else {
        entries.add(new Entry(entry, url, instant(started), Duration.ofMillis((long) took)));
      }
    }
    entries.sort(Comparator.comparing(Entry::start)); // stable: equal times stay as recorded
    return entries;
  }

  private Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      draft.note("a startedDateTime that is no RFC 3339 time");
      return Instant.EPOCH;
    }
  }

  /** Of the wanted host, without what was never answered and without static files. */
  private List<Entry> wanted(List<Entry> all) {
    Map<String, Integer> targets = new LinkedHashMap<>();
    List<Entry> kept = new ArrayList<>();
    int statics = 0;
    for (Entry entry : all) {
      String target = Address.of(entry.url()).target();
      JsonNode response = entry.json().path("response");
      if (response.path("status").asInt(0) < 100) {
        draft.note("an entry that was never answered, of " + target);
      } else if (!options.statics() && isStatic(entry, response)) {
        statics++;
      } else if (options.host().map(host -> isOf(host, target)).orElse(true)) {
        targets.merge(target, 1, Integer::sum);
        kept.add(entry);
      }
    }
    if (statics > 0) {
      draft.note(statics + " static files; --static keeps them");
    }
    return ofOneTarget(kept, targets);
  }

  private List<Entry> ofOneTarget(List<Entry> kept, Map<String, Integer> targets) {
    if (targets.isEmpty()) {
      throw new UsageException(
          draft.source
              + (options
                  .host()
                  .map(host -> " has no request of host " + host)
                  .orElse(
                      " has no request that can be imported; --static keeps scripts and images")));
    }
    String target =
        targets.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    targets.remove(target);
    targets.forEach((other, count) ->
        draft.note(count + " requests to " + other + "; --host imports those instead"));
    draft.target.put("url", target);
    return kept.stream()
        .filter(entry -> Address.of(entry.url()).target().equals(target))
        .filter(entry -> {
          String method = entry.json().path("request").path("method").asString("");
          if (!DraftRequest.isKnown(method)) {
            draft.note("the method " + method);
          }
          return DraftRequest.isKnown(method);
        })
        .toList();
  }

  private static boolean isOf(String host, String target) {
    String authority = target.replaceFirst("(?i)https?://", "");
    return authority.equalsIgnoreCase(host)
        || authority.replaceFirst(":\\d+$", "").equalsIgnoreCase(host);
  }

  private static boolean isStatic(Entry entry, JsonNode response) {
    String type = response.path("content").path("mimeType").asString("");
    String method = entry.json().path("request").path("method").asString("");
    return method.equals("GET")
        && (STATIC_PATH.matcher(Address.of(entry.url()).path()).matches()
            || STATIC_TYPE.matcher(type).matches());
  }

  private List<DraftRequest> requests(List<Entry> entries) {
    List<DraftRequest> requests = new ArrayList<>();
    for (Entry entry : entries) {
      DraftRequest request = request(entry.json().path("request"), entry.url());
      JsonNode response = entry.json().path("response");
      int status = response.path("status").asInt(0);
      request.expect(
          status == NOT_MODIFIED
              ? Map.of("status", List.of(200, NOT_MODIFIED)) // the cache was the browser's
              : Map.of("status", status));
      remember(request, response);
      requests.add(request);
    }
    return requests;
  }

  private void remember(DraftRequest request, JsonNode response) {
    for (JsonNode header : response.path("headers")) {
      String name = header.path("name").asString("");
      String value = header.path("value").asString("");
      if (name.equalsIgnoreCase("Set-Cookie")) {
        value.lines().forEach(cookie -> correlation.cookie(request, cookie));
      } else {
        correlation.header(request, name, value);
      }
    }
    JsonNode content = response.path("content");
    if (content.path("mimeType").asString("").contains("json")) {
      try {
        correlation.body(request, JsonMapper.shared().readTree(text(content)));
      } catch (JacksonException | IllegalArgumentException e) {
        draft.note("looking for tokens in an answer that is not the JSON it claims to be");
      }
    }
  }

  /** Browsers write some text in base64. */
  private static String text(JsonNode content) {
    String text = content.path("text").asString("");
    return content.path("encoding").asString("").equals("base64")
        ? new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8)
        : text;
  }

  private DraftRequest request(JsonNode json, String url) {
    String method = json.path("method").asString("");
    Address address = Address.of(correlation.replaced(url));
    String where = DraftRequest.label(method, address.path());
    DraftRequest request = new DraftRequest(method, address.pathAndQuery(draft.leftOut, where));
    for (JsonNode header : json.path("headers")) {
      header(request, header.path("name").asString(""), header.path("value").asString(""), where);
    }
    JsonNode data = json.path("postData");
    if (!data.isMissingNode() && !method.equals("GET") && !method.equals("HEAD")) {
      body(request, data, where);
    }
    return request;
  }

  private void header(DraftRequest request, String name, String value, String where) {
    boolean sound = name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");
    if (!sound || value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
      if (!name.startsWith(":")) {
        draft.note("a header that is not one: " + DraftText.printable(name));
      }
    } else if (!BROWSERS_OWN.matcher(name).matches()) {
      String repeated = correlation.replaced(value);
      request.header(name, draft.leftOut.header(name, repeated, where));
    }
  }

  private void body(DraftRequest request, JsonNode data, String where) {
    String text = data.path("text").asString("");
    if (text.isEmpty() && data.path("params").size() > 0) {
      List<String> pairs = new ArrayList<>();
      for (JsonNode pair : data.path("params")) {
        if (pair.has("fileName")) {
          draft.note("the file " + pair.path("fileName").asString("") + " sent by " + where);
        }
        pairs.add(
            Address.percent(pair.path("name").asString(""))
                + "="
                + Address.percent(pair.path("value").asString("")));
      }
      text = String.join("&", pairs);
    }
    String type = data.path("mimeType").asString("");
    if (request.header("Content-Type").isEmpty() && !type.isEmpty()) {
      request.header("Content-Type", type);
    }
    new Payload(draft.leftOut).body(request, correlation.replaced(text), where);
  }
}
