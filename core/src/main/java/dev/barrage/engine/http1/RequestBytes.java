package dev.barrage.engine.http1;

import dev.barrage.engine.io.Block;
import dev.barrage.engine.schedule.Draw;
import dev.barrage.engine.schedule.SizeDraw;
import dev.barrage.plan.Template;
import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.Template.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request compiled once into literal bytes and slots (RFC 9112 section 3).
 *
 * <p>Without slots the whole request is one array, sent as it is. With slots, literals and values
 * are copied into the loop's output and sent by one call. Immutable.
 */
public final class RequestBytes {
  /** How a variable's name is known when the request is compiled. */
  public sealed interface Binding {
    /** The same for all users: becomes part of the literals. */
    record Constant(String text) implements Binding {}

    /** A user's own, by number. */
    record Variable(int number) implements Binding {}
  }

  private static final byte[] LENGTH = bytes("Content-Length: ");
  private static final byte[] LINE_END = bytes("\r\n");

  private final List<Object> head; // byte[] or Piece
  private final List<Object> body;
  private final boolean hasBody;
  private final boolean draws;
  private final @Nullable Block whole;

  private RequestBytes(List<Object> head, List<Object> body, boolean hasBody) {
    this.head = head;
    this.body = body;
    this.hasBody = hasBody;
    this.draws = body.stream().anyMatch(Payload.class::isInstance);
    this.whole = isLiteral(head) && isLiteral(body) ? compileWhole() : null;
  }

