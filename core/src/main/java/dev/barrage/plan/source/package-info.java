/**
 * Plans as Java source: {@link dev.barrage.plan.source.JavaPlan} compiles one file in memory, runs
 * its {@code plan()} and gives the {@link dev.barrage.plan.Plan}.
 *
 * <pre>
 *   Checkout.java ──compiler──► classes in memory ──plan()──► Plan
 *         └── mistakes, each as Checkout.java:12:9 …
 * </pre>
 *
 * <p>Running a source file is running code: it may do whatever this process may. For one thread.
 */
@NullMarked
package dev.barrage.plan.source;

import org.jspecify.annotations.NullMarked;
