package dev.barrage.cli.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code curl -F}: the parts of a multipart body (RFC 7578), files by their names. */
final class MultipartForm {
  /** A value may stand in double quotes, in which a backslash escapes. */
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*(type|filename)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;]*))");

  private final LeftOut leftOut;

  MultipartForm(LeftOut leftOut) {
    this.leftOut = leftOut;
  }

  /**
   * @param forms as curl takes them: {@code name=text}, {@code name=@file;type=image/png}
   * @param literal those of them whose text is taken as it stands ({@code --form-string})
   */
  void body(DraftRequest request, List<String> forms, Set<String> literal, String where) {
    List<Map<String, Object>> parts = new ArrayList<>();
    Map<String, Object> byName = new LinkedHashMap<>();
    for (String form : forms) {
      int equals = form.indexOf('=');
      String name = equals < 0 ? form : form.substring(0, equals);
      String given = form.substring(equals + 1);
      Object part =
          literal.contains(form) ? leftOut.parameter(name, given, where) : part(name, given, where);
      parts.add(Map.of(name, part));
      byName.put(name, part);
    }
    request.withoutHeader("Content-Type"); // it names the boundary, which the engine chooses
    request.body("multipart", byName.size() == parts.size() ? byName : parts);
  }

  private Object part(String name, String given, String where) {
    boolean file = given.startsWith("@") || given.startsWith("<");
    LinkedHashMap<String, Object> part = new LinkedHashMap<>();
    Matcher matcher = PARAMETER.matcher(given);
    String content = given;
    while (matcher.find()) {
      content = content.substring(0, Math.min(content.length(), matcher.start()));
      String quoted = matcher.group(2);
      String value = quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      part.put(matcher.group(1).equals("type") ? "type" : "name", value);
    }
    if (file) {
      part.putFirst("file", CurlCommand.named(content.substring(1)));
      if (given.startsWith("<")) {
        part.put("name", ""); // a field with the content of the file
      }
      return part;
    }
    String text = leftOut.parameter(name, content, where);
    part.remove("name");
    part.putFirst("text", text);
    return part.size() == 1 ? text : part;
  }
}
