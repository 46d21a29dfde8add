/** Strict parsers for texts from outside, and what may be shown of such texts. Pure JDK, no state. */
@NullMarked
package dev.countersign.text;

import org.jspecify.annotations.NullMarked;
