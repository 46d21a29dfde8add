/** The switchboard: reads the settings, puts everything together at start, and takes it apart at the end. */
@NullMarked
package dev.countersign.boot;

import org.jspecify.annotations.NullMarked;
