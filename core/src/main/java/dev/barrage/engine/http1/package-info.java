/** HTTP/1.1 on a wire (RFC 9110, RFC 9112). */
@NullMarked
package dev.barrage.engine.http1;

import org.jspecify.annotations.NullMarked;
