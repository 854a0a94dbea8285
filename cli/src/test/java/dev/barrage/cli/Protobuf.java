package dev.barrage.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A message on the wire, read without its schema: fields by number. */
final class Protobuf {
  private final Map<Integer, List<Object>> fields = new TreeMap<>();

  Protobuf(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long key = varint(in);
      Object value =
          switch ((int) (key & 7)) {
            case 0 -> varint(in);
            case 1 -> in.getLong();
            case 2 -> bytes(in);
            case 5 -> (long) in.getInt();
            default -> throw new IllegalArgumentException("wire type " + (key & 7));
          };
      fields.computeIfAbsent((int) (key >>> 3), number -> new ArrayList<>()).add(value);
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[(int) varint(in)];
    in.get(bytes);
    return bytes;
  }

  private List<Object> all(int field) {
    return fields.getOrDefault(field, List.of());
  }

  List<Protobuf> messages(int field) {
    return all(field).stream().map(bytes -> new Protobuf((byte[]) bytes)).toList();
  }

  Protobuf message(int field) {
    return messages(field).getFirst();
  }

  String text(int field) {
    return new String((byte[]) all(field).getFirst(), StandardCharsets.UTF_8);
  }

  long number(int field) {
    return (long) all(field).getFirst();
  }

  /** A fixed64. */
  long fixed(int field) {
    return number(field);
  }

  double real(int field) {
    return Double.longBitsToDouble(number(field));
  }
}
