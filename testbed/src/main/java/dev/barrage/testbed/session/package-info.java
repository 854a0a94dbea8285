/** Session tokens that upstream and gateway both can verify without talking to each other. */
@NullMarked
package dev.barrage.testbed.session;

import org.jspecify.annotations.NullMarked;
