package dev.barrage.cli.imports;

import java.util.List;

/**
 * {@code curl -F}: multipart/form-data (RFC 7578), written out as text; parts from files are said.
 */
final class MultipartForm {
  private static final String BOUNDARY = "barrage-4f1c8a9e7d2b";

  private final Draft draft;

  MultipartForm(Draft draft) {
    this.draft = draft;
  }

  void body(DraftRequest request, List<String> forms, String where) {
    StringBuilder body = new StringBuilder();
    for (String form : forms) {
      int equals = form.indexOf('=');
      String name = equals < 0 ? form : form.substring(0, equals);
      String value = equals < 0 ? "" : form.substring(equals + 1);
      if (value.startsWith("@") || value.startsWith("<")) {
        draft.note("the file of form part " + name);
        continue;
      }
      body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
          .append(name.replace("\"", "%22").replaceAll("[\r\n]", ""))
          .append("\"\r\n\r\n")
          .append(draft.leftOut.parameter(name, value, where))
          .append("\r\n");
    }
    request.withoutHeader("Content-Type");
    request.header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
    request.body("text", body + "--" + BOUNDARY + "--\r\n");
  }
}
