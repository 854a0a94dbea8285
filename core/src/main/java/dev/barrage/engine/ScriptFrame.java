package dev.barrage.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.barrage.engine.CompiledStep.Call;
import dev.barrage.engine.http1.ByteOutput;
import dev.barrage.engine.http1.RequestBytes;
import dev.barrage.engine.io.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all requests of a user class have in common, taken from a declared {@code GET /} of that
 * class: base path, Host and all other fields that the plan adds. Immutable; any thread.
 */
final class ScriptFrame {
  private static final byte[] LINE_END = "\r\n".getBytes(UTF_8);
  private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(UTF_8);

  /** A declared request in pieces. */
  private record Pieces(byte[] basePath, List<String> names, List<byte[]> lines, byte[] fields) {
    /** {@code GET <base path><path> HTTP/1.1}, fields, an empty line (RFC 9112 section 2.1). */
    static Pieces of(byte[] request, int length, String path) {
      String text = new String(request, 0, length, UTF_8);
      String[] lines = text.split("\r\n");
      int before = (path + " HTTP/1.1").length();
      String basePath = lines[0].substring("GET ".length(), lines[0].length() - before);
      List<String> names = new ArrayList<>();
      List<byte[]> fields = new ArrayList<>();
      for (int i = 1; i < lines.length; i++) {
        names.add(lines[i].substring(0, lines[i].indexOf(':')));
        fields.add((lines[i] + "\r\n").getBytes(UTF_8));
      }
      int first = lines[0].length() + 2;
      byte[] all = text.substring(first, text.length() - 2).getBytes(UTF_8);
      return new Pieces(basePath.getBytes(UTF_8), names, fields, all);
    }
  }

  private final Call declared;
  private final int path;
  final Origins origins;
  private final @Nullable ScriptFrame redirected;
  private final @Nullable ScriptFrame away;
  private final @Nullable Pieces[] byTarget;

  /**
   * @param path number of the variable that takes the request's path; -1: the path is {@code /}
   */
  ScriptFrame(Call declared, int path, Origins origins) {
    this(declared, path, origins, null, null);
  }

  private ScriptFrame(
      Call declared,
      int path,
      Origins origins,
      @Nullable ScriptFrame redirected,
      @Nullable ScriptFrame away) {
    this.origins = origins;
    this.redirected = redirected;
    this.away = away;
    this.declared = declared;
    this.path = path;
    this.byTarget = new Pieces[declared.byTarget().length];
    for (int i = 0; i < byTarget.length; i++) {
      Block whole = declared.byTarget()[i].whole();
      byTarget[i] = whole == null ? null : Pieces.of(whole.bytes, whole.capacity(), "/");
    }
  }

  /**
   * With those of requests that redirects lead to.
   *
   * @param there to the same host
   * @param elsewhere to another one of the target, without credentials
   */
  ScriptFrame with(ScriptFrame there, ScriptFrame elsewhere) {
    return new ScriptFrame(declared, path, origins, there, elsewhere);
  }

  /** That of requests that redirects lead to. */
  ScriptFrame redirected(boolean leaves) {
    return java.util.Objects.requireNonNull(leaves ? away : redirected);
  }

  /** The bytes of a request to one of the target's URLs. */
  byte[] write(
      Session session,
      int target,
      String method,
      String path,
      List<String> headers,
      @Nullable String contentType,
      byte @Nullable [] body) {
    session.forgetTrace();
    Pieces pieces = pieces(session, target, path);
    if (names(headers, "traceparent")) {
      session.forgetTrace(); // the script's own goes
    }
    ByteOutput out =
        new ByteOutput(
            64 + path.length() + pieces.fields.length + (body == null ? 0 : body.length + 64));
    out.put(method.getBytes(UTF_8));
    out.put((byte) ' ');
    out.put(pieces.basePath);
    out.put(path.getBytes(UTF_8));
    out.put(VERSION);
    fields(pieces, headers, out);
    if (contentType != null && !names(headers, "Content-Type")) {
      field("Content-Type", contentType, out);
    }
    for (int i = 0; i < headers.size(); i += 2) {
      field(headers.get(i), headers.get(i + 1), out);
    }
    byte[] content = body == null && CompiledPlan.hasContent(method) ? new byte[0] : body;
    if (content != null) {
      out.put("Content-Length: ".getBytes(UTF_8));
      out.putDecimal(content.length);
      out.put(LINE_END);
    }
    out.put(LINE_END);
    if (content != null) {
      out.put(content);
    }
    return Arrays.copyOf(out.block().bytes, out.length());
  }

  private Pieces pieces(Session session, int target, String requestPath) {
    Pieces ready = byTarget[target];
    if (ready != null) {
      return ready;
    }
    if (path >= 0) {
      byte[] text = requestPath.getBytes(UTF_8);
      session.value(path).set(text, 0, text.length, true);
    }
    ByteOutput out = new ByteOutput(512);
    declared.byTarget()[target].write(session, out, new ByteOutput(16));
    return Pieces.of(out.block().bytes, out.length(), path >= 0 ? requestPath : "/");
  }

  /** The plan's own fields, but for those that the script gives. */
  private static void fields(Pieces pieces, List<String> headers, ByteOutput out) {
    boolean clash = false;
    for (int i = 0; i < pieces.names.size() && !clash; i++) {
      clash = names(headers, pieces.names.get(i));
    }
    if (!clash) {
      out.put(pieces.fields);
      return;
    }
    for (int i = 0; i < pieces.lines.size(); i++) {
      if (!names(headers, pieces.names.get(i))) {
        out.put(pieces.lines.get(i));
      }
    }
  }

  private static boolean names(List<String> headers, String name) {
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  private static void field(String name, String value, ByteOutput out) {
    out.put(name.getBytes(UTF_8));
    out.put((byte) ':');
    out.put((byte) ' ');
    out.put(value.getBytes(UTF_8));
    out.put(LINE_END);
  }

  /** A request of a script as one of the plan's. */
  Call call(ScriptedRequest request, int target, int name, int deadline) {
    return declared.scripted(
        name, RequestBytes.written(request.bytes()), target, request.planned(), deadline);
  }
}
