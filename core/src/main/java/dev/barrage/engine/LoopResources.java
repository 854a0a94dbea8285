package dev.barrage.engine;

import dev.barrage.engine.http1.ByteOutput;
import dev.barrage.engine.http1.KnownHead;
import dev.barrage.engine.io.Block;
import org.jspecify.annotations.Nullable;

/** Buffers that all connections of one loop share: an idle connection holds none of its own. */
public final class LoopResources {
  /** What a read fills; large enough that a body of 1 MiB takes a few reads. */
  final Block in = new Block(128 << 10);

  final ByteOutput out = new ByteOutput(4 << 10);
  final ByteOutput scratch = new ByteOutput(4 << 10);
  final KnownHead knownHead = new KnownHead();
  private @Nullable Object tlsScratch;

  /** What TLS wires of this loop share, made by the first of them. */
  @SuppressWarnings("unchecked")
  public <T> T tlsScratch(java.util.function.Supplier<T> make) {
    if (tlsScratch == null) {
      tlsScratch = make.get();
    }
    return (T) tlsScratch;
  }
}
