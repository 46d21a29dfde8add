/** Watches which credentials end soon, and tells administrators and operators in time. Pure JDK. */
@NullMarked
package dev.countersign.expiry;

import org.jspecify.annotations.NullMarked;
