package dev.barrage.bench.micro;

import dev.barrage.engine.http1.ByteOutput;
import dev.barrage.engine.http1.CookieJar;
import dev.barrage.engine.http1.RequestBytes;
import dev.barrage.engine.http1.RequestBytes.Binding;
import dev.barrage.engine.http1.Value;
import dev.barrage.engine.http1.Values;
import dev.barrage.plan.Template;
import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.Template.Part;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

/** A POST with a slot in its path, a header and its JSON body, written for one user. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Encoder {
  private static final byte[] TOKEN = "e0b1c44298fc1c14".getBytes(StandardCharsets.US_ASCII);

  private final RequestBytes request =
      new RequestBytes.Builder(
              name -> new Binding.Variable(name.equals("token") ? 2 : Values.USER_ID))
          .requestLine("POST", "", slot("/api/users/", "user.id", Encoding.URI_COMPONENT, ""))
          .header("Host", "gateway.example:8080")
          .header("Accept", "application/json")
          .header("Authorization", slot("Bearer ", "token", Encoding.RAW, ""))
          .header("Content-Type", "application/json")
          .body(slot("{\"message\":\"hi\",\"n\":", "user.id", Encoding.JSON_VALUE, "}"))
          .build();
  private final ByteOutput out = new ByteOutput(1024);
  private final ByteOutput scratch = new ByteOutput(1024);
  private final Value token = new Value();
  private final Values values =
      new Values() {
        @Override
        public long number(int variable) {
          return 4711;
        }

        @Override
        public Value value(int variable) {
          return token;
        }

        @Override
        public CookieJar cookies() {
          throw new IllegalStateException("the request keeps no cookies");
        }

        @Override
        public long draw() {
          return 0;
        }
      };

  public Encoder() {
    token.share(TOKEN, 0, TOKEN.length, Value.Kind.STRING);
  }

  private static Template slot(String before, String name, Encoding encoding, String after) {
    return new Template(
        List.of(new Part.Literal(before), new Part.Slot(name, encoding), new Part.Literal(after)));
  }

  @Benchmark
  public int withSlots() {
    request.write(values, out, scratch);
    return out.length();
  }
}
