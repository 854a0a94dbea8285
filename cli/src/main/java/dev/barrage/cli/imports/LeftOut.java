package dev.barrage.cli.imports;

import dev.barrage.plan.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Secrets that an import leaves out: each value gets a variable, and is forgotten with the import.
 */
final class LeftOut {
  /** What does not stand elsewhere by chance: no word of a path, no small number. */
  private static final Pattern TELLING = Pattern.compile("(?s)(?=.*\\d).{8,}|.{16,}");

  /** By the variable's name. */
  private final Map<String, String> values = new LinkedHashMap<>();

  private final Map<String, String> places = new LinkedHashMap<>();

  /**
   * The slot that stands for a value; the same value has the same variable everywhere.
   *
   * @param where shown to the user
   */
  String slot(String wanted, String value, String where) {
    if (Slots.isWhole(value)) {
      return value; // it was a variable already
    }
    String base = wanted.replaceAll("[^A-Za-z0-9_.-]", "_").replaceFirst("^[^A-Za-z_]", "_");
    String cut = base.length() > 80 ? base.substring(0, 80) : base;
    String name = cut;
    for (int n = 2; values.containsKey(name) && !value.equals(values.get(name)); n++) {
      name = cut + "_" + n;
    }
    values.put(name, value);
    places.putIfAbsent(name, where);
    return Slots.of(name);
  }

  /** A variable that the input itself leaves open. */
  String open(String name, String where) {
    places.putIfAbsent(name, where);
    return Slots.of(name);
  }

  /** A header's value without its credential; the scheme stays. */
  String header(String name, String value, String where) {
    if (!Secrets.isSecretHeader(name) || value.isBlank()) {
      return value;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    String place = name + " of " + where;
    if (lower.equals("authorization") || lower.equals("proxy-authorization")) {
      return authorization(value.strip(), place);
    }
    if (lower.equals("cookie") && Slots.isIn(value)) {
      return cookies(value, place);
    }
    String plain = lower.replaceFirst("^x-", "").replace('-', '_');
    return slot(Secrets.isSecretName(plain) ? plain : plain + "_secret", value, place);
  }

  /** Some of the pairs hold variables; the others are left out one by one. */
  private String cookies(String value, String place) {
    List<String> pairs = new ArrayList<>();
    for (String pair : value.split("; *")) {
      int equals = pair.indexOf('=');
      String name = pair.substring(0, Math.max(0, equals));
      String kept =
          slot(name + "_cookie_secret", pair.substring(equals + 1), name + " in " + place);
      pairs.add(equals < 0 ? kept : name + "=" + kept);
    }
    return String.join("; ", pairs);
  }

  private String authorization(String value, String place) {
    int blank = value.indexOf(' ');
    String scheme = blank < 0 ? "" : value.substring(0, blank);
    String rest = value.substring(blank + 1).strip();
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "bearer" -> scheme + " " + slot("token", rest, place);
      case "basic" ->
          scheme + " " + slot("basic_credential", rest, place + ": base64 of user:password");
      default -> slot("authorization_secret", value, place);
    };
  }

  /** A parameter's value, if its name does not sound like a secret; else the slot for it. */
  String parameter(String name, String value, String where) {
    return Secrets.isSecretName(name) && !value.isEmpty()
        ? slot(name, value, name + " of " + where)
        : value;
  }

  /** A JSON document without the text members whose names sound like secrets. */
  @Nullable Object json(@Nullable Object json, String where) {
    return switch (json) {
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        list.forEach(item -> items.add(json(item, where)));
        yield items;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach((key, value) -> {
          String name = String.valueOf(key);
          boolean text = value instanceof String || value instanceof Number;
          members.put(
              name,
              text && Secrets.isSecretName(name)
                  ? parameter(name, String.valueOf(value), where)
                  : json(value, where));
        });
        yield members;
      }
      case null, default -> json;
    };
  }

  /**
   * A tree of a plan in which no value that was left out stands in another place: the token of a
   * header may be a parameter of no telling name, too.
   */
  @Nullable Object scrubbed(@Nullable Object tree) {
    return switch (tree) {
      case String text -> scrubbed(text);
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        list.forEach(item -> items.add(scrubbed(item)));
        yield items;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach((key, value) -> members.put(String.valueOf(key), scrubbed(value)));
        yield members;
      }
      case null, default -> tree;
    };
  }

  private String scrubbed(String text) {
    String scrubbed = text;
    for (Map.Entry<String, String> secret : values.entrySet()) {
      if (TELLING.matcher(secret.getValue()).matches()) {
        String slot = "${" + secret.getKey() + "}";
        scrubbed =
            scrubbed
                .replace(secret.getValue(), slot)
                .replace(Address.percent(secret.getValue()), slot);
      }
    }
    return scrubbed;
  }

  /** Variables to be given, each with where it is used. */
  Map<String, String> places() {
    return places;
  }
}
