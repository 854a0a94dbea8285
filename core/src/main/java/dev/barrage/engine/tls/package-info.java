/**
 * TLS over any wire: contexts made from a plan's {@link dev.barrage.plan.Tls}, and a {@link
 * dev.barrage.engine.tls.TlsWire} that drives an {@code SSLEngine} without ever blocking.
 *
 * <pre>
 *   protocol ──plaintext──► TlsWire ──records──► socket Wire
 *                           │    │
 *                 TlsScratch│    │Executor: certificate checks, key exchange
 *              (one per loop)    (off the loop; whenDone wakes it)
 * </pre>
 *
 * <p>A wire and its scratch belong to one loop's thread; contexts may be shared.
 */
@NullMarked
package dev.barrage.engine.tls;

import org.jspecify.annotations.NullMarked;
