/**
 * What to do: a {@link dev.barrage.plan.Plan} says which target receives which requests of which
 * users, how much load is offered and what must hold.
 *
 * <pre>
 *   YAML file ──PlanReader──┐                ┌──PlanWriter──►  plan.yaml (as executed)
 *   Java ──Plans────────────┼──►  Plan  ─────┤
 *   URL ──UrlPlan───────────┘                └──PlanTree────►  "plan" of run.json
 *         (with PlanOverrides)    (without its Secrets)
 * </pre>
 *
 * <p>What is built here is an immutable value without clocks, sockets or threads and may be shared
 * between threads; builders and readers are for one thread. This package knows no other package of
 * Barrage.
 */
@NullMarked
package dev.barrage.plan;

import org.jspecify.annotations.NullMarked;
