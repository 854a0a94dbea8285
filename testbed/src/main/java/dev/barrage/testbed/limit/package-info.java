/**
 * Rate limiting as real gateways do it: fixed window, sliding window and token bucket, per key.
 *
 * <p>{@link dev.barrage.testbed.limit.KeyedLimiter} is the entry point and safe for any thread; the
 * {@link dev.barrage.testbed.limit.Limiter} algorithms behind it are confined to one key, know no
 * clock, and are given the time with every call.
 */
@NullMarked
package dev.barrage.testbed.limit;

import org.jspecify.annotations.NullMarked;
