package dev.barrage.cli.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code curl -F}: the parts of a multipart body (RFC 7578), files by their names. */
final class MultipartForm {
  private static final Pattern PARAMETER = Pattern.compile(";(type|filename)=([^;]*)");

  private final LeftOut leftOut;

  MultipartForm(LeftOut leftOut) {
    this.leftOut = leftOut;
  }

  /**
   * @param forms as curl takes them: {@code name=text}, {@code name=@file;type=image/png}
   */
  void body(DraftRequest request, List<String> forms, String where) {
    List<Map<String, Object>> parts = new ArrayList<>();
    Map<String, Object> byName = new LinkedHashMap<>();
    for (String form : forms) {
      int equals = form.indexOf('=');
      String name = equals < 0 ? form : form.substring(0, equals);
      Object part = part(name, form.substring(equals + 1), where);
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
      content = content.substring(0, Math.min(content.length(), given.indexOf(matcher.group())));
      part.put(matcher.group(1).equals("type") ? "type" : "name", matcher.group(2));
    }
    if (file) {
      part.putFirst("file", content.substring(1));
      return part;
    }
    String text = leftOut.parameter(name, content, where);
    part.remove("name");
    part.putFirst("text", text);
    return part.size() == 1 ? text : part;
  }
}
