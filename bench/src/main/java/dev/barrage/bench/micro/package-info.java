/** JMH benchmarks of what runs per request; started by {@code bench/jmh}. JMH's threads. */
@NullMarked
package dev.barrage.bench.micro;

import org.jspecify.annotations.NullMarked;
