/**
 * Plans as Java source: {@link dev.barrage.plan.source.JavaPlan} compiles one file in memory, runs
 * the method in it that makes a plan, and gives the {@link dev.barrage.plan.Plan}.
 *
 * <pre>
 *   Checkout.java ──compiler──► classes in memory ──its method──► Plan
 *         └── mistakes, each as Checkout.java:12:9 …
 * </pre>
 *
 * <p>Running a source file is running code: it may do whatever this process may. For one thread.
 */
@NullMarked
package dev.barrage.plan.source;

import org.jspecify.annotations.NullMarked;
