package dev.barrage.cli.imports;

import dev.barrage.plan.Secrets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Bodies as a plan writes them: JSON where it is JSON, text otherwise; secrets left out. */
final class Payload {
  /** Plans are no deeper than 50 levels, of which users and steps take some. */
  private static final int MAX_DEPTH = 35;

  private static final String FORM = "application/x-www-form-urlencoded";

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final LeftOut leftOut;

  Payload(LeftOut leftOut) {
    this.leftOut = leftOut;
  }

  /** Gives the request its body; the Content-Type that it has tells what the text is. */
  void body(DraftRequest request, String text, String where) {
    String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (type.contains("json") || type.isEmpty()) {
      Optional<Object> json = parsed(text);
      if (json.isPresent()) {
        if (type.equals("application/json")) {
          request.withoutHeader("Content-Type"); // a plan's json has that one by itself
        } else if (type.isEmpty()) {
          request.header("Content-Type", "text/plain");
        }
        request.body("json", leftOut.json(json.get(), where));
        return;
      }
    }
    if (type.startsWith(FORM)) {
      form(request, text, type, where);
    } else {
      request.body("text", text);
    }
  }

  /** Field by field, or as text where a plan's form would send it otherwise. */
  private void form(DraftRequest request, String text, String type, String where) {
    List<Address.Parameter> fields = Address.parameters(text);
    long names = fields.stream().map(Address.Parameter::name).distinct().count();
    boolean plain =
        names == fields.size() && Arrays.stream(text.split("&")).allMatch(p -> p.indexOf('=') > 0);
    if (!plain) {
      request.body("text", text(text, where));
      return;
    }
    Map<String, String> form = new LinkedHashMap<>();
    fields.forEach(f -> form.put(f.name(), leftOut.parameter(f.name(), f.value(), where)));
    if (type.equals(FORM)) {
      request.withoutHeader("Content-Type"); // a plan's form has that one by itself
    }
    request.body("form", form);
  }

  private String text(String text, String where) {
    StringBuilder out = new StringBuilder();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : Address.decoded(pair.substring(0, equals));
      String value = pair.substring(equals + 1);
      String place = name + " of " + where + ", percent-encoded";
      boolean secret = Secrets.isSecretName(name) && !value.isEmpty();
      out.append(out.isEmpty() ? "" : "&").append(pair, 0, equals + 1);
      out.append(secret ? leftOut.slot(name, value, place) : value);
    }
    return out.toString();
  }

  /** An object or a list; empty if the text is anything else, or JSON that a plan would change. */
  private static Optional<Object> parsed(String text) {
    try {
      String start = text.stripLeading();
      @Nullable Object json =
          start.startsWith("{") || start.startsWith("[")
              ? STRICT.readValue(text, Object.class)
              : null;
      return Optional.ofNullable(json);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