  /**
   * The text of a template that constants alone fill, as a request would hold it.
   *
   * @throws IllegalArgumentException a value is missing
   */
  public static String text(Template template, Map<String, String> constants) {
    Builder builder =
        new Builder(name -> {
          String value = constants.get(name);
          if (value == null) {
            throw new IllegalArgumentException("variable ${" + name + "} is not defined");
          }
          return new Binding.Constant(value);
        });
    List<Object> pieces = new ArrayList<>();
    builder.template(pieces, template, false);
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(new String((byte[]) piece, StandardCharsets.UTF_8)));
    return text.toString();
  }

  /** A request that somebody else has written. */
  public static RequestBytes written(byte[] whole) {
    return new RequestBytes(new Block(whole));
  }

  private RequestBytes(Block whole) {
    this.head = List.of();
    this.body = List.of();
    this.hasBody = false;
    this.draws = false;
    this.whole = whole;
  }

  /** The complete request if it has no slots, else null. */
  public @Nullable Block whole() {
    return whole;
  }

  /** Whether {@link Values#draw} is asked for. */
  public boolean draws() {
    return draws;
  }

  /** Writes the request with a user's values. {@code scratch} is overwritten. */
  public void write(Values values, ByteOutput out, ByteOutput scratch) {
    out.clear();
    append(head, values, out);
    if (hasBody) {
      scratch.clear();
      append(body, values, scratch);
      out.put(LENGTH);
      out.putDecimal(scratch.length());
      out.put(LINE_END);
      out.put(LINE_END);
      out.put(scratch.block().bytes, 0, scratch.length());
    } else {
      out.put(LINE_END);
    }
  }

  static void append(List<Object> pieces, Values values, ByteOutput out) {
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i) instanceof Piece piece) {
        piece.write(values, out);
      } else {
        out.put((byte[]) pieces.get(i));
      }
    }
  }

  private Block compileWhole() {
    ByteOutput out = new ByteOutput(256);
    write(NO_VALUES, out, new ByteOutput(256));
    return new Block(java.util.Arrays.copyOf(out.block().bytes, out.length()));
  }

  private static boolean isLiteral(List<Object> pieces) {
    return pieces.stream().noneMatch(Piece.class::isInstance);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final Values NO_VALUES =
      new Values() {
        @Override
        public long number(int variable) {
          throw new IllegalStateException("a literal request asks for no values");
        }

        @Override
        public Value value(int variable) {
          throw new IllegalStateException("a literal request asks for no values");
        }

        @Override
        public CookieJar cookies() {
          throw new IllegalStateException("a literal request asks for no values");
        }

        @Override
        public long draw() {
          throw new IllegalStateException("a literal request asks for no values");
        }
      };

  /** Collects the pieces of one request, in the order in which they are sent. */
  public static final class Builder {
    private final Function<String, Binding> bindings;
    private final List<Object> head = new ArrayList<>();
    private final List<Object> body = new ArrayList<>();
    private boolean hasBody;

    public Builder(Function<String, Binding> bindings) {
      this.bindings = bindings;
    }

    public Builder requestLine(String method, String basePath, Template path) {
      return requestLine(method, basePath, path, " HTTP/1.1");
    }

    /**
     * @param behind what follows the path, with the blank before the version
     */
    public Builder requestLine(String method, String basePath, Template path, String behind) {
      literal(head, method + " " + basePath);
      template(head, path, true);
      return line(behind);
    }

    /** Anything, up to the end of its line: for requests that are wrong on purpose. */
    public Builder line(String text) {
      literal(head, text + "\r\n");
      return this;
    }

    public Builder header(String name, Template value) {
      literal(head, name + ": ");
      template(head, value, true);
      literal(head, "\r\n");
      return this;
    }

    public Builder header(String name, String value) {
      return header(name, Template.literal(value));
    }

    /** {@code Authorization: Basic} (RFC 7617). */
    public Builder basicAuth(Template user, Template password) {
      List<Object> credentials = new ArrayList<>();
      template(credentials, user, false);
      literal(credentials, ":");
      template(credentials, password, false);
      Basic basic = new Basic(joined(credentials));
      literal(head, "Authorization: Basic ");
      if (isLiteral(basic.pieces())) {
        ByteOutput out = new ByteOutput(64);
        basic.write(NO_VALUES, out);
        head.add(java.util.Arrays.copyOf(out.block().bytes, out.length()));
      } else {
        head.add(basic);
      }
      literal(head, "\r\n");
      return this;
    }

    /**
     * The user's cookies; to be called behind all other header fields.
     *
     * @param sends false: the plan gives them itself, and only those of the answer are kept
     */
    public Builder cookies(CookieJar.Origin origin, boolean sends) {
      head.add(new Cookies(origin, sends));
      return this;
    }

    /** A {@code traceparent} of its own for each request (W3C Trace Context). */
    public Builder traceparent() {
      literal(head, "traceparent: ");
      head.add(new Traceparent());
      literal(head, "\r\n");
      return this;
    }

    /** Bytes of a size and place drawn for each request; {@code bytes} are never changed. */
    public Builder payload(byte[] bytes, SizeDraw sizes, Draw places) {
      hasBody = true;
      body.add(new Payload(bytes, sizes, places));
      return this;
    }

    /** More of the body. */
    public Builder body(Template text) {
      hasBody = true;
      template(body, text, false);
      return this;
    }

    /** The body of another request: what is drawn for one is drawn for the other. */
    public Builder bodyOf(RequestBytes other) {
      hasBody = other.hasBody;
      body.addAll(other.body);
      return this;
    }

    public Builder body(byte[] content) {
      hasBody = true;
      body.add(content);
      return this;
    }

    public RequestBytes build() {
      return new RequestBytes(joined(head), joined(body), hasBody);
    }

    private void template(List<Object> pieces, Template template, boolean inHead) {
      for (Part part : template.parts()) {
        switch (part) {
          case Part.Literal literal -> literal(pieces, literal.text());
          case Part.Slot slot -> slot(pieces, slot.variable(), slot.encoding(), inHead);
        }
      }
    }

    private void slot(List<Object> pieces, String name, Encoding encoding, boolean inHead) {
      switch (bindings.apply(name)) {
        case Binding.Variable variable -> pieces.add(new Slot(variable.number(), encoding, inHead));
        case Binding.Constant constant -> {
          ByteOutput out = new ByteOutput(64);
          Value value = new Value();
          byte[] text = bytes(constant.text());
          value.share(text, 0, text.length, Value.Kind.TEXT);
          new Slot(-1, encoding, inHead).write(value, out);
          pieces.add(java.util.Arrays.copyOf(out.block().bytes, out.length()));
        }
      }
    }

    private static void literal(List<Object> pieces, String text) {
      pieces.add(bytes(text));
    }

    /** Adjacent literals become one array: fewer copies per request. */
    private static List<Object> joined(List<Object> pieces) {
      List<Object> result = new ArrayList<>();
      ByteOutput literal = new ByteOutput(256);
      for (Object piece : pieces) {
        if (piece instanceof byte[] bytes) {
          literal.put(bytes);
        } else {
          flush(literal, result);
          result.add(piece);
        }
      }
      flush(literal, result);
      return List.copyOf(result);
    }

    private static void flush(ByteOutput literal, List<Object> result) {
      if (literal.length() > 0) {
        result.add(java.util.Arrays.copyOf(literal.block().bytes, literal.length()));
        literal.clear();
      }
    }
  }
}
