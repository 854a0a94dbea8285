/**
 * A real sample gateway: Spring Cloud Gateway in front of the upstream.
 *
 * <pre>
 *   /api/protected, POST and PUT /api/users/*  → SessionFilter      → upstream   401
 *   /limited/**                                → WindowRateLimiter  → upstream   429
 *   /guarded/**                                → circuit breaker    → upstream   503
 *   every other endpoint of the upstream       →                    → upstream   502, 504
 *   /actuator/health, /actuator/prometheus     answered here
 * </pre>
 *
 * <p>Entry point: {@link dev.barrage.testbed.gateway.Gateway#start}. The event loops of Reactor
 * Netty run everything; nothing here blocks.
 */
@NullMarked
package dev.barrage.testbed.gateway;

import org.jspecify.annotations.NullMarked;
