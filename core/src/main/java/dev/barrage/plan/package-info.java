/**
 * What to do: a {@link dev.barrage.plan.Plan} says which target receives which requests of which
 * users, how much load is offered and what must hold.
 *
 * <pre>
 *   YAML file ──PlanReader──┐
 *   Java builder ───────────┼──►  Plan  ──PlanWriter──►  plan.yaml (as executed)
 *   URL one-liner ──────────┘
 * </pre>
 *
 * <p>Everything here is an immutable value without clocks, sockets or threads; all types may be
 * shared between threads. This package knows no other package of Barrage.
 */
@NullMarked
package dev.barrage.plan;

import org.jspecify.annotations.NullMarked;
