/** Finds credentials that expire soon, and notifies administrators and operators in time. Pure JDK. */
@NullMarked
package dev.countersign.expiry;

import org.jspecify.annotations.NullMarked;
