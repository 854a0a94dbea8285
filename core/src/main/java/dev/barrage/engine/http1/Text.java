package dev.barrage.engine.http1;

import dev.barrage.engine.http1.RequestBytes.Binding;
import dev.barrage.plan.Template;
import dev.barrage.plan.Template.Part;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * A template compiled once into literal bytes and slots, for values that are not sent. Immutable.
 */
public final class Text {
  private final Object[] pieces; // byte[] or Slot

  private Text(Object[] pieces) {
    this.pieces = pieces;
  }

  public static Text of(Template template, Function<String, Binding> bindings) {
    return new Text(template.parts().stream().map(part -> piece(part, bindings)).toArray());
  }

  private static Object piece(Part part, Function<String, Binding> bindings) {
    return switch (part) {
      case Part.Literal literal -> bytes(literal.text());
      case Part.Slot slot ->
          switch (bindings.apply(slot.variable())) {
            case Binding.Constant constant -> bytes(constant.text());
            case Binding.Variable variable -> new Slot(variable.number(), slot.encoding(), false);
          };
    };
  }

  /** Text as values hold it: in UTF-8. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes the text with a user's values; {@code out} is overwritten. */
  public void write(Values values, ByteOutput out) {
    out.clear();
    for (Object piece : pieces) {
      if (piece instanceof Slot slot) {
        slot.write(values, out);
      } else {
        out.put((byte[]) piece);
      }
    }
  }
}
