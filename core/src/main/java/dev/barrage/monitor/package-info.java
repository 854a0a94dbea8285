/**
 * Watches the generator and its host: whether a measurement can be trusted.
 *
 * <p>{@link dev.barrage.monitor.SelfWatch} samples on its own thread, once a second and at both
 * ends of the measured window; {@link dev.barrage.monitor.GeneratorHealth} is what it says at the
 * end. Everything is read from the JVM's beans and {@code /proc}; what a system does not tell is
 * NaN.
 */
@NullMarked
package dev.barrage.monitor;

import org.jspecify.annotations.NullMarked;
