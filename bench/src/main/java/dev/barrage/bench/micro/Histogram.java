package dev.barrage.bench.micro;

import dev.barrage.engine.Exchange;
import dev.barrage.engine.Outcome;
import dev.barrage.engine.Recorder;
import dev.barrage.engine.Requests;
import dev.barrage.engine.Timing;
import dev.barrage.measure.Recording;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanOverrides;
import dev.barrage.plan.UrlPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What telling of one request costs: started, sent, finished with latency and service time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Histogram {
  private final long nowNs = System.nanoTime();
  private final Recorder recorder = recorder(nowNs);
  private final Done exchange = new Done();
  private int draw = 1;

  private static Recorder recorder(long nowNs) {
    Plan plan = new UrlPlan("http://127.0.0.1:1/").plan(new PlanOverrides());
    Timing timing = new Timing(nowNs, nowNs, nowNs + TimeUnit.HOURS.toNanos(1));
    try {
      Requests requests = Requests.of(plan);
      return new Recording(plan, requests, timing, 1, Optional.empty(), p -> {}).recorder(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Benchmark
  public void oneRequest() {
    draw = draw * 1103515245 + 12345;
    exchange.at(nowNs, 50_000 + (draw & 0xfffff));
    recorder.started(exchange);
    recorder.sent(exchange);
    recorder.finished(exchange);
  }

  /** A request that went well; only its times vary. */
  private static final class Done extends Exchange {
    private long atNs;
    private long latencyNs;

    void at(long intendedNs, long latencyNs) {
      this.atNs = intendedNs;
      this.latencyNs = latencyNs;
    }

    @Override
    public int request() {
      return 0;
    }

    @Override
    public int userClass() {
      return 0;
    }

    @Override
    public long intendedNs() {
      return atNs;
    }

    @Override
    public long dispatchedNs() {
      return atNs + 20_000;
    }

    @Override
    public long sentNs() {
      return atNs + 21_000;
    }

    @Override
    public long firstByteNs() {
      return atNs + latencyNs;
    }

    @Override
    public long doneNs() {
      return atNs + latencyNs;
    }

    @Override
    public boolean queued() {
      return false;
    }

    @Override
    public boolean reused() {
      return true;
    }

    @Override
    public int status() {
      return 200;
    }

    @Override
    public Outcome outcome() {
      return Outcome.OK;
    }

    @Override
    public @Nullable String message() {
      return null;
    }

    @Override
    public @Nullable String sample() {
      return null;
    }
  }
}
