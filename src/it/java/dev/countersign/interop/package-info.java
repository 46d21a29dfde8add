/** OAuth client libraries that others wrote, against the executable WAR. */
@NullMarked
package dev.countersign.interop;

import org.jspecify.annotations.NullMarked;
