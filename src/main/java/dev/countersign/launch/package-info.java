/**
 * Runs the WAR by itself: {@code java -jar countersign.war} and {@code mvn jetty:run}. Stands apart from the product.
 */
@NullMarked
package dev.countersign.launch;

import org.jspecify.annotations.NullMarked;
