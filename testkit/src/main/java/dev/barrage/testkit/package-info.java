/**
 * What the tests of the other modules share. Never part of the product.
 *
 * <p>{@link dev.barrage.testkit.RealComponent} finds the programs that tests run against, {@link
 * dev.barrage.testkit.RealServer} runs those that listen. All of it may be called from any thread.
 */
@NullMarked
package dev.barrage.testkit;

import org.jspecify.annotations.NullMarked;
