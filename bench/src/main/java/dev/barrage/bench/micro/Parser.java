package dev.barrage.bench.micro;

import dev.barrage.engine.http1.KnownHead;
import dev.barrage.engine.http1.ResponseParser;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One response out of one read: what a gateway sends back with its usual header fields. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Parser {
  private static final String FIELDS =
      """
      HTTP/1.1 200 OK
      Server: nginx/1.22.1
      Date: Sat, 21 Nov 2026 06:00:00 GMT
      Content-Type: application/json; charset=utf-8
      Connection: keep-alive
      Cache-Control: no-store
      X-Request-Id: 5f1c9c52-6b1a-4f0e-9d0e-2f6a5f3f9f11
      """;

  private final ResponseParser parser = new ResponseParser(64 << 10, new KnownHead());
  private final byte[] plain =
      wire(FIELDS + "Content-Length: 27\n\n{\"message\":\"hello, world!\"}");
  private final byte[] chunked =
      wire(
          FIELDS
              + "Transfer-Encoding: chunked\n\n1b\n{\"message\":\"hello, world!\"}\n"
              + "10\n0123456789abcdef\n0\n\n");

  private static byte[] wire(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Benchmark
  public int plain() {
    return parse(plain);
  }

  @Benchmark
  public int chunked() {
    return parse(chunked);
  }

  private int parse(byte[] wire) {
    parser.begin(false, null, null);
    int used = parser.feed(wire, 0, wire.length);
    if (used != wire.length || !parser.isDone()) {
      throw new IllegalStateException("the response is not complete: " + parser.malformation());
    }
    return parser.status();
  }
}
