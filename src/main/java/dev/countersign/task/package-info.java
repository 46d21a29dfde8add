/** Background work of the application. The JDK and SLF4J only. */
@NullMarked
package dev.countersign.task;

import org.jspecify.annotations.NullMarked;
