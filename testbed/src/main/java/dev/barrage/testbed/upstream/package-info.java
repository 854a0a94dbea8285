/**
 * A scriptable HTTP/1.1 upstream that counts what it receives and knows the delays it injects.
 *
 * <pre>
 *   socket → Connection ── RequestParser, BodyReader ─→ FaultGate ─→ Endpoints ─→ Answer
 *                │                                       (Faults)                   │
 *                └─ Tally (counts, in flight, delays) ←── ResponseEncoder ←─────────┘
 * </pre>
 *
 * <p>Entry point: {@link dev.barrage.testbed.upstream.Upstream#start}. One event loop owns each
 * connection, so {@code Connection} and what it holds need no locks; {@code Tally}, {@code
 * FaultGate} and {@code Endpoints} are shared by all loops and safe for any thread.
 */
@NullMarked
package dev.barrage.testbed.upstream;

import org.jspecify.annotations.NullMarked;
