/**
 * Ready-made plans: {@link dev.barrage.plan.catalogue.Scenario} by name, in the sizes of {@link
 * dev.barrage.plan.catalogue.Profile}.
 *
 * <pre>
 *   Plan plan = Scenario.of("spike").plan(Profile.LIGHT, new PlanOverrides().target("http://gw:8080"));
 * </pre>
 *
 * <p>Everything is immutable; any thread.
 */
@NullMarked
package dev.barrage.plan.catalogue;

import org.jspecify.annotations.NullMarked;
